// What `composure.yaml` may say, in the notation of the specification's tables: the one description of the file. Its
// completion, hover, schema and checks are made from it. Each key has an attribute in a file of its own.

import { severityWords } from '#core/check/rule-settings.ts';
import { choice, either, orEmpty, record, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';
import type { DescribedAttribute } from '#core/compose/spec/lookup.ts';
import { backupAttribute } from '#core/configuration/backup-attribute.ts';
import { healthAttribute, smokeAttribute } from '#core/configuration/check-attribute.ts';
import { environmentsAttribute } from '#core/configuration/environment-attribute.ts';
import { whole } from '#core/configuration/text-form.ts';
import { driftAttribute } from '#core/drift/decision.ts';
import { rules } from '#core/rules/index.ts';
import { outputsAttribute, variablesAttribute } from '#core/variables/attribute.ts';

const rulesAttribute: Attribute = record('How rules are judged here', Object.fromEntries(rules.map(({ code, title, options = {} }): readonly [string, Attribute] => [code, either(title, [
  choice(title, severityWords),
  record(title, {
    severity: choice('How much it matters', severityWords),
    ...Object.fromEntries(Object.entries<string>(options).map(([name, docs]): readonly [string, Attribute] => [name, textOrTexts(docs)])),
  }, { extensions: false, what: code }),
])])), { extensions: false, what: 'rules' });

const parts: Readonly<Record<string, Attribute>> = {
  environments: environmentsAttribute(rulesAttribute),
  variables: variablesAttribute,
  outputs: outputsAttribute,
  health: healthAttribute,
  smoke: smokeAttribute,
  backup: backupAttribute,
  drift: driftAttribute,
  workingStates: whole('How many working states of each environment are kept to go back to; 5 where nothing is said', 1, 100, { example: '10' }),
  rules: rulesAttribute,
};

/** The whole file. */
export const configurationAttribute: Attribute = record('The environments, checks and rules of a team', Object.fromEntries(Object.entries(parts).map(([key, each]) => [key, orEmpty(each)])), { what: 'composure.yaml' });

/** What may stand at a path of `composure.yaml`; items of a list are `0`. */
export function configurationAt(path: readonly string[]): DescribedAttribute | undefined {
  const attribute = path.reduce<Attribute | undefined>((at, key) => at && below(at, key)?.attribute, configurationAttribute);
  return attribute && { attribute, link: '' };
}

/** The path with `*` for names that a person gives: `composure.environments.*.files`. */
export function configurationShape(path: readonly string[]): string {
  const steps = ['composure'];
  let at: Attribute | undefined = configurationAttribute;
  for (const key of path) {
    const next: Step | undefined = at && below(at, key);
    steps.push(next?.named === true ? '*' : key);
    at = next?.attribute;
  }
  return steps.join('.');
}

interface Step {
  readonly attribute: Attribute;
  /** Whether a person gives the name. */
  readonly named: boolean;
}

function below({ mapping, list }: Attribute, key: string): Step | undefined {
  const known = mapping?.keys.get(key);
  if (known !== undefined) return { attribute: known, named: false };
  if (mapping?.others !== undefined) return { attribute: mapping.others, named: true };
  return key === '0' && list !== undefined ? { attribute: list.item, named: false } : undefined;
}
