// Where the installed Compose (2.26.1, compose-go 2.4.8) is older than the newest specification or has a bug. The newest
// counts. Each entry says why, and matches no more than it must.

import type { Answer } from './compose-answers.ts';
import type { OracleProject } from './oracle-project.ts';
import type { OurAnswer } from './our-answer.ts';

interface Difference {
  readonly id: string;
  readonly why: string;
  /** Whether two verdicts differ for this reason. */
  verdict?(theirs: Answer, ours: OurAnswer, project: OracleProject): boolean;
  /** Whether one difference of the merged projects has this reason: `services.web.init: true is false here`. */
  line?(difference: string, ours: OurAnswer): boolean;
}

const theyRefuse = (pattern: RegExp) => (theirs: Answer, ours: OurAnswer): boolean => !theirs.ok && pattern.test(theirs.error) && ours.errors.length === 0;
const weRefuse = (...codes: readonly string[]) => (theirs: Answer, ours: OurAnswer): boolean => theirs.ok && ours.errors.length > 0 && ours.errors.every(({ code }) => codes.includes(code));

/** What only the newest Compose refuses beside a deliberate fault. */
export function isExtensionsClash({ code, message }: OurAnswer['errors'][number]): boolean {
  return code === 'wrong-type' && /^(?:\S+\.)?x-\S* is a .* in the file before/.test(message);
}

export const differences: readonly Difference[] = [
  {
    id: 'unset-variables', why: 'Compose refuses what an unset variable leaves: Composure does not know what a shell sets, and is silent about texts that depend on it (undefined-variable says so)',
    verdict: (theirs, ours) => !theirs.ok && ours.errors.length === 0 && ours.unset.length > 0,
  },
  {
    id: 'home', why: 'HOME is set for Compose, and to Composure a variable of the shell like any other',
    line: (_, ours) => ours.unset.includes('HOME'),
  },
  {
    id: 'elsewhere', why: 'a part of the project lies on another machine: Compose fetches it or refuses to, Composure asks no network',
    verdict: (theirs, ours) => ours.partial && theirs.ok !== (ours.errors.length === 0) && ours.errors.length === 0,
  },
  {
    id: 'ssh-json', why: 'Compose cannot print a build.ssh key with a path as JSON: the text that it writes for it is no JSON; the project itself is accepted',
    verdict: theyRefuse(/error calling MarshalJSON for type types\.SSHKey/),
  },
  {
    id: 'container-names', why: 'two services with one container_name: `config` of the newest Compose refuses them (CheckContainerNameUnicity), 2.26 does not look',
    verdict: weRefuse('duplicate-container-name'),
  },
  {
    id: 'mount-targets', why: 'a tmpfs and a volume on one target: the newest Compose refuses them (checkConsistency 13), 2.26 does not look',
    verdict: weRefuse('duplicate-mount-target'),
  },
  {
    id: 'extensions-merge', why: 'an x- field in two files: the newest Compose merges it like any other, 2.26 takes the later one',
    line: (difference) => difference.startsWith('x-'),
  },
  {
    id: 'extensions-clash', why: 'an x- field that is a mapping or a list in one file and something else in the next: the newest Compose cannot merge the two, 2.26 takes the later one',
    verdict: (theirs, ours) => theirs.ok && ours.errors.length > 0 && ours.errors.every(isExtensionsClash),
  },
  {
    id: 'newer-fields', why: 'fields that 2.26 accepts and does not print: networks.*.gw_priority, networks.*.ipam.options',
    line: (difference) => /^services\.[^:]*\.gw_priority: undefined|^networks\.[^:]*\.ipam\.options: undefined/.test(difference),
  },
  {
    id: 'newer-keys', why: 'keys of the specification that 2.26 does not know yet',
    verdict: theyRefuse(/Additional property (?:models|provider|use_api_socket|pre_start|interface_name|provenance|sbom|initial_sync|include|image|jobs|use_service_name_alias) is not allowed/),
  },
  {
    id: 'minus-one', why: 'the size "-1" as text, which a variable makes of it: no limit to the newest Compose, no size to 2.26',
    verdict: theyRefuse(/invalid size: '-1'/),
  },
  {
    id: 'newer-casts', why: 'a truth value of depends_on that a variable gives: the newest Compose makes a truth value of its text, 2.26 wants none there',
    verdict: theyRefuse(/depends_on\.\S+\.(?:required|restart) must be a boolean/),
  },
  {
    id: 'newer-policies', why: 'values of pull_policy that 2.26 does not know yet: refresh, daily, weekly, every_<duration>',
    verdict: theyRefuse(/pull_policy must be one of the following/),
  },
  {
    id: 'repeats', why: 'an entry of a list that an override says again: the newest Compose leaves it out, 2.26 keeps it',
    line: differInRepeats,
  },
  {
    id: 'repeats-refused', why: 'an entry of a list without repeats that an override says again: the newest Compose leaves it out, 2.26 refuses it',
    verdict: (theirs, ours, project) => isSaidInSeveral(project) && theyRefuse(/array items\[\d+,\d+\] must be unique/)(theirs, ours),
  },
  {
    id: 'include-merge', why: 'a resource that an included file defines too: the newest Compose merges the two, and what is local counts more; 2.26 refuses them unless they are the same',
    verdict: theyRefuse(/conflicts with imported resource/),
  },
];

function isSaidInSeveral({ files }: OracleProject): boolean {
  const texts = Object.entries(files).filter(([name]) => /\.ya?ml$/.test(name));
  return texts.length > 1 || texts.some(([, text]) => /^---$|extends:/m.test(text));
}

function differInRepeats(difference: string): boolean {
  const [, theirs, ours] = /^[^:]+: (\[.*\]) is (\[.*\]) here$/.exec(difference) ?? [];
  if (theirs === undefined || ours === undefined) return false;
  const distinct = (JSON.parse(theirs) as readonly unknown[]).map((each) => JSON.stringify(each)).filter((each, index, all) => all.indexOf(each) === index);
  return `[${distinct.join(',')}]` === ours;
}

/** The id of the known difference that two verdicts, or every line of two merged projects, show. */
export function knownDifference(project: OracleProject, theirs: Answer, ours: OurAnswer, differing: readonly string[]): string | undefined {
  if (differing.length === 0) return differences.find((each) => each.verdict?.(theirs, ours, project))?.id;
  const found = differing.map((line) => differences.find((each) => each.line?.(line, ours)));
  return found.every((each) => each !== undefined) ? found[0]?.id : undefined;
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
