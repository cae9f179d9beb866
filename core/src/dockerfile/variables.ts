// What variables are worth at a line of a Dockerfile. What an image from elsewhere sets is not known, and neither is
// what the builder sets by itself.

import { expand, type Known } from '#core/dockerfile/expand.ts';
import type { Assignment, Dockerfile, Stage } from '#core/dockerfile/read.ts';
import { baseOf } from '#core/dockerfile/stages.ts';

/** Undefined stands for a value that cannot be known. */
type Values = Map<string, string | undefined>;

/** The values of a build's arguments, by name; undefined where the shell gives the value. */
export type BuildArgs = ReadonlyMap<string, string | undefined>;

/** Arguments that the builder sets by itself where a stage says `ARG` (Dockerfile reference, "Automatic platform ARGs"). */
export const platformArgs: readonly string[] = ['TARGETPLATFORM', 'TARGETOS', 'TARGETARCH', 'TARGETVARIANT', 'BUILDPLATFORM', 'BUILDOS', 'BUILDARCH', 'BUILDVARIANT', 'TARGETSTAGE'];

/** The variables of a Dockerfile in one build. */
export class BuildVariables {
  /** What `FROM` knows: the arguments before the first stage. */
  readonly globals: Known;
  readonly #dockerfile: Dockerfile;
  readonly #args: BuildArgs;
  /** The environment that each stage leaves to those that are built upon it. */
  readonly #left = new Map<Stage, Values>();

  constructor(dockerfile: Dockerfile, args: BuildArgs) {
    this.#dockerfile = dockerfile;
    this.#args = args;
    const globals: Values = new Map();
    for (const assignment of dockerfile.args) globals.set(assignment.name, valueOf(assignment, globals, args, globals, dockerfile.escape));
    this.globals = globals;
  }

  /** What a stage knows at its first line. */
  at(stage: Stage): StageVariables {
    const line: Stage[] = [];
    let below = baseOf(this.#dockerfile, stage, this.globals);
    for (; below !== undefined && !this.#left.has(below); below = baseOf(this.#dockerfile, below, this.globals)) line.push(below);
    let environment = below && this.#left.get(below);
    for (const each of line.toReversed()) {
      const variables = new StageVariables(environment, this.#args, this.globals, this.#dockerfile.escape);
      for (const step of each.steps) if (step.kind === 'assign') variables.assign(step.assignment);
      environment = variables.environment;
      this.#left.set(each, environment);
    }
    return new StageVariables(environment, this.#args, this.globals, this.#dockerfile.escape);
  }
}

/**
 * The variables of a stage, line by line. Where `ARG` follows an `ENV` of the same name, builders differ in which counts,
 * so that the value is not known.
 */
export class StageVariables implements Known {
  #environment: Values;
  #isOwn = false;
  readonly #own: Values = new Map();
  readonly #args: BuildArgs;
  readonly #globals: Known;
  readonly #escape: string;

  constructor(environment: Values | undefined, args: BuildArgs, globals: Known, escape: string) {
    this.#environment = environment ?? new Map();
    this.#args = args;
    this.#globals = globals;
    this.#escape = escape;
  }

  get environment(): Values {
    return this.#environment;
  }

  get(name: string): string | undefined {
    const value = this.#environment.has(name) ? this.#environment.get(name) : this.#own.get(name);
    return this.#own.has(name) && this.#own.get(name) !== value ? undefined : value;
  }

  /** Carries out one `ARG` or `ENV`. */
  assign(assignment: Assignment): void {
    const value = valueOf(assignment, this, this.#args, this.#globals, this.#escape);
    if (assignment.isArg) this.#own.set(assignment.name, value);
    else {
      // Stages share what they do not change.
      if (!this.#isOwn) this.#environment = new Map(this.#environment);
      this.#isOwn = true;
      this.#environment.set(assignment.name, value);
      this.#own.delete(assignment.name);
    }
  }

  /** A word as the builder takes it here, or undefined where that cannot be known. */
  expand(text: string): string | undefined {
    return expand(text, this, this.#escape);
  }
}

function valueOf({ name, value, isArg }: Assignment, known: Known, args: BuildArgs, globals: Known, escape: string): string | undefined {
  if (isArg && args.has(name)) return args.get(name);
  if (isArg && platformArgs.includes(name)) return undefined;
  if (isArg && value === undefined) return globals.get(name);
  return value === undefined ? undefined : expand(value, known, escape);
}
