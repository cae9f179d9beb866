// The keys of `composure.yaml` in the notation of the specification's tables, for completion.

import { severityWords } from '#core/check/rule-settings.ts';
import { choice, either, list, mapOf, record, text, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';
import type { DescribedAttribute } from '#core/compose/spec/lookup.ts';
import { backupAttribute } from '#core/configuration/backup-attribute.ts';
import { healthAttribute, smokeAttribute } from '#core/configuration/check-attribute.ts';
import { rules } from '#core/rules/index.ts';

const environment = either('The files of the environment, or more about it', [
  text('Path of its compose file'),
  list('Paths of its compose files, base first', text('Path of a compose file')),
  record('An environment', {
    files: textOrTexts('Paths of its compose files, base first', { example: '[compose.yaml, compose.prod.yaml]' }),
    directory: text('Folder in which relative paths begin; that of composure.yaml where nothing is said'),
    envFiles: textOrTexts('Files with the variables of the environment', { example: '[.env, .env.prod]' }),
    profiles: textOrTexts('Profiles that take part'),
    mode: choice('How the environment is used', ['dev', 'prod', 'other']),
  }),
]);

const configuration: Attribute = record('The environments, checks and rules of a team', {
  environments: mapOf('Environments by name, in place of those that file names say', environment),
  health: healthAttribute,
  smoke: smokeAttribute,
  backup: backupAttribute,
  rules: record('How rules are judged here', Object.fromEntries(rules.map(({ code, title, options = {} }): readonly [string, Attribute] => [code, either(title, [
    choice(title, severityWords),
    record(title, {
      severity: choice('How much it matters', severityWords),
      ...Object.fromEntries(Object.entries<string>(options).map(([name, docs]): readonly [string, Attribute] => [name, textOrTexts(docs)])),
    }),
  ])]))),
});

/** What may stand at a path of `composure.yaml`. */
export function configurationAt(path: readonly string[]): DescribedAttribute | undefined {
  let attribute: Attribute | undefined = configuration;
  for (const key of path) {
    attribute = attribute?.mapping?.keys.get(key) ?? attribute?.mapping?.others ?? (key === '0' ? attribute?.list?.item : undefined);
    if (attribute === undefined) return undefined;
  }
  return { attribute, link: '' };
}

const named = ['environments', 'health', 'smoke'];

/** The path with `*` for a name: `composure.environments.*.files`. */
export function configurationShape(path: readonly string[]): string {
  return ['composure', ...path.map((step, index) => (index === 1 && named.includes(path[0] ?? '') ? '*' : step))].join('.');
}
