// What the doctor says of one thing that an environment needs: how it is, and what to do where it is not well.

import type { FilePath } from '#core/outside.ts';

/** `fail`: the environment cannot start or work like this. `warn`: it may, and a person should know. */
export type CheckStatus = 'pass' | 'warn' | 'fail';

/** What was found of one thing. */
export interface Verdict {
  readonly status: CheckStatus;
  /** What is, in one sentence without a full stop. */
  readonly message: string;
  /** What to do, in one sentence; there is none where all is well. */
  readonly advice?: string;
  /** What the message rests upon, a line each. */
  readonly details?: readonly string[];
  /** What an editor offers to do about it. */
  readonly remedies?: readonly Remedy[];
}

export interface Check extends Verdict {
  /** Stable: programs go by it. */
  readonly id: string;
  /** What is looked at, in a word or two. */
  readonly title: string;
}

/** Something that mends a check, or leads to where it is mended. */
export type Remedy =
  /** Lines and characters are zero-based. */
  | { readonly kind: 'open'; readonly title: string; readonly file: FilePath; readonly line: number; readonly character: number }
  | { readonly kind: 'create-folder'; readonly title: string; readonly path: FilePath }
  | { readonly kind: 'prune'; readonly title: string; readonly what: Prunable }
  | { readonly kind: 'read'; readonly title: string; readonly url: string };

/** What can be made again at any time: nothing that holds data. */
export type Prunable = 'build-cache' | 'dangling-images';

/** What the doctor says of an environment. */
export interface DoctorReport {
  readonly environment: string;
  readonly project: string;
  readonly checks: readonly Check[];
}
