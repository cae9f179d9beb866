// Whether a container may install its dependencies by itself when it starts: what is hidden then comes back.

import { commandTexts } from '#core/compose/command.ts';
import type { Project, Service } from '#core/compose/model.ts';
import type { Image } from '#core/dockerfile/image.ts';
import { nameOf } from '#core/project/path.ts';
import type { BuildFile } from '#core/rules/build-dockerfile.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { entry } from '#core/yaml/node.ts';

const installs = /\b(?:npm|pnpm|bun|composer|bundle|pip3?|poetry|pipenv|pdm|uv|virtualenv|venv)\b[^\n;&|]*\b(?:ci|i|install|clean-install|add|update|sync|venv|run)\b|\byarn\b\s*(?:$|[;&|\n"']|install|--)|-m\s+venv\b|\bcp\b[^\n;&|]*(?:node_modules|vendor|venv)|\bln\b[^\n;&|]*(?:node_modules|vendor|venv)/;

/** `npm run dev` and `uv run`: npm's starts a script, uv's installs what is missing first. */
const runsOnly = /\b(?:npm|pnpm|bun|composer|poetry|pipenv|pdm)\s+run\b/g;

/** True where the command installs, or where it cannot be known: it depends on a variable, or on a script that cannot be read. */
export async function mayInstall(project: Project, service: Service, file: BuildFile, image: Image, context: RuleContext): Promise<boolean> {
  const words: string[] = [];
  for (const [key, own] of [['entrypoint', image.entrypoint], ['command', image.command]] as const) {
    const given = entry(service.node, key)?.value;
    const texts = commandTexts(given);
    if (texts.some(({ unresolved }) => unresolved.length > 0)) return true;
    // An entrypoint of the service makes the image's command empty.
    if (texts.length > 0) words.push(...texts.map(({ value }) => value));
    else if (key === 'entrypoint' || entry(service.node, 'entrypoint') === undefined) words.push(...own?.words ?? []);
  }
  const command = words.join(' ');
  if (isInstall(command)) return true;
  for (const script of command.match(/[\w./-]+\.(?:sh|bash)\b|[\w./-]*entrypoint[\w./-]*|\b(?:make|just|task)\b/g) ?? []) {
    const texts = await scriptTexts(project, file, nameOf(script), context);
    if (texts.length === 0 || texts.some(isInstall)) return true;
  }
  return false;
}

function isInstall(text: string): boolean {
  return installs.test(text.slice(0, 100_000).replaceAll(runsOnly, ''));
}

/** The texts of all files of that name: the Dockerfile may have copied any of them. */
async function scriptTexts(project: Project, { folder }: BuildFile, name: string, context: RuleContext): Promise<readonly string[]> {
  const paths = await context.findByName(folder ?? project.directory, name);
  const texts = await Promise.all(paths.map((path) => context.files.readText(path)));
  return texts.filter((text) => text !== undefined);
}
