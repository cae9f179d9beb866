// Where the installed Compose (2.26.1, compose-go 2.4.8) is older than the newest specification or has a bug. The newest
// counts. Each entry says why, and matches no more than it must.

import type { Answer } from './compose-answers.ts';
import type { OracleProject } from './oracle-project.ts';
import type { OurAnswer } from './our-answer.ts';

interface Difference {
  readonly id: string;
  readonly why: string;
  matches(theirs: Answer, ours: OurAnswer, project: OracleProject, differing: readonly string[]): boolean;
}

/** Where every difference of the merged projects stands at such a place: `services.web.ports[0].mode`. */
const differsAt = (place: RegExp) => (_theirs: Answer, _ours: OurAnswer, _project: OracleProject, differing: readonly string[]): boolean => differing.length > 0 && differing.every((each) => place.test(each));

const theyRefuse = (pattern: RegExp) => (theirs: Answer, ours: OurAnswer): boolean => !theirs.ok && pattern.test(theirs.error) && ours.errors.length === 0;
const weRefuse = (...codes: readonly string[]) => (theirs: Answer, ours: OurAnswer): boolean => theirs.ok && ours.errors.length > 0 && ours.errors.every(({ code }) => codes.includes(code));

export const differences: readonly Difference[] = [
  {
    id: 'unset-variables', why: 'Compose refuses what an unset variable leaves: Composure does not know what a shell sets, and is silent about texts that depend on it (undefined-variable says so)',
    matches: (theirs, ours) => !theirs.ok && ours.errors.length === 0 && ours.unset.length > 0,
  },
  {
    id: 'home', why: 'HOME is set for Compose, and to Composure a variable of the shell like any other',
    matches: (_theirs, ours, _project, differing) => differing.length > 0 && ours.unset.includes('HOME'),
  },
  {
    id: 'elsewhere', why: 'a part of the project lies on another machine: Compose fetches it or refuses to, Composure asks no network',
    matches: (theirs, ours) => ours.partial && theirs.ok !== (ours.errors.length === 0) && ours.errors.length === 0,
  },
  {
    id: 'ssh-json', why: 'Compose cannot print a build.ssh key with a path as JSON: the text that it writes for it is no JSON; the project itself is accepted',
    matches: theyRefuse(/error calling MarshalJSON for type types\.SSHKey/),
  },
  {
    id: 'container-names', why: 'two services with one container_name: `config` of the newest Compose refuses them (CheckContainerNameUnicity), 2.26 does not look',
    matches: weRefuse('duplicate-container-name'),
  },
  {
    id: 'mount-targets', why: 'a tmpfs and a volume on one target: the newest Compose refuses them (checkConsistency 13), 2.26 does not look',
    matches: weRefuse('duplicate-mount-target'),
  },
  {
    id: 'extensions-merge', why: 'an x- field in two files: the newest Compose merges it like any other, 2.26 takes the later one',
    matches: differsAt(/^x-/),
  },
  {
    id: 'newer-fields', why: 'fields that 2.26 accepts and does not print: networks.*.gw_priority',
    matches: differsAt(/^services\.[^:]*\.gw_priority: undefined/),
  },
  {
    id: 'newer-keys', why: 'keys of the specification that 2.26 does not know yet',
    matches: theyRefuse(/Additional property (?:models|provider|use_api_socket|pre_start|interface_name|provenance|sbom|initial_sync|include|image|jobs|use_service_name_alias) is not allowed/),
  },
  {
    id: 'newer-policies', why: 'values of pull_policy that 2.26 does not know yet: refresh, daily, weekly, every_<duration>',
    matches: theyRefuse(/pull_policy must be one of the following/),
  },
  {
    id: 'repeats', why: 'an entry of a list that an override says again: the newest Compose leaves it out, 2.26 keeps it',
    matches: (_theirs, _ours, _project, differing) => differing.length > 0 && differing.every(differInRepeats),
  },
  {
    id: 'repeats-refused', why: 'an entry of a list without repeats that an override says again: the newest Compose leaves it out, 2.26 refuses it',
    matches: (theirs, ours, project) => project.composeFiles.length !== 1 && theyRefuse(/array items\[\d+,\d+\] must be unique/)(theirs, ours),
  },
  {
    id: 'include-merge', why: 'a resource that an included file defines too: the newest Compose merges the two, and what is local counts more; 2.26 refuses them unless they are the same',
    matches: theyRefuse(/conflicts with imported resource/),
  },
];

function differInRepeats(difference: string): boolean {
  const [, theirs, ours] = /^[^:]+: (\[.*\]) is (\[.*\]) here$/.exec(difference) ?? [];
  if (theirs === undefined || ours === undefined) return false;
  const distinct = (JSON.parse(theirs) as readonly unknown[]).map((each) => JSON.stringify(each)).filter((each, index, all) => all.indexOf(each) === index);
  return `[${distinct.join(',')}]` === ours;
}

/** The id of the known difference that a project shows. */
export function knownDifference(project: OracleProject, theirs: Answer, ours: OurAnswer, differing: readonly string[]): string | undefined {
  return differences.find((each) => each.matches(theirs, ours, project, differing))?.id;
}

/**
 * A merged project without what 2.26 and the newest Compose print in different ways: the mode of a secret or config is a
 * string in octal now, and `create_host_path` is said when it is false, where 2.26 says it when it is true.
 */
export function asTheNewestPrints(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), function newest(this: unknown, key, value: unknown) {
    if (key === 'create_host_path') return undefined;
    if (key === 'mode' && typeof value === 'number' && typeof this === 'object' && this !== null && 'source' in this) return `0${value.toString(8)}`;
    return value;
  });
}
