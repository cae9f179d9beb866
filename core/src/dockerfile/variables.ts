// What variables are worth at a line of a Dockerfile. What an image from elsewhere sets is not known, and neither is
// what the builder sets by itself.

import type { Assignment, Dockerfile, Stage } from '#core/dockerfile/read.ts';

/** Undefined stands for a value that cannot be known. */
export type Values = Map<string, string | undefined>;

/** The values of a build's arguments, by name; undefined where the shell gives the value. */
export type BuildArgs = ReadonlyMap<string, string | undefined>;

/** What `FROM` knows: the arguments before the first stage. */
export function globalValues(dockerfile: Dockerfile, args: BuildArgs): Values {
  const values: Values = new Map();
  for (const assignment of dockerfile.args) assign(values, assignment, args, values);
  return values;
}

/** What a stage starts with: the environment of the stage that it is built on. */
export function inheritedValues(dockerfile: Dockerfile, stage: Stage, args: BuildArgs): Values {
  const globals = globalValues(dockerfile, args);
  const base = (expand(stage.base, globals) ?? stage.base).toLowerCase();
  const index = dockerfile.stages.indexOf(stage);
  const parent = dockerfile.stages.slice(0, index).findLast(({ name }) => name === base);
  if (parent === undefined) return new Map();
  const values = inheritedValues(dockerfile, parent, args);
  const environment: Values = new Map(values);
  for (const step of parent.steps) {
    if (step.kind !== 'assign') continue;
    assign(values, step.assignment, args, globals);
    if (!step.assignment.isArg) environment.set(step.assignment.name, values.get(step.assignment.name));
  }
  return environment;
}

/** Carries out one `ARG` or `ENV`. */
export function assign(values: Values, { name, value, isArg }: Assignment, args: BuildArgs, globals: Values): void {
  if (isArg && args.has(name)) values.set(name, args.get(name));
  else if (isArg && value === undefined) values.set(name, globals.get(name));
  else values.set(name, value === undefined ? undefined : expand(unquoted(value), values));
}

function unquoted(value: string): string {
  return /^(["'])([\s\S]*)\1$/.exec(value)?.[2] ?? value;
}

/** A text with its variables replaced, or undefined where one of them is not known: a name that nothing sets may come with the image. */
export function expand(text: string, values: Values): string | undefined {
  let unknown = false;
  const expanded = text.replaceAll(/\\(.)|\$(?:\{([A-Za-z_]\w*)(?:(:?[-+])([^${}]*))?\}|([A-Za-z_]\w*)|\{[^}]*\})/g,
    (_whole, escaped?: string, braced?: string, operator?: string, argument?: string, plain?: string) => {
      if (escaped !== undefined) return escaped;
      const value = values.get(braced ?? plain ?? '');
      if (value === undefined) {
        unknown = true;
        return '';
      }
      const isSet = value !== '' || operator?.startsWith(':') !== true;
      switch (operator?.at(-1)) {
        case '-': return isSet ? value : argument ?? '';
        case '+': return isSet ? argument ?? '' : '';
        default: return value;
      }
    });
  return unknown ? undefined : expanded;
}
