// One mount in short syntax, `source:target:options`, as compose-go splits it (format/volume.go). It accepts nearly
// everything: only empty parts and a fourth part stop it.

import type { Fault, Format } from '#core/compose/format/format.ts';

export const volumeSpec: Format = {
  what: 'a mount', example: './data:/var/lib/data',
  fault(text): Fault | undefined {
    if (text.length === 0) return { message: 'A mount is missing here: write source:target, as in ./data:/var/lib/data' };
    if (text.length <= 2) return undefined;
    let from = 0;
    let parts = 0;
    let open = 0;
    for (let at = 0; at <= text.length; at += 1) {
      const character = at === text.length ? ':' : text.charAt(at);
      if (character === '$' && text.charAt(at + 1) === '{') open += 1;
      else if (character === '}' && open > 0) open -= 1;
      if (character !== ':' || open > 0) continue;
      if (at < text.length && at - from === 1 && /\p{L}/u.test(text.charAt(from))) continue;
      if (at === from) return { message: `"${text}" has an empty part: write source:target or source:target:options`, ...emptyPart(text, at) };
      parts += 1;
      if (parts === 3 && at < text.length) return { message: `"${text}" has more than three parts: write source:target:options, or the long syntax`, from: at, to: text.length };
      from = at + 1;
    }
    return undefined;
  },
};

function emptyPart(text: string, at: number): { readonly from: number; readonly to: number } {
  return at === text.length ? { from: at - 1, to: at } : { from: at, to: at + 1 };
}
