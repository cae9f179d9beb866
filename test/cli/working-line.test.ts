// The line that says what a long command is doing.

import assert from 'node:assert/strict';
import { workingLine } from '#cli/working-line.ts';

const clear = '\r\u001b[K';

describe('the line of what is being done', () => {
  let time = 0;
  const written: string[] = [];
  const line = (isTTY = true, columns = 40): ReturnType<typeof workingLine> => {
    time = 0;
    written.length = 0;
    return workingLine({ isTTY, columns, write: (text) => written.push(text) }, () => time);
  };
  it('is not shown of a quick command, nor where nobody looks on', () => {
    const quick = line();
    time = 399;
    quick.show('one');
    quick.clear();
    assert.deepEqual(written, []);
    const piped = line(false);
    time = 1_000;
    piped.show('one');
    piped.clear();
    assert.deepEqual(written, []);
  });
  it('takes the place of the one before, a few times a second, and goes once', () => {
    const shown = line();
    for (time = 400; time < 600; time += 50) shown.show(`at ${time}\n`);
    assert.deepEqual(written, [`${clear}at 400\\n`, `${clear}at 500\\n`]);
    shown.clear();
    shown.clear();
    assert.deepEqual(written.slice(2), [clear]);
  });
  it('never breaks in two', () => {
    const narrow = line(true, 10);
    time = 500;
    narrow.show('0123456789');
    assert.deepEqual(written, [clear]);
  });
});
