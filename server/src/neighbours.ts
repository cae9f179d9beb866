// What other language supports in the same editor say already, as the client has told: it is not said again.

import type { Diagnostic } from '#core/check/run.ts';
import type { FilePath } from '#core/outside.ts';
import { nameOf } from '#core/project/path.ts';
import type { LeftFinding, LeftToNeighbours } from '#core/protocol.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

type Read = () => Promise<YamlFile | undefined>;

const nothing: LeftToNeighbours = { keyCompletion: 'never', keyHover: 'never', findings: [], formatting: false };

export class Neighbours {
  #left: LeftToNeighbours;

  constructor(left: LeftToNeighbours | undefined) {
    this.#left = { ...nothing, ...left };
  }

  /** What is left to others from now on. */
  say(left: LeftToNeighbours): void {
    this.#left = { ...nothing, ...left };
  }

  /** Whether a finding is left to others; `file` is the text that was checked. */
  reports(finding: Diagnostic, file: YamlFile | undefined): boolean {
    const kind = file && kindOf(finding, file);
    return kind !== undefined && this.#left.findings.includes(kind);
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

/** What others would call a finding; undefined for what they do not find. */
function kindOf({ code, file, span, message }: Diagnostic, { text, problems }: YamlFile): LeftFinding | undefined {
  const written = text.slice(...span);
  switch (code) {
    case 'duplicate-key': return written === '<<' ? 'duplicate-merge' : code;
    case 'yaml-syntax': return problems.some((each) => each.byCompose === true && each.span[0] === span[0] && each.message === message) ? undefined : code;
    // Theirs is a schema of one file by its name: no variables are filled in, and nothing is merged.
    case 'unknown-key': case 'wrong-type': return !knownName.test(nameOf(file)) || written.includes('$') || message.endsWith('Compose cannot merge them') ? undefined : code;
    default: return undefined;
  }
}

/** Others know compose files by these names only (the schema store's, and VS Code's for the language). */
const knownName = /^(?:docker-)?compose(?:\.[^/]+)?\.ya?ml$/;

async function isTold(when: LeftToNeighbours['keyHover'], file: FilePath, read: Read): Promise<boolean> {
  if (when === 'never' || !knownName.test(nameOf(file))) return false;
  return when === 'always' || (await read())?.problems.some(({ code }) => code === 'yaml-syntax') === false;
}
