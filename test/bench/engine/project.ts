// A project of many small containers for the benches, which goes with all that was made of it.

import { scratchProject, type ScratchProject } from '../../host/scratch-project.ts';
import { docker } from '../../support/docker/docker.ts';

/** Makes it and starts it; `service` is what each service says after its name, in YAML. */
export async function startMany(count: number, service: string): Promise<ScratchProject> {
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  const project = await scratchProject({ 'compose.yaml': `services:\n${names.map((name) => `  ${name}:${service}\n`).join('')}` });
  try {
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    return project;
  } catch (error) {
    await project.remove();
    throw error;
  }
}
