// A Makefile as far as it can be read without running it: its targets and the commands that make them. Facts: the GNU make
// manual, "Writing Rules" and "Recipe Syntax".

import type { Job } from '#core/automation/job.ts';
import { makeVariables, withVariables, type MakeVariable } from '#core/automation/make-variables.ts';
import type { FilePath } from '#core/outside.ts';
import { folderOf } from '#core/project/path.ts';

/** The names under which make looks for its file, in its order. */
export const makefileNames = ['GNUmakefile', 'makefile', 'Makefile'] as const;

export interface Makefile {
  readonly file: FilePath;
  readonly text: string;
  /** Undefined where variables, patterns or other files may bring more. */
  readonly targets: ReadonlySet<string> | undefined;
  readonly jobs: readonly Job[];
}

/** Lines that may define targets which do not stand there. */
const more = /^(?:-?include|sinclude|define|load)\b|\$\((?:eval|call|foreach)\b/m;

/** Reads a Makefile. */
export function readMakefile(file: FilePath, text: string): Makefile {
  const targets = new Set<string>();
  const recipes: Job['steps'][] = [];
  const isOneShell = /^\.ONESHELL:/m.test(text);
  const isOther = /^\s*(?:override\s+)?SHELL\s*[:?]?=(?!.*\b(?:ba|da|z)?sh\b)/m.test(text) || /^\.RECIPEPREFIX\b/m.test(text);
  let isKnown = !more.test(text);
  let isRule = false;
  let recipe: { readonly start: number; readonly text: string }[] = [];
  const variables = makeVariables(text);
  const finish = (): void => {
    if (recipe.length > 0 && !isOther) recipes.push(recipeSteps(recipe, folderOf(file), isOneShell, variables));
    recipe = [];
  };
  for (const { start, text: line } of logicalLines(text)) {
    if (line.startsWith('\t')) {
      if (isRule) recipe.push({ start, text: line });
      continue;
    }
    const rule = /^ *([^\s:=#][^:=#]*?)\s*::?(?![:=])([^=]*)/.exec(line);
    if (rule === null || /^\s*(?:ifn?eq|ifn?def|else|endif|export|unexport|vpath)\b/.test(line)) continue;
    finish();
    isRule = true;
    const named = (rule[1] ?? '').split(/\s+/);
    if (named.some((name) => /[$%*?]/.test(name) || name === '.DEFAULT')) isKnown = false;
    for (const name of named.includes('.PHONY') ? (rule[2] ?? '').split(/\s+/) : named) targets.add(name);
  }
  finish();
  // What has a target is made where it is needed.
  const made = { kind: 'opaque', text: [...targets].join('\n') } as const;
  return { file, text, targets: isKnown ? targets : undefined, jobs: recipes.map((steps) => ({ file, steps: [made, ...steps] })) };
}

/** Lines with those that a backslash continues. */
function logicalLines(text: string): readonly { readonly start: number; readonly text: string }[] {
  return [...text.matchAll(/(?:\\\n|[^\n])+/g)].map((match) => ({ start: match.index, text: match[0] }));
}

/** Each line has a shell of its own, unless all have one. A line whose failure is ignored (`-`) need not find what it calls. */
function recipeSteps(lines: readonly { readonly start: number; readonly text: string }[], folder: FilePath, isOneShell: boolean, variables: ReadonlyMap<string, MakeVariable>): Job['steps'] {
  return lines.map(({ start, text }, index) => {
    const prefix = /^\t[ \t]*([@+-]*)[ \t]*/.exec(text);
    const from = prefix?.[0].length ?? 1;
    const command = text.slice(from);
    if (prefix?.[1]?.includes('-')) return { kind: 'opaque', text: command };
    return { kind: 'run', folder: isOneShell && index > 0 ? 'same' : folder, shell: withVariables(command, start + from, variables) };
  });
}
