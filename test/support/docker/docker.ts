// Calls the docker client for the suites: they set the stage and look at what
// the product did through the client itself, never through the product.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What `docker …` printed, without the last line break; rejects with its stderr. */
export async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('docker', args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trimEnd();
}
