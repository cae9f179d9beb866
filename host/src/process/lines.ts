// Cuts a stream of chunks into whole lines. It knows text and nothing else.

/** Takes chunks of text and hands on whole lines without their end (`\n`, `\r\n`, or the `\r` of a progress line). */
export interface LineCutter {
  write(chunk: string): void;
  /** Hands on what is left, if anything. */
  end(): void;
}

export function cutLines(onLine: (line: string) => void): LineCutter {
  // Joined where the line ends alone: one of megabytes comes in thousands of parts.
  let pending: string[] = [];
  // A carriage return at the end may be the first half of `\r\n`.
  let held = '';
  return {
    write(chunk) {
      const text = held + chunk;
      held = text.endsWith('\r') ? '\r' : '';
      const [first = '', ...more] = text.slice(0, text.length - held.length).split(/\r\n|\r|\n/);
      pending.push(first);
      const last = more.pop();
      if (last === undefined) return;
      const lines = [pending.join(''), ...more];
      pending = [last];
      lines.forEach(onLine);
    },
    end() {
      const last = pending.join('');
      const hadLine = last !== '' || held !== '';
      pending = [];
      held = '';
      if (hadLine) onLine(last);
    },
  };
}
