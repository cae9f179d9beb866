// The file of the image that a container starts, where one can be told from its command.

import { commandTexts, shellWords } from '#core/compose/command.ts';
import type { Service } from '#core/compose/model.ts';
import type { Dockerfile } from '#core/dockerfile/read.ts';
import { instructionsOf, pathAt, type Image } from '#core/dockerfile/image.ts';
import { targetStage } from '#core/dockerfile/stages.ts';
import type { BuildVariables } from '#core/dockerfile/variables.ts';
import { isInside } from '#core/project/path.ts';
import { entry, get, textOf } from '#core/yaml/node.ts';

/** What runs a file that it is given. */
const interpreters = /^(?:.*\/)?(?:node|nodejs|python3?|ruby|php|java|dotnet|bash|sh|perl)$/;

/** Commands that make files in a place that they do not name. */
const builders = /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?build\b|\btsc\b|\bgo\s+build\b|\bcargo\s+build\b|\bmvnw?\b|\bgradlew?\b|\bdotnet\s+(?:build|publish)\b|\b(?:webpack|vite|esbuild)\b/;

/** The absolute path of what the container starts; undefined for a program of the system, and for what a shell works out. */
export function programOf({ node }: Pick<Service, 'node'>, image: Image): string | undefined {
  const folder = textOf(get(node, 'working_dir'));
  if (folder !== undefined && folder.unresolved.length > 0) return undefined;
  const words = wordsOf(node, image)?.filter((word) => !/^(?:exec|--|(?:.*\/)?(?:tini|dumb-init))$/.test(word));
  const [first, ...rest] = words ?? [];
  if (words === undefined || first === undefined) return undefined;
  const isRun = interpreters.test(first) && !first.startsWith('./');
  const file = isRun ? rest.find((word, index) => !word.startsWith('-') || rest[index - 1] === '-jar') : first;
  // `python -m app`, `sh -c "…"`, `node -e "…"`: no file.
  if (file === undefined || (isRun && rest.slice(0, rest.indexOf(file)).some((word) => /^-(?:[mceprS]|-eval|-print)$/.test(word)))) return undefined;
  if (!/^[\w./@+-]+$/.test(file) || (isRun ? !/\.\w+$/.test(file) : !file.includes('/'))) return undefined;
  return pathAt(folder?.value ?? image.workdir, file);
}

/** The words of entrypoint and command; undefined where a shell or a variable has a say in them. */
function wordsOf(node: Service['node'], image: Image): readonly string[] | undefined {
  const words: string[] = [];
  for (const [key, own] of [['entrypoint', image.entrypoint], ['command', image.command]] as const) {
    const given = entry(node, key)?.value;
    const texts = commandTexts(given);
    if (texts.some(({ value, unresolved }) => unresolved.length > 0 || /[;&|$`<>()"']/.test(value))) return undefined;
    if (texts.length > 0) words.push(...texts.flatMap((text) => (given?.kind === 'scalar' ? shellWords(text).map(({ value }) => value) : [text.value])));
    else if (given === undefined && own !== undefined && (key === 'entrypoint' || entry(node, 'entrypoint') === undefined)) {
      const [line = ''] = own.words;
      if (own.shell && /[;&|$`<>()"'=]/.test(line)) return undefined;
      words.push(...own.shell ? line.trim().split(/\s+/) : own.words);
      // The shell form of an entrypoint takes no command.
      if (key === 'entrypoint' && own.shell) return words;
    }
  }
  return words;
}

/** Whether a build puts a file there: by a copy that covers it, or by building. */
export function makes(dockerfile: Dockerfile, variables: BuildVariables, target: string | undefined, path: string): boolean {
  const stage = targetStage(dockerfile, target);
  if (stage === undefined) return false;
  for (const { step, workdir, known } of instructionsOf(dockerfile, variables, stage)) {
    if (step.kind === 'run' && builders.test(step.script.slice(0, 20_000))) return true;
    if (step.kind !== 'copy' || step.target === undefined) continue;
    const to = pathAt(workdir, known.expand(step.target.value));
    if (to !== undefined && isInside(to, path)) return true;
  }
  return false;
}
