// `environments` of `composure.yaml`, as project/configured-environments.ts reads them.

import { emptyList, flagOrCount, size } from '#core/configuration/text-form.ts';
import { choice, either, list, mapOf, record, text, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';

/** One environment; `rules` is what may be said of rules there. */
function environment(rules: Attribute): Attribute {
  return { ...either('The files of the environment, or more about it', [
    text('Path of its compose file'),
    list('Paths of its compose files, base first', text('Path of a compose file')),
    record('An environment', {
      files: { ...textOrTexts('Paths of its compose files, base first', { example: '[compose.yaml, compose.prod.yaml]' }), required: true, never: [emptyList] },
      directory: text('Folder in which relative paths begin; that of composure.yaml where nothing is said'),
      envFiles: textOrTexts('Files with the variables of the environment', { example: '[.env, .env.prod]' }),
      profiles: textOrTexts('Profiles that take part'),
      mode: choice('How the environment is used', ['dev', 'prod', 'other']),
      memory: size('Memory that the machine has for the environment'),
      gpu: flagOrCount('Whether the machine has a GPU for the environment, or how many'),
      rules,
    }, { extensions: false, what: 'an environment' }),
  ]), never: [emptyList] };
}

/** `environments`: by name. */
export function environmentsAttribute(rules: Attribute): Attribute {
  return mapOf('Environments by name, in place of those that file names say', environment(rules), { what: 'environments' });
}
