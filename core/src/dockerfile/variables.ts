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
  /** The variables at the end of each stage that others are built upon. */
  readonly #atEnd = new Map<Stage, StageVariables>();

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
    let base = baseOf(this.#dockerfile, stage, this.globals);
    for (; base !== undefined && !this.#atEnd.has(base); base = baseOf(this.#dockerfile, base, this.globals)) line.push(base);
    let below = base && this.#atEnd.get(base);
    for (const each of line.toReversed()) {
      below = this.#after(below);
      for (const step of each.steps) if (step.kind === 'assign') below.assign(step.assignment);
      this.#atEnd.set(each, below);
    }
    return this.#after(below);
  }

  #after(below: StageVariables | undefined): StageVariables {
    return new StageVariables(below, this.#args, this.globals, this.#dockerfile.escape);
  }
}

/**
 * The variables of a stage, line by line. Where `ARG` follows an `ENV` of the same name, builders differ in which counts,
 * so that the value is not known.
 */
export class StageVariables implements Known {
  /** Of the stage that this one is built upon: its environment counts here, its arguments do not. */
  readonly #below: StageVariables | undefined;
  readonly #environment: Values = new Map();
  readonly #own: Values = new Map();
  readonly #args: BuildArgs;
  readonly #globals: Known;
  readonly #escape: string;

  constructor(below: StageVariables | undefined, args: BuildArgs, globals: Known, escape: string) {
    this.#below = below;
    this.#args = args;
    this.#globals = globals;
    this.#escape = escape;
  }

  get(name: string): string | undefined {
    const environment = this.#environmentWith(name);
    const value = (environment ?? this.#own).get(name);
    return this.#own.has(name) && this.#own.get(name) !== value ? undefined : value;
  }

  /** Carries out one `ARG` or `ENV`. */
  assign(assignment: Assignment): void {
    const value = valueOf(assignment, this, this.#args, this.#globals, this.#escape);
    if (assignment.isArg) this.#own.set(assignment.name, value);
    else {
      this.#environment.set(assignment.name, value);
      this.#own.delete(assignment.name);
    }
  }

  /** A word as the builder takes it here, or undefined where that cannot be known. */
  expand(text: string): string | undefined {
    return expand(text, this, this.#escape);
  }

  #environmentWith(name: string): Values | undefined {
    if (this.#environment.has(name)) return this.#environment;
    for (let below = this.#below; below !== undefined; below = below.#below) if (below.#environment.has(name)) return below.#environment;
    return undefined;
  }
}

function valueOf({ name, value, isArg }: Assignment, known: Known, args: BuildArgs, globals: Known, escape: string): string | undefined {
  if (isArg && args.has(name)) return args.get(name);
  if (isArg && platformArgs.includes(name)) return undefined;
  if (isArg && value === undefined) return globals.get(name);
  return value === undefined ? undefined : expand(value, known, escape);
}
