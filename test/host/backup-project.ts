// A project with data for the suites of backups: made, backed up and looked at, and taken away again with all that it has.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { subjectOf, type Subject } from '#core/backup/subject.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { docker } from '../support/docker/docker.ts';
import { scratchProject, type ScratchProject } from './scratch-project.ts';

export interface BackupProject extends ScratchProject {
  readonly machinery: { readonly engine: Engine; readonly cli: ComposeCli };
  /** An empty folder outside of the project. */
  readonly elsewhere: string;
  subject(): Promise<Subject>;
  /** Runs a shell in a service's container. */
  sh(service: string, script: string): Promise<string>;
  /** `running`, `exited`, …, as the docker client says it. */
  state(service: string): Promise<string>;
  /** Containers that the product made for itself in this process. */
  helpers(): Promise<string>;
}

/** Makes it and starts it. */
export async function backupProject(files: Readonly<Record<string, string>>): Promise<BackupProject> {
  const project = await scratchProject(files);
  const elsewhere = await mkdtemp(path.join(tmpdir(), 'composure-backups-'));
  const engine = new Engine();
  await docker('compose', '--project-directory', project.directory, 'up', '--detach');
  return {
    ...project, elsewhere, machinery: { engine, cli: new ComposeCli() },
    subject: async () => subjectOf(await loadProject(project.environment(), nodeFileSystem(), new ParsedFiles(), neverCancelled)),
    sh: (service, script) => docker('exec', `${project.name}-${service}-1`, 'sh', '-c', script),
    state: (service) => docker('inspect', '--format', '{{.State.Status}}', `${project.name}-${service}-1`),
    helpers: async () => {
      const owners = await docker('ps', '--all', '--filter', 'label=dev.composure.helper', '--format', '{{.Label "dev.composure.owner"}}');
      return owners.split('\n').filter((owner) => owner.split('|')[1] === String(process.pid)).join();
    },
    async remove() {
      engine.dispose();
      await project.remove();
      await rm(elsewhere, { recursive: true, force: true });
    },
  };
}

/** The lines of a service that ends well as soon as it is told to. */
export const willing = `
    image: composure-test/busybox:1
    command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"]`;
