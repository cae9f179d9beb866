// Judges one case on a real copy of its project, as `composure check` does, and compares with what was planted.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkEnvironments } from '#core/check/check-folder.ts';
import type { Diagnostic } from '#core/check/run.ts';
import { neverCancelled } from '#core/outside.ts';
import { environmentsBelow } from '#core/project/choose-environments.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { planted, type Case, type Place } from './fault.ts';

/** Where the clean projects lie. */
export const projectsFolder = path.join(import.meta.dirname, 'projects');

/** A finding with its file as the project has it. */
export interface Found extends Omit<Place, 'either'> {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}

export interface Outcome {
  readonly one: Case;
  readonly places: readonly Place[];
  /** Reported with the right code on the line of each place. */
  readonly found: boolean;
  /** Reported at exactly these places. */
  readonly exact: boolean;
  /** Findings that the clean project has not and the case does not lead to. */
  readonly extra: readonly Found[];
  /** What has the right code, for people who look for the reason. */
  readonly said: readonly Found[];
  /** The texts that were changed, for the same people. */
  readonly texts: ReadonlyMap<string, string | null>;
}

/** What is found in a project with these texts in place of its own. */
export async function findingsOf(project: string, texts: ReadonlyMap<string, string | null> = new Map()): Promise<readonly Found[]> {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'composure-faults-'));
  const root = path.join(folder, project);
  try {
    cpSync(path.join(projectsFolder, project), root, { recursive: true });
    mkdirSync(path.join(root, '.git'));
    for (const [name, text] of texts) {
      const target = path.join(root, name);
      if (text === null) rmSync(target, { recursive: true });
      else if (name.endsWith('/')) mkdirSync(target, { recursive: true });
      else {
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
    }
    const files = nodeFileSystem();
    const parsed = new ParsedFiles();
    const environments = await environmentsBelow(toFilePath(root), files, parsed, neverCancelled);
    const { diagnostics } = await checkEnvironments(environments, rules.filter(({ speed }) => speed !== 'live'), files, parsed, neverCancelled);
    return diagnostics.map((each: Diagnostic) => ({
      file: path.relative(toFilePath(root), each.file), from: each.span[0], to: each.span[1], code: each.code, severity: each.severity, message: each.message,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Judges a case; `clean` are the findings of the project as it is. */
export async function judge(one: Case, clean: readonly Found[]): Promise<Outcome> {
  const { texts, places } = planted(one, (file) => readFileSync(path.join(projectsFolder, one.project, file), 'utf8'));
  const all = await findingsOf(one.project, texts);
  const known = new Set(clean.map(key));
  const said = all.filter(({ code }) => code === one.code);
  const isAt = (found: Found, place: Place): boolean => found.file === place.file && found.from === place.from && found.to === place.to;
  const isNear = (found: Found, place: Place): boolean => found.file === place.file && lineOf(found, texts) === lineOf(place, texts);
  return {
    one, places, said, texts,
    found: areAll(places, (place) => said.some((each) => isNear(each, place))),
    exact: areAll(places, (place) => said.some((each) => isAt(each, place))),
    extra: all.filter((each) => !known.has(key(each)) && !one.also.includes(each.code) && (each.code !== one.code || !places.some((place) => isNear(each, place)))),
  };
}

function areAll(places: readonly Place[], is: (place: Place) => boolean): boolean {
  const either = places.filter((place) => place.either);
  return places.every((place) => place.either || is(place)) && (either.length === 0 || either.some(is));
}

function key({ file, code, message }: Found): string {
  return `${file}\0${code}\0${message}`;
}

function lineOf({ file, from }: Pick<Place, 'file' | 'from'>, texts: ReadonlyMap<string, string | null>): number {
  return (texts.get(file) ?? '').slice(0, from).split('\n').length;
}
