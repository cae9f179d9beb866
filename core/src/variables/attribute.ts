// `variables` and `outputs` of `composure.yaml`, as read-variables.ts and read-outputs.ts read them, in the notation of the
// specification's tables.

import { flagOrCount, size, textForm } from '#core/configuration/text-form.ts';
import { choice, either, flagOrText, list, mapOf, plainNumber, record, strictFlag, text, textOrNumber, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';
import { alphabets } from '#core/variables/characters.ts';
import { keyAlgorithms, valueTypes } from '#core/variables/variable.ts';

const value = (docs: string): Attribute => textOrNumber(docs, 'any', { boolean: true, empty: true, what: 'a text, a number, true or false' });

const short = choice('uuid, or true for a text of 32 letters and digits', ['uuid']);

const generate = either('How a value is made where an environment has none; what is there is never changed', [
  { ...short, scalar: short.scalar && { ...short.scalar, what: 'true, uuid', boolean: true, known: ['true', 'uuid'] } },
  record('How a value is made', {
    length: plainNumber('Characters; 32 where nothing is said', 'whole', { min: 4, max: 4096, example: '48' }),
    alphabet: choice('What the text is made of; alphanumeric where nothing is said', Object.keys(alphabets)),
    characters: text('The very characters that the text is made of', { example: '"ABCDEFGHJKLMNPQRSTUVWXYZ23456789"' }),
    uuid: strictFlag('A UUID of version 4'),
    keyPair: choice('A private key in PEM; its public part is NAME_PUBLIC', keyAlgorithms),
    file: text('Where the private key goes; the variable holds the path then', { example: 'secrets/${ENVIRONMENT}.pem' }),
    from: text('A text that other variables are filled into', { example: 'postgres://app:${DB_PASSWORD}@db/app' }),
  }, { extensions: false, what: 'generate' }),
]);

const variable = either('What the variable is', [
  value('The value where an environment says no other'),
  record('A variable', {
    description: text('What it is for; a comment above it in new files'),
    type: choice('What its value has to be', valueTypes),
    values: list('The only values that it may have', value('A value')),
    pattern: text('A regular expression that holds its whole value', { example: '"[a-z]+-[0-9]+"' }),
    default: value('The value where an environment says no other'),
    secret: strictFlag('Whether its value is never shown; true for generated texts and keys, and for names such as DB_PASSWORD'),
    required: strictFlag('Whether an environment cannot be without it; true where nothing is said'),
    generate,
    environments: mapOf('Values by environment', value('The value there'), { what: 'environments' }),
  }, { extensions: false, what: 'a variable' }),
]);

/** `variables`: by name. */
export const variablesAttribute: Attribute = mapOf('Variables by name, described once: composure env generate writes the env files', variable, { names: textForm('the name of a variable', 'DB_PASSWORD', '[A-Za-z_]\\w*'), what: 'variables' });

const path = (docs: string, example: string): Attribute => text(`${docs}; \${ENVIRONMENT} is the environment's name`, { example });

/** A file below the folder of `composure.yaml`. */
const within = (each: Attribute): Attribute => ({ ...each, never: [{ type: 'string', pattern: '^(?:/|\\.\\.(?:/|$))' }] });

const limits: Readonly<Record<string, Attribute>> = {
  memory: size('Memory at most'),
  cpus: textOrNumber('CPUs at most', 'any', { example: '1.5' }),
  gpu: flagOrCount('GPUs: true for all, or how many'),
  ports: textOrTexts('Ports in place of those of the compose files', { example: '["8080:80"]' }),
};

/** `outputs`. */
export const outputsAttribute: Attribute = record('What composure env generate writes beside env files', {
  secrets: within(flagOrText('The secrets as JSON: true for secrets/.env.<environment>.json, or another file', { example: 'secrets/.env.${ENVIRONMENT}.json' })),
  kubernetes: either('The secrets as a Kubernetes Secret', [strictFlag('secrets/kubernetes.<environment>.yaml'), record('The manifest', {
    file: within(path('The file', 'secrets/kubernetes.${ENVIRONMENT}.yaml')),
    name: path('metadata.name', 'shop-${ENVIRONMENT}'),
    namespace: path('metadata.namespace', 'shop'),
  }, { extensions: false, what: 'kubernetes' })]),
  override: record('A compose file with limits and ports for each environment', {
    file: within(path('The file; limits.<environment>.yaml where nothing is said', 'limits.${ENVIRONMENT}.yaml')),
    services: mapOf('Services by their names', record('What the service may use', {
      ...limits,
      environments: mapOf('The same for one environment, in place of that', record('What the service may use there', limits, { extensions: false, what: 'an environment' }), { what: 'environments' }),
    }, { extensions: false, what: 'a service' }), { what: 'services' }),
  }, { extensions: false, what: 'override' }),
  templates: mapOf('Files that are made of templates: the template, and where it goes', within(path('The file that is made', 'nginx.conf')), { what: 'templates' }),
}, { extensions: false, what: 'outputs' });
