// What other language supports in the same editor say already, as the client has told: it is not said again.

import type { FilePath } from '#core/outside.ts';
import { nameOf } from '#core/project/path.ts';
import type { LeftToNeighbours } from '#core/protocol.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

type Read = () => Promise<YamlFile | undefined>;

const nothing: LeftToNeighbours = { keyCompletion: 'never', keyHover: 'never', codes: [], formatting: false };

export class Neighbours {
  #left: LeftToNeighbours;

  constructor(left: LeftToNeighbours | undefined) {
    this.#left = { ...nothing, ...left };
  }

  /** What is left to others from now on. */
  say(left: LeftToNeighbours): void {
    this.#left = { ...nothing, ...left };
  }

  /** Whether findings of a code are left to others. */
  reports(code: string): boolean {
    return this.#left.codes.includes(code);
  }

  /** Whether others lay compose files out. */
  formats(): boolean {
    return this.#left.formatting;
  }

  /** Whether others complete the keys of a file. */
  completes(file: FilePath, read: Read): Promise<boolean> {
    return isTold(this.#left.keyCompletion, file, read);
  }

  /** Whether others say what the keys of a file mean. */
  explains(file: FilePath, read: Read): Promise<boolean> {
    return isTold(this.#left.keyHover, file, read);
  }
}

/** Others know compose files by these names only (the schema store's, and VS Code's for the language). */
const knownName = /^(?:docker-)?compose(?:\.[^/]+)?\.ya?ml$/;

async function isTold(when: LeftToNeighbours['keyHover'], file: FilePath, read: Read): Promise<boolean> {
  if (when === 'never' || !knownName.test(nameOf(file))) return false;
  return when === 'always' || (await read())?.problems.some(({ code }) => code === 'yaml-syntax') === false;
}
