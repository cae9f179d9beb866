// Values replaced by variables that come to the same: every operator, nested ones, whole values and parts of them.

import { oneIn, type Draft, type Tree } from './draft.ts';
import { Tagged, Verbatim, type Value } from './yaml-text.ts';

/** A tree in which one value in so many is a variable; the variables are set in the draft. Keys stay. */
export function interpolated(tree: Tree, draft: Draft, chance: number): Tree {
  return inMapping(tree, draft, chance, []);
}

/** Where Compose makes a number or a boolean of a text again. */
const cast = /^services\.[^.]+\.(?:cpu_(?:count|percent|period|quota|rt_period|rt_runtime|shares)|cpus|init|scale|privileged|read_only|tty|stdin_open|oom_\w+|pids_limit|healthcheck\.(?:retries|disable)|ulimits\.\w+(?:\.\w+)?|deploy\.replicas|deploy\.\w+\.(?:parallelism|max_\w+)|ports\.target|volumes\.(?:read_only|volume\.nocopy))$|^networks\.[^.]+\.(?:internal|attachable|enable_ipv6|external)$|^x-notes|(?:labels|environment|args|annotations)\.\w+$/;

function inMapping(tree: { readonly [key: string]: Value }, draft: Draft, chance: number, path: readonly string[]): Tree {
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, key === 'include' || key === 'name' ? value : inValue(value, draft, chance, [...path, key])]));
}

function inValue(value: Value, draft: Draft, chance: number, path: readonly string[]): Value {
  if (value instanceof Verbatim || value === null) return value;
  if (value instanceof Tagged) return new Tagged(value.tag, inValue(value.value, draft, chance, path));
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => inValue(item, draft, chance, path));
  if (typeof value === 'object') return inMapping(value as { readonly [key: string]: Value }, draft, chance, path);
  if (!oneIn(draft.random, chance)) return value;
  // Elsewhere it stays a text, which Compose refuses: rarely.
  if (typeof value !== 'string') return cast.test(path.map((each) => each.replaceAll('.', '')).join('.')) || !draft.calm && oneIn(draft.random, 40) ? new Verbatim(expression(String(value), draft)) : value;
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
  if (value === '') return `\${${set('x')}:+}`;
  return random.pick<() => string>([
    () => `\${${set(value)}}`, () => `$${set(value)}`, () => `\${UNSET_1:-${value}}`, () => `\${UNSET_1-${value}}`, () => `\${${set('')}:-${value}}`, () => `\${${set('x')}:+${value}}`, () => `\${${set('')}+${value}}`,
    () => `\${UNSET_1:-\${${set(value)}}}`, () => `\${UNSET_1:-\${UNSET_2-${value}}}`, () => `\${${set(value)}:-other}`, () => `\${${set(value)}:?must be set}`, () => `\${${set(value)}?}`, () => `\${UNSET_1:+no}\${${set(value)}-x}`,
  ])();
}
