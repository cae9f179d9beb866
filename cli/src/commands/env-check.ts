// `composure env check`: what the env files lack or have wrong, and what nothing uses, held against `composure.yaml`. No value
// of a secret is said.

import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import { findingsOf, type EnvironmentFindings, type VariableFinding } from '#core/variables/findings.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import { unusedVariables } from '#core/variables/unused.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { Status } from '#cli/commands/command.ts';
import type { EnvWork } from '#cli/commands/env-generate.ts';
import { visible } from '#cli/report/display-text.ts';
import { Lines } from '#cli/report/lines.ts';
import { pathFrom } from '#cli/report/report.ts';

interface Checked extends EnvironmentFindings {
  readonly name: string;
}

/** Ends with 1 where something is missing or of another type. */
export async function checkVariables({ subject, environments, values, terminal }: EnvWork): Promise<Status> {
  const files = nodeFileSystem();
  const variables = readVariables(subject.configuration);
  const beside = subject.projects.map(({ environment }) => environment);
  const checked: Checked[] = [];
  for (const project of subject.projects.filter(({ environment }) => environments.includes(environment.name))) {
    checked.push({ name: project.environment.name, ...await findingsOf(project, beside, variables, files) });
  }
  const unused = (await unusedVariables(subject.configuration, subject.projects, files, neverCancelled)).map(({ name }) => name);
  const ok = checked.every(({ findings }) => findings.every(({ kind }) => kind !== 'missing' && kind !== 'wrong'));
  terminal.out(values.last('format') === 'json' ? json(checked, unused, ok) : (await lines(checked, unused, files, terminal.currentFolder)).map((line) => `${visible(line)}\n`).join(''));
  return ok ? 0 : 1;
}

async function lines(checked: readonly Checked[], unused: readonly string[], files: FileSystem, folder: FilePath): Promise<readonly string[]> {
  const said: string[] = [];
  for (const { name, file, exists, isNamed, findings } of checked) {
    const shown = pathFrom(folder, file);
    // Of a file that is not there each line would say the same.
    const missing = findings.filter(({ kind }) => kind === 'missing').map(({ name }) => name);
    if (!exists && missing.length > 0) said.push(`${shown} is not there: composure env generate makes it, with ${missing.join(', ')}`);
    if (exists && !isNamed) said.push(`${shown} is not read by Compose: it is none of the envFiles of ${name}`);
    for (const finding of findings) if (exists || finding.kind !== 'missing') said.push(`${await placeOf(finding, file, files, folder)}: ${finding.message}`);
  }
  said.push(...unused.map((name) => `Nothing uses ${name}, which composure.yaml describes`));
  return said.length === 0 ? ['The env files have all that composure.yaml describes'] : said;
}

async function placeOf({ at }: VariableFinding, own: FilePath, files: FileSystem, folder: FilePath): Promise<string> {
  if (at === undefined) return pathFrom(folder, own);
  const { line, character } = new Lines(await files.readText(at.file) ?? '').range(at.span).start;
  return `${pathFrom(folder, at.file)}:${line + 1}:${character + 1}`;
}

function json(checked: readonly Checked[], unused: readonly string[], ok: boolean): string {
  return `${JSON.stringify({
    ok, unused,
    environments: checked.map(({ name, file, exists, findings }) => ({
      name, file: toOsPath(file), exists,
      ...Object.fromEntries((['missing', 'wrong', 'differs', 'undescribed'] as const).map((kind) => [kind, findings.filter((each) => each.kind === kind).map((each) => ({ name: each.name, message: each.message }))])),
    })),
  }, undefined, 2)}\n`;
}
