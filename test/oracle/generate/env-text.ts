// The text of an env file that sets some variables, in every way that the format allows.

import type { Random } from '../../support/random.ts';

/** One assignment for each variable, with comments and blank lines between. */
export function envText(variables: ReadonlyMap<string, string>, random: Random): string {
  const lines: string[] = [];
  for (const [name, value] of variables) {
    if (random.below(6) === 0) lines.push(random.pick(['', '# a comment', '   ', '#NAME=x', '\t']));
    lines.push(`${random.pick(['', '', '', 'export '])}${name}${random.pick(['=', '=', '=', ' = ', ': ', '= '])}${valueText(value, random)}`);
  }
  return `${random.below(10) === 0 ? '\uFEFF' : ''}${lines.join(random.below(10) === 0 ? '\r\n' : '\n')}\n`;
}

function valueText(value: string, random: Random): string {
  const styles: string[] = [];
  if (!/['\\]/.test(value)) styles.push(`'${value}'`, `'${value}' # behind it`);
  if (!/["\\$`]/.test(value)) styles.push(`"${value.replaceAll('\n', random.pick(['\n', '\\n']))}"`);
  if (/^[\w./:@-]*$/.test(value)) styles.push(value, value, value, `${value}  `);
  if (/^[\w./:@-]+$/.test(value)) styles.push(`${value} # behind it`);
  if (/^[\w. -]*\w$/.test(value) && /^\w/.test(value)) styles.push(value);
  return styles.length === 0 ? JSON.stringify(value).replaceAll('$', '\\$') : random.pick(styles);
}
