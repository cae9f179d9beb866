// Ends a command that runs inside a container, and all that it has started. The engine has no way to: a second command goes
// through the container's processes and ends those that have the first one's mark among their variables. It needs a shell.

import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { Failure } from '#core/failure.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Milliseconds for one look or one signal. */
const timeLimit = 2000;

/** Milliseconds that a command has to end when it is asked to, and again when it is made to. */
const patience = 1000;

const variable = 'COMPOSURE_CHECK';

/** The variable, with its value, by which a command is found again. */
export function newMark(): string {
  return `${variable}=${randomBytes(12).toString('hex')}`;
}

/** True once the command does not run any more. A command of another user, or in an image without a shell, goes on. */
export async function endExec(exec: Dockerode.Exec, mark: string, container: string, engine: Engine): Promise<boolean> {
  try {
    for (const signal of ['TERM', 'KILL']) {
      if (await hasEnded(exec, engine)) return true;
      const script = `for each in /proc/[0-9]*/environ; do case "$(cat "$each" 2> /dev/null)" in *${mark}*) each=\${each#/proc/}; kill -${signal} "\${each%/environ}";; esac; done`;
      const killer = await engine.ask((docker) => docker.getContainer(container).exec({ Cmd: ['sh', '-c', script], AttachStdout: false, AttachStderr: false }), undefined, timeLimit);
      await engine.ask(() => killer.start({ Detach: true }), undefined, timeLimit);
      for (const deadline = Date.now() + patience; Date.now() < deadline;) {
        if (await hasEnded(exec, engine)) return true;
        await pause(50);
      }
    }
    return false;
  } catch (error) {
    // The container has ended meanwhile, and the command with it, or the engine does not answer.
    if (error instanceof Failure) return false;
    throw error;
  }
}

async function hasEnded(exec: Dockerode.Exec, engine: Engine): Promise<boolean> {
  return !(await engine.ask((_, abortSignal) => exec.inspect({ abortSignal }), undefined, timeLimit)).Running;
}
