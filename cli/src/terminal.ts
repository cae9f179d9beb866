// The process as a command sees it: where it writes, in which colours and how wide.

import { createInterface } from 'node:readline';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Terminal } from '#cli/commands/command.ts';
import { visible } from '#cli/report/display-text.ts';
import { workingLine } from '#cli/working-line.ts';
import { toFilePath } from '#host/node/file-path.ts';

/** This process. A reader that closes the pipe early (`| head`) is no error. */
export function processTerminal(version: string): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe);
  const working = workingLine(stderr);
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    working.clear();
    stream.write(text);
  };
  process.once('exit', working.clear);
  return {
    get currentFolder() { return currentFolder(); },
    version,
    color: hasColor(env, stdout.isTTY),
    width: stdout.isTTY && stdout.columns > 0 ? stdout.columns : undefined,
    out: (text) => write(stdout, text),
    note: (line) => write(stderr, `composure: ${visible(line)}\n`),
    progress: (line) => write(stderr, `${visible(line)}\n`),
    working: working.show,
    // Anything but a yes is a no, also the end of the input.
    ask: async (question) => (process.stdin.isTTY && stderr.isTTY ? /^y(?:es)?$/i.test(await answered(`${visible(question)} [y/N] `)) : undefined),
    askText: async (question) => (process.stdin.isTTY && stderr.isTTY ? answered(`${visible(question)} `) : undefined),
  };
}

/** What is typed up to the end of the line; empty for the end of the input. */
function answered(question: string): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    let answer = '';
    lines.question(question, (line) => {
      answer = line;
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => resolve(answer.trim()));
  });
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
}

function currentFolder(): string {
  try {
    return toFilePath('.');
  } catch (error) {
    throw new CannotRun('the current folder does not exist any more', { cause: error });
  }
}

/** FORCE_COLOR decides, then NO_COLOR (no-color.org), then whether a person looks on. */
function hasColor(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return isTerminal && env['TERM'] !== 'dumb';
}
