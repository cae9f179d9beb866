// Empties a volume or a folder where it is (B4): the engine's API removes nothing by itself, so a shell of an image that the
// engine has does it, in a container without a network.

import { Failure } from '#core/failure.ts';
import type { HelperMount } from '#host/backup/helper-settings.ts';
import { archiveRoot, helperLabels, isAnswer, mountSettings } from '#host/backup/helper-settings.ts';
import { removeContainer } from '#host/backup/remove-container.ts';
import type { Engine } from '#host/engine/engine.ts';

/** `find` where there is one: the shell would make a process for each name. Busybox has no `-delete`. */
const script = `cd /${archiveRoot} || exit 97
if command -v find >/dev/null 2>&1; then find . -mindepth 1 -maxdepth 1 -exec rm -rf -- {} +; else for each in ..?* .[!.]* *; do rm -rf -- "./$each"; done; fi`;

/** Images that are tried beside those of the project: one with a shell is nearly always among the first. */
const triedAtMost = 12;

const limit = 60_000;
const endless = 2 ** 31 - 1;

/** @throws Failure `not-restored` where no image has a shell, or it cannot remove what is there. */
export async function wipe(engine: Engine, mount: HelperMount, first: readonly string[], signal?: AbortSignal): Promise<void> {
  const there = await engine.ask((docker, abortSignal) => docker.listImages({ abortSignal } as object), signal);
  const bySize = there.toSorted((one, other) => one.Size - other.Size).filter(({ Size }) => Size > 0).map(({ Id }) => Id);
  for (const image of [...new Set([...first, ...bySize])].slice(0, first.length + triedAtMost)) {
    const ended = await runShell(engine, mount, image, signal);
    if (ended === 'no shell') continue;
    if (ended.code === 0) return;
    throw new Failure('not-restored', `what is in ${mount.kind === 'volume' ? mount.name : mount.path} could not be removed: ${ended.said || `rm ended with ${ended.code}`}`);
  }
  throw new Failure('not-restored', 'no image of the engine has a shell that could empty a volume');
}

async function runShell(engine: Engine, mount: HelperMount, image: string, signal: AbortSignal | undefined): Promise<'no shell' | { readonly code: number; readonly said: string }> {
  const settings = {
    Image: image, User: '0:0', WorkingDir: '/', Entrypoint: ['sh'], Cmd: ['-c', script], Labels: await helperLabels(), NetworkDisabled: true, Tty: true,
    Healthcheck: { Test: ['NONE'] }, StopSignal: 'SIGKILL',
    HostConfig: { NetworkMode: 'none', Mounts: [mountSettings(mount)], LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } }, RestartPolicy: { Name: 'no' } },
  };
  let id: string;
  try {
    id = await engine.ask(async (docker) => (await docker.createContainer(settings)).id, signal, limit);
  } catch (error) {
    // An image of another platform, or one that was removed meanwhile.
    if (isAnswer(error, 404) || isAnswer(error, 400)) return 'no shell';
    throw error;
  }
  try {
    try {
      await engine.ask((docker, abortSignal) => docker.getContainer(id).start({ abortSignal }), signal, limit);
    } catch (error) {
      // 400: `exec: "sh": executable file not found`, as 20.10 and later say it.
      if (isAnswer(error, 400) || isAnswer(error, 404) || isAnswer(error, 500)) return 'no shell';
      throw error;
    }
    const { StatusCode } = await engine.ask((docker, abortSignal) => docker.getContainer(id).wait({ abortSignal }) as Promise<{ StatusCode: number }>, signal, endless);
    if (StatusCode === 126 || StatusCode === 127) return 'no shell';
    const said = StatusCode === 0 ? Buffer.alloc(0) : await engine.ask((docker, abortSignal) => docker.getContainer(id).logs({ stdout: true, stderr: true, tail: 3, abortSignal }), signal);
    return { code: StatusCode, said: said.toString('utf8').trim() };
  } finally {
    // The image's own volumes, which have no name, go with the container; the one that is mounted by its name stays.
    await removeContainer(engine, id, { volumes: true });
  }
}
