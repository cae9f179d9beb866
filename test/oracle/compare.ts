// One project, both answers: where they agree, where the difference is a known one, and where they disagree.

import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './compose-answers.ts';
import { asTheNewestPrints, isExtensionsClash, knownDifference } from './known-differences.ts';
import type { OracleProject } from './oracle-project.ts';
import type { OurAnswer } from './our-answer.ts';

export type Comparison =
  | { readonly outcome: 'agree' }
  /** The id of a known difference. */
  | { readonly outcome: 'known'; readonly id: string }
  | { readonly outcome: 'disagree'; readonly about: 'verdict' | 'merged project' | 'code' | 'place' | 'more than the fault' | 'crash'; readonly details: readonly string[] };

export function compare(project: OracleProject, theirs: Answer, ours: OurAnswer): Comparison {
  const [crash] = ours.crashes;
  if (crash !== undefined) return { outcome: 'disagree', about: 'crash', details: [crash.message] };
  const differing = theirs.ok && ours.json !== undefined ? [...differencesOf(asTheNewestPrints(theirs.json), asTheNewestPrints(ours.json), '')] : [];
  const known = knownDifference(project, theirs, ours, differing);
  const sameVerdict = theirs.ok === (ours.errors.length === 0);
  if (!sameVerdict && known === undefined) return { outcome: 'disagree', about: 'verdict', details: theirs.ok ? ours.errors.map(said) : [theirs.error] };
  if (project.fault !== undefined && ours.errors.length > 0) {
    const { code, file, span } = project.fault;
    const same = ours.errors.filter((each) => each.code === code);
    if (same.length === 0) return { outcome: 'disagree', about: 'code', details: [`expected ${code} on ${project.fault.kind}`, ...ours.errors.map(said)] };
    if (!same.some((each) => each.file.endsWith(`/${file}`) && each.span[0] === span[0] && each.span[1] === span[1])) {
      const text = project.files[file] ?? '';
      return { outcome: 'disagree', about: 'place', details: [`expected ${file}:${span.join('-')} ${JSON.stringify(text.slice(span[0], span[1]))}`, ...same.map((each) => `${said(each)} ${JSON.stringify((project.files[each.file.slice('/project/'.length)] ?? '').slice(...each.span))}`)] };
    }
  }
  if (project.fault !== undefined && ours.errors.filter((each) => !isExtensionsClash(each)).length > 1) return { outcome: 'disagree', about: 'more than the fault', details: ours.errors.map(said) };
  if (sameVerdict && differing.length === 0) return { outcome: 'agree' };
  return known === undefined ? { outcome: 'disagree', about: 'merged project', details: differing.slice(0, 12) } : { outcome: 'known', id: known };
}

function said(each: OurAnswer['errors'][number]): string {
  return `${each.file}:${each.span.join('-')} ${each.code}: ${each.message}`;
}

/** Every path at which two values differ, theirs first. */
function* differencesOf(theirs: unknown, ours: unknown, path: string): Generator<string> {
  if (isDeepStrictEqual(theirs, ours)) return;
  if (isRecord(theirs) && isRecord(ours)) {
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) yield* differencesOf(theirs[key], ours[key], `${path}.${key}`);
  } else if (Array.isArray(theirs) && Array.isArray(ours) && theirs.length === ours.length) {
    for (const [index, each] of theirs.entries()) yield* differencesOf(each, ours[index], `${path}[${index}]`);
  } else yield `${path.slice(1)}: ${JSON.stringify(theirs)} is ${JSON.stringify(ours)} here`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
