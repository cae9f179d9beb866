// Cuts a stream of chunks into whole lines. It knows text and nothing else.

/** Takes chunks of text and hands on whole lines without their end (`\n`, `\r\n`, or the `\r` of a progress line). */
export interface LineCutter {
  write(chunk: string): void;
  /** Hands on what is left, if anything. */
  end(): void;
}

export function cutLines(onLine: (line: string) => void): LineCutter {
  let pending = '';
  return {
    write(chunk) {
      const text = pending + chunk;
      // A carriage return at the end may be the first half of `\r\n`.
      const held = text.endsWith('\r') ? '\r' : '';
      const lines = text.slice(0, text.length - held.length).split(/\r\n|\r|\n/);
      pending = (lines.pop() ?? '') + held;
      lines.forEach(onLine);
    },
    end() {
      const last = pending.replace(/\r$/, '');
      const hadLine = pending !== '';
      pending = '';
      if (hadLine) onLine(last);
    },
  };
}
