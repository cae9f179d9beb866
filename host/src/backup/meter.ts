// Tells how far an operation has come: not more often than somebody can read it, with the rate of the last seconds.

import type { Progress } from '#core/backup/progress.ts';

export interface Meter {
  /** A new step begins, or one of several that go on at once. */
  step(words: string): void;
  /** So many more bytes are done. */
  bytes(more: number): void;
  /** Something that a person should know. */
  note(words: string): void;
}

/** Milliseconds between two reports of bytes. */
const interval = 200;

/** Milliseconds over which the rate is taken. */
const window = 3_000;

/** A meter of `total` bytes, if that is known. */
export function meter(total: number | undefined, onProgress: ((progress: Progress) => void) | undefined, now: () => number = Date.now): Meter {
  let words = '';
  let done = 0;
  let told = 0;
  let samples: readonly { readonly at: number; readonly done: number }[] = [];
  const tell = (note?: string): void => {
    const [first] = samples;
    const last = samples.at(-1);
    const seconds = first === undefined || last === undefined ? 0 : (last.at - first.at) / 1000;
    onProgress?.({
      step: words, done, ...(total === undefined ? {} : { total: Math.max(total, done) }),
      ...(first === undefined || last === undefined || seconds === 0 ? {} : { bytesPerSecond: (last.done - first.done) / seconds }),
      ...(note === undefined ? {} : { note }),
    });
  };
  return {
    step(next) {
      words = next;
      tell();
    },
    bytes(more) {
      done += more;
      const at = now();
      if (at - told < interval) return;
      told = at;
      samples = [...samples.filter((each) => at - each.at <= window), { at, done }];
      tell();
    },
    note: tell,
  };
}
