// What is wrong with `variables` and `outputs` of a `composure.yaml` beyond their shape, which the table of the whole file
// holds: values that are not of their type, texts that are made of themselves, secrets that everybody can read.

import type { LoadProblem } from '#core/compose/model.ts';
import { configurationCode } from '#core/project/configured-environments.ts';
import { modeOf } from '#core/project/file-names.ts';
import { folderOf, isInside, resolvePath } from '#core/project/path.ts';
import { dependentsOf } from '#core/variables/dependents.ts';
import { readVariables, variableName, type Variables } from '#core/variables/read-variables.ts';
import { publicName, type Variable } from '#core/variables/variable.ts';
import { wrongValue } from '#core/variables/value-type.ts';
import { nearest } from '#core/words/nearest.ts';
import { entries, entry, get, type Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** The problems, each at the text to change. */
export function variableProblems(file: YamlFile | undefined): readonly LoadProblem[] {
  if (file === undefined) return [];
  const variables = readVariables(file);
  return [
    ...[...variables.values()].flatMap((variable) => [
      ...valueProblems(variable),
      ...generateProblems(variable, variables),
      ...patternProblems(file, variable),
    ]),
    ...entries(get(file.documents[0], 'variables')).filter(({ key }) => !variableName.test(key.content)).map(({ key }) => problem(key, `"${key.content}" cannot be the name of a variable: it is left out`)),
    ...pathProblems(file),
  ];
}

function valueProblems(variable: Variable): readonly LoadProblem[] {
  const { name, secret, default: usual, environments } = variable;
  const said: readonly (readonly [where: string | undefined, scalar: Scalar])[] = [...(usual === undefined ? [] : [[undefined, usual] as const]), ...environments];
  return said.flatMap(([where, scalar]) => {
    if (scalar.content === '') return [];
    const wrong = wrongValue(variable, scalar.content);
    const isOpen = secret && (where === undefined || modeOf(where) === 'prod');
    return [
      ...(wrong === undefined ? [] : [problem(scalar, `${name} is ${secret ? 'not' : `"${scalar.content}" here, not`} ${wrong}: composure env generate would write it all the same`, secret ? undefined : nearest(scalar.content, variable.values))]),
      ...(isOpen ? [problem(scalar, `${name} is a secret, and ${where === undefined ? 'its default' : `that of ${where}`} is written out: whoever reads composure.yaml, or its history, has it`)] : []),
    ];
  });
}

function generateProblems({ name, generate, default: usual, key }: Variable, variables: Variables): readonly LoadProblem[] {
  if (generate === undefined) return [];
  const found: LoadProblem[] = [];
  if (usual !== undefined && usual.content !== '') found.push(problem(key, `${name} has a default, so nothing is ever generated: take one of the two away`));
  if (generate.kind !== 'from') return found;
  if (dependentsOf(name, variables).some((other) => generate.uses.includes(other)) || generate.uses.includes(name)) return [...found, problem(generate.template, `${name} is made of itself: it never has a value`)];
  const names = [...variables.values()].flatMap((each) => [each.name, ...(each.generate?.kind === 'key-pair' ? [publicName(each.name)] : [])]);
  for (const used of generate.uses) {
    const near = names.includes(used) ? undefined : nearest(used, names);
    if (near !== undefined) found.push(problem(generate.template, `composure.yaml describes no ${used} (is ${near} meant?): where no env file sets it, ${name} has no value`));
  }
  return found;
}

function patternProblems(file: YamlFile, { name, pattern }: Variable): readonly LoadProblem[] {
  const said = entry(get(get(file.documents[0], 'variables'), name), 'pattern')?.value;
  return pattern !== undefined || said?.kind !== 'scalar' || said.value === null ? [] : [problem(said, `"${said.content}" is no pattern that is understood here: characters, classes, groups, | and * + ? {n,m} are; values are not held against it`)];
}

function pathProblems(file: YamlFile): readonly LoadProblem[] {
  const outputs = get(file.documents[0], 'outputs');
  const folder = folderOf(file.file);
  const paths: readonly (YamlNode | undefined)[] = [get(outputs, 'secrets'), get(get(outputs, 'kubernetes'), 'file'), get(get(outputs, 'override'), 'file'), ...entries(get(outputs, 'templates')).map(({ value }) => value)];
  return paths.flatMap((node) => (node?.kind === 'scalar' && typeof node.value === 'string' && !isInside(folder, resolvePath(folder, node.content)) ? [problem(node, `${node.content} lies outside of the folder of composure.yaml: nothing is written there`)] : []));
}

function problem(node: YamlNode, message: string, instead?: string): LoadProblem {
  const at = node.kind === 'scalar' ? node.text : { value: undefined, file: node.file, span: node.alias ?? node.span };
  return { code: configurationCode, message, at, ...(instead === undefined ? {} : { mend: { title: `Use ${instead}`, at, text: instead } }) };
}
