// Values replaced by variables that come to the same: every operator, nested ones, whole values and parts of them.

import { oneIn, type Draft, type Tree } from './draft.ts';
import { Tagged, Verbatim, type Value } from './yaml-text.ts';

/** A tree in which one value in so many is a variable; the variables are set in the draft. Keys stay. */
export function interpolated(tree: Tree, draft: Draft, chance: number): Tree {
  return inMapping(tree, draft, chance);
}

function inMapping(tree: { readonly [key: string]: Value }, draft: Draft, chance: number): Tree {
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, key === 'include' || key === 'name' ? value : inValue(value, draft, chance)]));
}

function inValue(value: Value, draft: Draft, chance: number): Value {
  if (value instanceof Verbatim || value === null) return value;
  if (value instanceof Tagged) return new Tagged(value.tag, inValue(value.value, draft, chance));
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => inValue(item, draft, chance));
  if (typeof value === 'object') return inMapping(value as { readonly [key: string]: Value }, draft, chance);
  if (!oneIn(draft.random, chance)) return value;
  if (typeof value !== 'string') return new Verbatim(expression(String(value), draft));
  if (/[\uE000$}\n]/.test(value)) return value;
  const at = oneIn(draft.random, 3) ? draft.random.below(value.length) : 0;
  return value.slice(0, at) + expression(value.slice(at), draft);
}

/** A text with a variable that comes to a value. */
function expression(value: string, draft: Draft): string {
  const { random } = draft;
  const set = (content: string): string => {
    const name = `V_${draft.variables.size}`;
    draft.variables.set(name, content);
    return name;
  };
  return random.pick<() => string>([
    () => `\${${set(value)}}`, () => `$${set(value)}`, () => `\${UNSET_1:-${value}}`, () => `\${UNSET_1-${value}}`, () => `\${${set('')}:-${value}}`, () => `\${${set('x')}:+${value}}`, () => `\${${set('')}+${value}}`,
    () => `\${UNSET_1:-\${${set(value)}}}`, () => `\${UNSET_1:-\${UNSET_2-${value}}}`, () => `\${${set(value)}:-other}`, () => `\${${set(value)}:?must be set}`, () => `\${${set(value)}?}`, () => `\${UNSET_1:+no}\${${set(value)}-x}`,
  ])();
}
