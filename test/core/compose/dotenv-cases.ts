// Env files and what Compose reads in them: the table that the reader is tested by, and that Compose itself is asked
// about in turn.

/** What the shell has set. */
export const shell: Readonly<Record<string, string>> = { SHELLV: 'fromshell' };

/** What stands in the file, and the values of A and B; undefined for none. */
export const readable: readonly (readonly [text: string, a: string | undefined, b?: string])[] = [
  // Lines
  ['A=b', 'b'], ['A=b\n', 'b'], ['A=b\nB=c\n', 'b', 'c'], ['A=b\n\n\nB=c', 'b', 'c'], ['A=b\r\nB=c\r\n', 'b', 'c'], ['A=b\r', 'b'], ['\ufeffA=b', 'b'], ['\nA=b', 'b'], ['A=b\nA=c', 'c'], ['', undefined],
  // Names
  ['A = b', 'b'], ['A =b', 'b'], ['  A=b', 'b'], ['\tA=b', 'b'], ['export A=b', 'b'], ['export  A=b', 'b'], ['export\tA=b', 'b'], ['A: b', 'b'], ['A:b', 'b'], ['A : b', 'b'], ['A:', ''], ['A: "b"', 'b'],
  ['A:a=b', 'a=b'], ['A=a:b', 'a:b'], ['A==b', '=b'], ['A=b=', 'b='], ['a.b=c\na-b=c\na[0]=c\n1A=c\né=c\nA=d', 'd'], ['exportA=b\nA=c', 'c'],
  ['A\nB=c', undefined, 'c'], ['export A\nB=c', undefined, 'c'],
  // Comments
  ['#A=b', undefined], ['# A=b\nA=c', 'c'], ['A=b # c', 'b'], ['A=b#c', 'b#c'], ['A=#c', '#c'], ['A= #c', '#c'], ['A=#', '#'], ['A=b   # c # d', 'b'], ['A=b #', 'b'], ['A=b\t# c', 'b\t# c'], ['A=b\n  # c\n', 'b'],
  ['A="b" # c', 'b'], ['A="b"#c', 'b'], ['A=\'b\' # c', 'b'], ['A="b # c"', 'b # c'], ['A=\'b # c\'', 'b # c'], ['A=http://x/#y', 'http://x/#y'],
  // Values without quotes
  ['A=', ''], ['A=  b  ', 'b'], ['A=a b', 'a b'], ['A=a "b"', 'a "b"'], ['A=it\'s', 'it\'s'], ['A=say "x"', 'say "x"'], ['A=b\\nc', 'b\\nc'], ['A=b\\', 'b\\'], ['A=\\"b\\"', '\\"b\\"'], ['A=é', 'é'],
  ['A={"x": "y"}', '{"x": "y"}'], ['A=`b`', '`b`'], ['A=b;c,d', 'b;c,d'],
  // Quotes
  ['A=""', ''], ['A=\'\'', ''], ['A="  b  "', '  b  '], ['A="b\nc"\nB=d', 'b\nc', 'd'], ['A=\'b\nc\'\nB=d', 'b\nc', 'd'], ['A="b\n\n# c\nd"\nB=e', 'b\n\n# c\nd', 'e'], ['A="it\'s"', 'it\'s'], ['A="b"   ', 'b'],
  ['A=\'{"x": "y"}\'', '{"x": "y"}'], ['A="b\r\nc"\r\n', 'b\r\nc'],
  // Escapes
  ['A="b\\nc"', 'b\nc'], ['A="b\\tc"', 'b\tc'], ['A="b\\"c"', 'b"c'], ['A="b\\\\c"', 'b\\c'], ['A="b\\$c"', 'b$c'], ['A="b\\xc"', 'b\\xc'], ['A="b\\\\nc"', 'b\\nc'], ['A="\\""', '"'], ['A="\\u0041"', '\\u0041'], ['A="\\101"', '\\101'],
  ['A="\\r|\\v|\\f"', '\r|\v|\f'], ['A=\'b\\nc\'', 'b\\nc'], ['A=\'b\\\'c\'', 'b\'c'], ['A=\'b\\"c\'', 'b\\"c'], ['A="a\\\nb"', 'a\\\nb'],
  // References
  ['B=x\nA=$B', 'x', 'x'], ['B=x\nA=${B}y', 'xy', 'x'], ['B=x\nA="${B}y"', 'xy', 'x'], ['B=x\nA=\'${B}y\'', '${B}y', 'x'], ['A=$B\nB=x', '', 'x'], ['A=$NONE', ''], ['A=${NONE:-d}', 'd'], ['A=${NONE-d}', 'd'],
  ['B=\nA=${B:-d}', 'd', ''], ['B=\nA=${B-d}', '', ''], ['B=x\nA=${B:+r}', 'r', 'x'], ['B=x\nA=${NONE:-${B}}', 'x', 'x'], ['A=${NONE:-a b}', 'a b'], ['A="${NONE:-a b}"', 'a b'], ['A=1\nA=${A}2', '12'], ['A=${A:-z}', 'z'],
  ['B=x\nA=$$B', '$B', 'x'], ['B=x\nA="$$B"', '$B', 'x'], ['A=$', '$'], ['A=a$', 'a$'], ['A=$1', '$1'], ['A=b\\$c', 'b\\'], ['A="$(x)"', '$(x)'],
  // The shell wins
  ['A=$SHELLV', 'fromshell'], ['SHELLV=own\nA=${SHELLV}x', 'fromshellx'], ['A=${NONE:-${SHELLV}}', 'fromshell'],
];

/** What Compose refuses, and what our problem stands on. */
export const refused: readonly (readonly [text: string, on: string])[] = [
  ['A="b', '"b'], ['A=\'b', '\'b'], ['A="b\nB=c\n', '"b'], ['A B=c', 'A B'], ['A!=b', '!'], ['"A"=b', '"'], ['=b', '='], ['A=b\n=c', '='], ['A="x" "y"', '"'], ['A="a"b', 'b'], ['A=\'a\'\'b\'', '\''],
  ['A=${', '${'], ['A=${}', '${}'], ['A="${"', '"${"'], ['A=${NONE:?m}', '${NONE:?m}'], ['A', 'A'], ['A=b\nexport B', 'B'],
];
