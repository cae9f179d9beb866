// Texts with variables, and what Compose makes of them: the table that the interpolation is tested by, and that Compose
// itself is asked about in turn.

/** What is set; every other variable is not. */
export const variables: Readonly<Record<string, string>> = { A: 'a', B: '', C: 'c d', a_1: 'x', _U: 'u', D: '$A', LONG: './data' };

/** Text, what it becomes, and which variables leave it open. */
export const readable: readonly (readonly [text: string, value: string, unresolved?: readonly string[]])[] = [
  ['plain', 'plain'], ['', ''],
  ['$A', 'a'], ['${A}', 'a'], ['$A$A', 'aa'], ['${A}b', 'ab'], ['x$A.y', 'xa.y'], ['$A-b', 'a-b'], ['$A:$A', 'a:a'], ['${A}:${C}', 'a:c d'],
  ['$Ab', '', ['Ab']], ['$A1', '', ['A1']], ['${A}1', 'a1'], ['$a_1', 'x'], ['${a_1}', 'x'], ['$_U', 'u'], ['${_U}x', 'ux'], ['$a', '', ['a']],
  ['${X}', '', ['X']], ['a${X}b$Y', 'ab', ['X', 'Y']], ['$X$X', '', ['X']],
  // Defaults
  ['${A:-d}', 'a'], ['${B:-d}', 'd'], ['${X:-d}', 'd'], ['${A-d}', 'a'], ['${B-d}', ''], ['${X-d}', 'd'], ['${X:-}', ''], ['${X-}', ''], ['${A-}', 'a'],
  ['${X:-a b}', 'a b'], ['${X:-a:b}', 'a:b'], ['${X:-a-b}', 'a-b'], ['${X:-a?b}', 'a?b'], ['${X:-"q"}', '"q"'], ['${X:-\'q\'}', '\'q\''], ['${X:-é}', 'é'], ['${X:-a\tb}', 'a\tb'],
  // The first operator counts
  ['${X:-:-b}', ':-b'], ['${X--b}', '-b'], ['${X:-?b}', '?b'], ['${X-:?b}', ':?b'],
  // Alternatives and requirements that are met
  ['${A:+r}', 'r'], ['${B:+r}', ''], ['${X:+r}', ''], ['${A+r}', 'r'], ['${B+r}', 'r'], ['${X+r}', ''], ['${A:?m}', 'a'], ['${A?m}', 'a'], ['${B?m}', ''], ['${A?}', 'a'],
  // Nesting
  ['${X:-${A}}', 'a'], ['${X:-$A}', 'a'], ['${X:-${Y:-${A}}}', 'a'], ['${X:-a${A}b${C}c}', 'aabc dc'], ['${A:+${C}}', 'c d'], ['${X:-${B:-${C}}}y', 'c dy'], ['${X:-x${B:-y}z}', 'xyz'],
  ['${X:-${A}-${C}}', 'a-c d'], ['${X:-${Y}}', '', ['Y']], ['${A:-${Y}}', 'a'], ['${X:+${Y}}', ''], ['${A:+${Y}}', '', ['Y']],
  // Braces that are none of a variable's
  ['${X:-{}}', '{}'], ['${X:-a}b}', 'ab}'], ['${X:-}}', '}'], ['${X:-{a}', '{a'], ['{$A}', '{a}'], ['{{.A}}', '{{.A}}'], ['$A}', 'a}'], ['${X:-${A}}}', 'a}'],
  // Dollars
  ['$$', '$'], ['$$A', '$A'], ['$${A}', '${A}'], ['$$$A', '$a'], ['$$$$', '$$'], ['a$$b', 'a$b'], ['$${', '${'], ['${X:-$$}', '$'], ['${X:-$$A}', '$A'], ['${X:-$${A}}', '${A}'],
  ['$', '$'], ['a$', 'a$'], ['$ ', '$ '], ['$1', '$1'], ['$-', '$-'], ['a$.b', 'a$.b'], ['$/', '$/'], ['$(x)', '$(x)'], ['$[x]', '$[x]'], ['$é', '$é'], ['${X:-$}', '$'], ['${X:-$1}', '$1'],
  // A value is not interpolated again
  ['${D}', '$A'], ['$D$A', '$Aa'],
];

/** Text, and for each problem its code, what it stands on, and what is said of it. */
export const refused: readonly (readonly [text: string, code: 'interpolation-syntax' | 'required-variable', on: string, said?: string])[] = [
  ...['${A', '${', '${}', '${1A}', '${A/x}', '${A:}', '${A:x}', '${ A}', '${A }', '${:-x}', '${A.b}', '${A[0]}', '${A!}', '${!A}', '${A%x}', '${$A}', '${A$B}', '${A:=x}', '${A=x}', '${é}'].map(
    (text) => [text, 'interpolation-syntax', text, `${text} is no variable that Compose can read: write $$ for a plain $`] as const),
  ['x${', 'interpolation-syntax', '${'],
  ['$$${', 'interpolation-syntax', '${'],
  ['${A}}${', 'interpolation-syntax', '${'],
  ['${X:-${}}', 'interpolation-syntax', '${}'],
  ['${A:-${}}', 'interpolation-syntax', '${}'],
  ['${B:+${1}}', 'interpolation-syntax', '${1}'],
  ['${X:?}', 'required-variable', '${X:?}', 'X must have a value'],
  ['${X?}', 'required-variable', '${X?}', 'X must have a value'],
  ['${B:?m}', 'required-variable', '${B:?m}', 'B must have a value: m'],
  ['a${X:?m n}b', 'required-variable', '${X:?m n}', 'X must have a value: m n'],
  ['${X:?m:n?o}', 'required-variable', '${X:?m:n?o}', 'X must have a value: m:n?o'],
  ['${X:?${A}}', 'required-variable', '${X:?${A}}', 'X must have a value: a'],
  ['${A:-${Y:?z}}', 'required-variable', '${Y:?z}', 'Y must have a value: z'],
  ['${X:+${Y?z}}', 'required-variable', '${Y?z}', 'Y must have a value: z'],
  ['${A:-a}${X:?m}', 'required-variable', '${X:?m}', 'X must have a value: m'],
];
