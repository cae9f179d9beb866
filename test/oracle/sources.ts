// The projects that nobody generated: the corpus beside the checkout, the examples, the fixtures, and the examples on
// the pages of the rules.

import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { discoverEnvironments } from '#core/project/discover.ts';
import { neverCancelled } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { readFixture, fixtureFiles, fixtureRoot } from '../support/fixture.ts';
import type { OracleProject } from './oracle-project.ts';

const root = path.resolve(import.meta.dirname, '../..');
const sizeLimit = 200_000;

/** Each folder with a compose file, as Compose finds it; other compose files of the folder each by themselves. */
export function projectsOnDisk(): readonly OracleProject[] {
  return ['examples', 'test/fixtures', '../shared/corpus'].flatMap((place) => {
    const folder = path.join(root, place);
    if (!existsSync(folder)) return [];
    const found = globSync('**/*compose*.{yml,yaml}', { cwd: folder }).toSorted().filter((file) => /^(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path.basename(file)));
    return found.map((file): OracleProject => ({
      name: `${place}/${file}`, files: textsBelow(path.join(folder, path.dirname(file))), composeFiles: [path.basename(file)], profiles: [],
    }));
  });
}

/** The small text files of a folder and of those below it. */
function textsBelow(folder: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of globSync('**/{*,.*}', { cwd: folder, exclude: (each) => each === 'node_modules' || each === '.git' }).toSorted()) {
    const file = path.join(folder, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile() === true && stat.size < sizeLimit && /(?:ya?ml|env|\.env.*|conf|txt|cfg|json|Dockerfile.*|example)$/i.test(name)) files[name] = readFileSync(file, 'utf8');
  }
  return files;
}

/** The examples of every rule's page, each of their environments as `-f` names its files. */
export async function projectsOfPages(): Promise<readonly OracleProject[]> {
  const projects: OracleProject[] = [];
  for (const page of globSync('core/src/rules/*/rule.md', { cwd: root }).toSorted()) {
    for (const [index, match] of [...readFileSync(path.join(root, page), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].entries()) {
      const fixture = readFixture(match[1] ?? '');
      const inFolder = (file: string): string => file.slice(fixtureRoot.length + 1);
      const files = Object.fromEntries([...[...fixture.files].map(([file, text]) => [inFolder(file), text]), ...[...fixture.folders].filter((each) => each !== fixtureRoot).map((each) => [`${inFolder(each)}/`, ''])]) as Record<string, string>;
      for (const environment of await discoverEnvironments(fixtureRoot, fixtureFiles(fixture), new ParsedFiles(), neverCancelled)) {
        if (environment.envFiles.length > 0) continue;
        projects.push({ name: `${path.basename(path.dirname(page))} ${index + 1} ${environment.name}`, files, composeFiles: environment.files.map(inFolder), profiles: [] });
      }
    }
  }
  return projects;
}
