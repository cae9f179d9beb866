// The table of what the doctor looks at, in the order in which it is shown.

import type { Check, DoctorReport, Verdict } from '#core/doctor/check.ts';
import { judgeDataFolders } from '#core/doctor/data-folders.ts';
import { judgeDisk, judgeReclaimable } from '#core/doctor/disk.ts';
import { judgeGpu, judgeMemory, judgeNetworks, judgePorts } from '#core/doctor/engine-needs.ts';
import type { DoctorFacts } from '#core/doctor/facts.ts';
import { judgeDockerfiles, judgeEnvFiles, judgeFiles, judgeMounts } from '#core/doctor/files.ts';
import { judgeCompose, judgeDocker, judgeEngine } from '#core/doctor/tools.ts';

interface CheckDescription {
  readonly id: string;
  readonly title: string;
  judge(facts: DoctorFacts): Verdict;
}

const checks: readonly CheckDescription[] = [
  { id: 'docker', title: 'Docker', judge: judgeDocker },
  { id: 'compose', title: 'Compose', judge: judgeCompose },
  { id: 'engine', title: 'Engine', judge: judgeEngine },
  { id: 'files', title: 'Compose files', judge: judgeFiles },
  { id: 'env-files', title: 'Env files', judge: judgeEnvFiles },
  { id: 'mounts', title: 'Mounts', judge: judgeMounts },
  { id: 'data-folders', title: 'Data folders', judge: judgeDataFolders },
  { id: 'dockerfiles', title: 'Dockerfiles', judge: judgeDockerfiles },
  { id: 'ports', title: 'Ports', judge: judgePorts },
  { id: 'networks', title: 'Networks', judge: judgeNetworks },
  { id: 'memory', title: 'Memory', judge: judgeMemory },
  { id: 'gpu', title: 'GPU', judge: judgeGpu },
  { id: 'disk', title: 'Disk', judge: judgeDisk },
  { id: 'reclaimable', title: 'Reclaimable', judge: judgeReclaimable },
];

/** Every check, made on what is known. */
export function report(facts: DoctorFacts): DoctorReport {
  const { project } = facts;
  return { environment: project.environment.name, project: project.name, checks: made(checks, facts) };
}

/** Compose and the engine say by themselves that they are not there; the others are worth a question before a start. */
const speakForThemselves: readonly string[] = ['docker', 'compose', 'engine', 'reclaimable'];

/** The checks that fail, of those that tell whether an environment can start. */
export function failingBeforeStart(facts: DoctorFacts): readonly Check[] {
  return made(checks.filter(({ id }) => !speakForThemselves.includes(id)), facts).filter(({ status }) => status === 'fail');
}

function made(some: readonly CheckDescription[], facts: DoctorFacts): readonly Check[] {
  return some.map(({ id, title, judge }): Check => ({ id, title, ...judge(facts) }));
}
