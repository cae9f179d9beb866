// Names against one part of a pattern of COPY (Go's filepath.Match). A regular expression would take exponential time
// for some patterns with many stars; this takes at most the product of both lengths.

/** Whether a name is matched; undefined where the pattern is none that can be read. */
export function matchesGlob(pattern: string, name: string): boolean | undefined {
  const tokens = tokensOf(pattern);
  if (tokens === undefined) return undefined;
  let token = 0;
  let at = 0;
  let star = -1;
  let behindStar = 0;
  while (at < name.length) {
    const each = tokens[token];
    if (each === '*') {
      star = token;
      behindStar = at;
      token += 1;
    } else if (each !== undefined && each(name.charAt(at))) {
      token += 1;
      at += 1;
    } else if (star === -1) return false;
    else {
      behindStar += 1;
      at = behindStar;
      token = star + 1;
    }
  }
  while (tokens[token] === '*') token += 1;
  return token === tokens.length;
}

type Token = '*' | ((character: string) => boolean);

function tokensOf(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (const [whole, not, set] of pattern.matchAll(/\*+|\[(\^?)([^\]]+)\]|[\s\S]/g)) {
    if (whole.startsWith('*')) tokens.push('*');
    else if (whole === '?') tokens.push(() => true);
    else if (set === undefined) tokens.push((character) => character === whole);
    else {
      const characters = characterSet(`[${not ?? ''}${set.replaceAll('\\', '\\\\')}]`);
      if (characters === undefined) return undefined;
      tokens.push((character) => characters.test(character));
    }
  }
  return tokens;
}

function characterSet(source: string): RegExp | undefined {
  try {
    return new RegExp(`^${source}$`);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
