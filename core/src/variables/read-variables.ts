// The variables that a team wrote down in `composure.yaml`, in the folder of its environments:
//
//   variables:
//     LOG_LEVEL: info                          # the value where an environment says no other
//     HTTP_PORT: { type: port, default: 8080, environments: { prod: 80 } }
//     DB_PASSWORD:
//       description: Of the role app
//       generate: { length: 32 }               # a secret of its own in each environment
//     DATABASE_URL: { generate: { from: "postgres://app:${DB_PASSWORD}@db/app" } }
//     SIGNING_KEY: { generate: { keyPair: ed25519 } }
//     REGION: { values: [eu, us], required: false }
//
// What is not of the right shape is passed over here: the checks of the whole file say so (configuration/attribute.ts).

import { variablesIn } from '#core/compose/interpolate.ts';
import { isSecretName } from '#core/language/masking.ts';
import { alphabets, usualAlphabet, usualLength } from '#core/variables/characters.ts';
import { keyAlgorithms, valueTypes, type Generate, type Variable } from '#core/variables/variable.ts';
import { readPattern } from '#core/words/pattern.ts';
import { entries, get, isNull, items, type Entry, type Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** By name, in the file's order. */
export type Variables = ReadonlyMap<string, Variable>;

/** The names that Compose takes. */
export const variableName = /^[A-Za-z_]\w*$/;

const read = new WeakMap<YamlNode, Variables>();
const none: Variables = new Map();

/** The variables of a `composure.yaml`; the very same for the very same tree. */
export function readVariables(file: Pick<YamlFile, 'documents'> | undefined): Variables {
  const node = get(file?.documents[0], 'variables');
  if (node === undefined) return none;
  const known = read.get(node) ?? new Map(withSecrets(entries(node).filter(({ key }) => variableName.test(key.content)).map(variableOf)).map((each) => [each.name, each] as const));
  read.set(node, known);
  return known;
}

function variableOf({ key, value }: Entry): Variable {
  const name = key.content;
  const generate = generateOf(get(value, 'generate'));
  const values = items(get(value, 'values')).flatMap((item) => scalarOf(item)?.content ?? []);
  const usual = value.kind === 'scalar' ? scalarOf(value) : scalarOf(get(value, 'default'));
  const type = valueTypes.find((each) => each === scalarOf(get(value, 'type'))?.content) ?? (values.length > 0 ? 'enum' : 'string');
  const pattern = scalarOf(get(value, 'pattern'))?.content;
  return {
    name, key, type, values, generate, default: usual,
    description: scalarOf(get(value, 'description'))?.content,
    pattern: pattern === undefined ? undefined : readPattern(pattern),
    secret: truth(get(value, 'secret')) ?? (isMadeSecret(generate, name)),
    required: truth(get(value, 'required')) ?? true,
    environments: new Map(entries(get(value, 'environments')).flatMap((entry) => {
      const said = scalarOf(entry.value);
      return said === undefined ? [] : [[entry.key.content, said] as const];
    })),
  };
}

function generateOf(node: YamlNode | undefined): Generate | undefined {
  if (node === undefined || isNull(node)) return undefined;
  const usual: Generate = { kind: 'text', length: usualLength, characters: alphabets[usualAlphabet] ?? '' };
  if (node.kind === 'scalar') return node.content === 'uuid' ? { kind: 'uuid' } : node.value === true ? usual : undefined;
  const said = (key: string): Scalar | undefined => scalarOf(get(node, key));
  const template = said('from');
  if (template !== undefined) return { kind: 'from', template, uses: [...new Set(variablesIn(template).map(({ name }) => name))] };
  const algorithm = keyAlgorithms.find((each) => each === said('keyPair')?.content);
  if (algorithm !== undefined) return { kind: 'key-pair', algorithm, file: said('file')?.content };
  if (said('uuid')?.value === true) return { kind: 'uuid' };
  if (node.kind !== 'mapping' || get(node, 'keyPair') !== undefined) return undefined;
  const length = Number(said('length')?.content ?? usualLength);
  const characters = said('characters')?.content ?? alphabets[said('alphabet')?.content ?? usualAlphabet];
  const isKnown = Number.isSafeInteger(length) && length >= 4 && length <= 4096 && characters !== undefined && new Set(characters).size > 1;
  return isKnown ? { kind: 'text', length, characters: [...new Set(characters)].join('') } : undefined;
}

/** What nobody has said: a path of a key is none. */
function isMadeSecret(generate: Generate | undefined, name: string): boolean {
  return generate?.kind === 'key-pair' ? generate.file === undefined : generate?.kind === 'text' || isSecretName(name);
}

/** What is made of a secret is one. */
function withSecrets(variables: readonly Variable[]): readonly Variable[] {
  const secret = new Set(variables.filter((each) => each.secret).map(({ name }) => name));
  for (let before = -1; before !== secret.size;) {
    before = secret.size;
    for (const { name, generate } of variables) if (generate?.kind === 'from' && generate.uses.some((each) => secret.has(each))) secret.add(name);
  }
  return variables.map((each) => (secret.has(each.name) === each.secret ? each : { ...each, secret: true }));
}

function scalarOf(node: YamlNode | undefined): Scalar | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node : undefined;
}

function truth(node: YamlNode | undefined): boolean | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : undefined;
}
