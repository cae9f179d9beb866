// The variables of a Makefile whose values are certain, and recipes with these in their places. Facts: the GNU make manual,
// "How to Use Variables".

import type { ShellText } from '#core/automation/shell-text.ts';

/** A variable that is set once, to a text without others. */
export interface MakeVariable {
  readonly value: string;
  readonly start: number;
  /** True for `?=`: the shell may say another. */
  readonly isDefault: boolean;
}

/** The variables of a Makefile that are set once and under no condition; none where other files may set them. */
export function makeVariables(text: string): ReadonlyMap<string, MakeVariable> {
  const found = new Map<string, MakeVariable>();
  if (/^(?:-?include|sinclude|define|load)\b|\$\((?:eval)\b/m.test(text)) return found;
  const times = new Map<string, number>();
  for (const [, name = ''] of text.matchAll(/(?<![\w$({-])(\w+)[ \t]*(?::{0,3}|[?+!])=/g)) times.set(name, (times.get(name) ?? 0) + 1);
  let depth = 0;
  for (const { index, 0: line } of text.matchAll(/(?:\\\n|[^\n])+/g)) {
    if (/^\s*ifn?(?:eq|def)\b/.test(line)) depth += 1;
    if (/^\s*endif\b/.test(line)) depth -= 1;
    const set = /^ *(?:export +|override +)?(\w+)[ \t]*(:{0,3}|\?)=[ \t]*((?:\\\n|[^\n#])*?)[ \t]*(?:#.*)?$/d.exec(line);
    const [, name = '', sign, value = ''] = set ?? [];
    if (set === null || depth > 0 || line.startsWith('\t') || value.includes('$') || times.get(name) !== 1) continue;
    found.set(name, { value, start: index + (set.indices?.[3]?.[0] ?? 0), isDefault: sign === '?' });
  }
  return found;
}

/** A command that stands at a place of the file, with the values of variables, each part with its own place. */
export function withVariables(command: string, start: number, variables: ReadonlyMap<string, MakeVariable>): ShellText {
  const pieces: { readonly from: number; readonly to: number; readonly file: number | undefined }[] = [];
  let text = '';
  const add = (part: string, file: number | undefined): void => {
    pieces.push({ from: text.length, to: text.length + part.length, file });
    text += part;
  };
  let done = 0;
  for (const match of command.matchAll(/\$\$|\$[({](\w+)[)}]/g)) {
    const variable = variables.get(match[1] ?? '');
    if (variable === undefined) continue;
    add(command.slice(done, match.index), start + done);
    add(variable.value, variable.isDefault ? undefined : variable.start);
    done = match.index + match[0].length;
  }
  add(command.slice(done), start + done);
  return {
    text,
    placeOf: ([a, b]) => {
      const piece = pieces.find(({ from, to }) => from <= a && b <= to && from < to);
      return piece?.file === undefined ? undefined : [piece.file + a - piece.from, piece.file + b - piece.from];
    },
  };
}
