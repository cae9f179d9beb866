// What the files of an environment say and name: the findings of the rules, each with the thing that it is about.

import type { Service } from '#core/compose/model.ts';
import type { Remedy, Verdict } from '#core/doctor/check.ts';
import type { DoctorFacts } from '#core/doctor/facts.ts';
import type { Finding } from '#core/doctor/findings.ts';
import { nameOf, relativePath } from '#core/project/path.ts';
import { counted, listed } from '#core/words/listed.ts';

/** The rules whose findings a check of its own speaks of. All others are about the files themselves. */
const codes = {
  envFiles: ['env-file-missing', 'env-file-syntax', 'required-variable', 'undefined-variable'],
  mounts: ['dead-mount-source', 'mount-type-mismatch', 'mount-hides-image-files'],
  dockerfiles: ['build-context-missing', 'dockerfile-missing', 'dockerfile-target-missing', 'copy-source-missing'],
  ports: ['port-in-use', 'port-conflict'],
  networks: ['external-missing'],
  memory: ['resource-overcommit'],
  gpu: ['gpu-missing'],
} as const;

export type Topic = keyof typeof codes;

/** What was found on a topic, errors first. */
export function findingsAbout(topic: Topic, { findings }: DoctorFacts): readonly Finding[] {
  const own = findings.filter(({ code }) => codes[topic].some((each) => each === code));
  return [...own.filter(({ severity }) => severity === 'error'), ...own.filter(({ severity }) => severity === 'warning')];
}

/** The compose files themselves: whatever no other check speaks of and keeps the environment from working. */
export function judgeFiles(facts: DoctorFacts): Verdict {
  const { findings, project } = facts;
  const elsewhere: readonly string[] = Object.values(codes).flat();
  const errors = findings.filter(({ code, severity }) => severity === 'error' && !elsewhere.includes(code));
  const others = findings.some(({ severity }) => severity === 'error') ? 'no other errors' : 'no errors';
  const unreadable = project.unreadable.map((file) => relativePath(project.directory, file));
  const otherwise: Verdict = unreadable.length > 0
    ? { status: 'fail', message: `${listed(unreadable)} cannot be read`, advice: 'Let your user read it' }
    : { status: 'pass', message: `${listed(project.files.map(({ file }) => nameOf(file)))} ${project.files.length === 1 ? 'has' : 'have'} ${others}` };
  return upon(errors, facts, { message: `${counted(errors.length, 'error')} in ${listed([...new Set(errors.map(({ file }) => nameOf(file)))])}` }) ?? otherwise;
}

/** Env files, and variables that nothing defines. */
export function judgeEnvFiles(facts: DoctorFacts): Verdict {
  const named = new Set([...facts.project.environment.envFiles, ...active(facts).flatMap(({ envFiles }) => envFiles.map(({ path }) => path.value))]);
  return upon(findingsAbout('envFiles', facts), facts) ?? {
    status: 'pass', message: `${named.size === 0 ? 'No env file is named' : `${counted(named.size, 'env file')} ${named.size === 1 ? 'is' : 'are'} there`}, and no variable is missing`,
  };
}

/** What is mounted from the disk. */
export function judgeMounts(facts: DoctorFacts): Verdict {
  const count = active(facts).flatMap(({ mounts }) => mounts).filter(({ type }) => type === 'bind').length;
  return upon(findingsAbout('mounts', facts), facts) ?? { status: 'pass', message: count === 0 ? 'Nothing is mounted from the disk' : `Nothing is wrong with ${counted(count, 'mount')} from the disk` };
}

/** What images are built from. */
export function judgeDockerfiles(facts: DoctorFacts): Verdict {
  const count = active(facts).filter(({ build }) => build !== undefined).length;
  return upon(findingsAbout('dockerfiles', facts), facts) ?? { status: 'pass', message: count === 0 ? 'No image is built' : `${counted(count, 'image')} ${count === 1 ? 'is' : 'are'} built of files that are there` };
}

/** How many places are shown of what was found. */
const shown = 5;

/** A verdict upon findings, an error among them first; undefined where there are none. */
export function upon(findings: readonly Finding[], { project }: DoctorFacts, more: Partial<Verdict> = {}): Verdict | undefined {
  const [first, ...others] = findings;
  if (first === undefined) return undefined;
  const at = ({ file, line }: Pick<Finding, 'file' | 'line'>): string => `${relativePath(project.directory, file).replace(/^\.\//, '')}:${line + 1}`;
  const lines = findings.slice(0, shown).map((each) => `${at(each)}  ${each.message}`);
  const places = new Map(findings.slice(0, shown).map((each) => [at(each), each]));
  const isSaid = others.length === 0 && more.message === undefined;
  return {
    status: first.severity === 'error' ? 'fail' : 'warn',
    message: isSaid ? first.message : `${first.message} (and ${others.length} more)`,
    advice: `Change ${listed([...places.keys()])}`,
    ...(isSaid ? {} : { details: [...lines, ...(findings.length > shown ? [`and ${findings.length - shown} more`] : [])] }),
    remedies: [...places].map(([title, { file, line, character }]): Remedy => ({ kind: 'open', title: `Open ${title}`, file, line, character })),
    ...more,
  };
}

/** The services that take part. */
export function active({ project }: DoctorFacts): readonly Service[] {
  return [...project.services.values()].filter((service) => service.active);
}
