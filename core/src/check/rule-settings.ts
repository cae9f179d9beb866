// What a team says of rules in `composure.yaml`, in the folder of the environments or in one above it:
//
//   rules:
//     missing-healthcheck: warning
//     unpinned-image: off
//     dev-shared-mount-missing:
//       severity: warning
//       mounts: [./shared:/app/shared]
//
// What the nearest file says of a rule counts, and before all what the environment itself says under `rules`. Only the key
// `rules` is read here.

import type { LoadProblem, Project } from '#core/compose/model.ts';
import type { Cancellation, FileSystem } from '#core/outside.ts';
import { configurationsAbove } from '#core/project/configuration-of.ts';
import { configurationCode } from '#core/project/configured-environments.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf } from '#core/project/path.ts';
import type { Rule, RuleOptions, Severity } from '#core/rules/rule.ts';
import { nearest } from '#core/words/nearest.ts';
import { entries, get, isNull, textOf, type Entry, type YamlNode } from '#core/yaml/node.ts';
import type { Located, Text } from '#core/yaml/span.ts';

/** What is said of one rule. */
export interface RuleSetting {
  /** Undefined where the rule decides. */
  readonly severity: Severity | 'off' | undefined;
  readonly options: RuleOptions;
}

/** What is said of all rules, and what of it cannot be followed. */
export interface RuleSettings {
  readonly byCode: ReadonlyMap<string, RuleSetting>;
  readonly problems: readonly LoadProblem[];
}

/** The words that stand for how much a rule's findings matter. */
export const severityWords = ['off', 'error', 'warning', 'information', 'hint'] as const;

/** Reads what holds for a project. */
export async function ruleSettings({ environment }: Pick<Project, 'environment'>, rules: readonly Rule[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<RuleSettings> {
  const byCode = new Map<string, RuleSetting>();
  const problems: LoadProblem[] = [];
  for (const file of await configurationsAbove(environment, files, parsed)) {
    if (file.problems.length > 0) continue;
    const [root] = file.documents;
    if (folderOf(file.file) === folderFoundIn(environment)) readRules(get(get(get(root, 'environments'), environment.name), 'rules'), rules, byCode, problems);
    readRules(get(root, 'rules'), rules, byCode, problems);
  }
  cancellation.throwIfAborted();
  return { byCode, problems };
}

function readRules(node: YamlNode | undefined, rules: readonly Rule[], byCode: Map<string, RuleSetting>, problems: LoadProblem[]): void {
  if (node === undefined || isNull(node)) return;
  if (node.kind !== 'mapping') {
    problems.push(problem('rules is a mapping of codes to severities: as it is, nothing is set', placeOf(node)));
    return;
  }
  for (const { key, value } of entries(node)) {
    const rule = rules.find(({ code }) => code === key.content);
    if (rule === undefined) problems.push(problem(`There is no rule ${key.content}: nothing is set by this`, key.text, nearest(key.content, rules.map(({ code }) => code))));
    else if (!byCode.has(rule.code)) byCode.set(rule.code, readSetting(rule, value, problems));
  }
}

function readSetting(rule: Rule, node: YamlNode, problems: LoadProblem[]): RuleSetting {
  if (node.kind !== 'mapping') return { severity: readSeverity(rule, node, problems), options: {} };
  const said = get(node, 'severity');
  const options: Record<string, readonly Text[]> = {};
  for (const each of entries(node)) if (each.key.content !== 'severity') readOption(rule, each, options, problems);
  return { severity: said && readSeverity(rule, said, problems), options };
}

function readSeverity({ code }: Rule, node: YamlNode, problems: LoadProblem[]): RuleSetting['severity'] {
  const text = textOf(node);
  const found = severityWords.find((word) => word === text?.value);
  const listed = `${severityWords.slice(0, -1).join(', ')} or ${severityWords.at(-1)}`;
  if (found === undefined) problems.push(problem(`${code} is ${listed}: as it is, its own severity stays`, text ?? placeOf(node), text && nearest(text.value, severityWords)));
  return found;
}

function readOption(rule: Rule, { key, value }: Entry, options: Record<string, readonly Text[]>, problems: LoadProblem[]): void {
  const known = Object.keys(rule.options ?? {});
  if (!known.includes(key.content)) {
    problems.push(problem(`${rule.code} has no option ${key.content}: nothing is set by this`, key.text, nearest(key.content, ['severity', ...known])));
    return;
  }
  const texts = (value.kind === 'sequence' ? value.items : [value]).map(textOf);
  if (texts.includes(undefined)) problems.push(problem(`${key.content} is a text or a list of texts: as it is, nothing is set`, placeOf(value)));
  else options[key.content] = texts.flatMap((text) => text ?? []);
}

function placeOf(node: YamlNode): Located<unknown> {
  return { value: undefined, file: node.file, span: node.alias ?? node.span };
}

function problem(message: string, at: Located<unknown>, instead?: string): LoadProblem {
  return { code: configurationCode, message, at, ...(instead === undefined ? {} : { mend: { title: `Use ${instead}`, at, text: instead } }) };
}
