// What is written down of environments says what is found without it: the same environments, and the same findings.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkEnvironments, type Checked } from '#core/check/check-folder.ts';
import { EditedFiles, type EditedText } from '#core/check/edited-files.ts';
import { describeFolder } from '#core/configuration/describe.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import { environmentsBelow } from '#core/project/choose-environments.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

/** A folder below which every folder that has environments is described, and what is found before and after. */
async function described(root: FilePath, disk: FileSystem): Promise<{ readonly texts: ReadonlyMap<FilePath, string>; readonly before: object; readonly after: object }> {
  const found = await environmentsBelow(root, disk, new ParsedFiles(), neverCancelled);
  const texts = new Map<FilePath, string>();
  for (const folder of new Set(found.map(folderFoundIn))) {
    const description = await describeFolder(folder, disk, new ParsedFiles(), neverCancelled);
    if (description.kind === 'found') texts.set(description.file, description.text);
  }
  const written = new EditedFiles(disk, new Map([...texts].map(([file, after]): [FilePath, EditedText] => [file, { before: undefined, after }])));
  return { texts, before: await said(found, disk), after: await said(await environmentsBelow(root, written, new ParsedFiles(), neverCancelled), written) };
}

async function said(environments: readonly Environment[], files: FileSystem): Promise<object> {
  const checked: Checked = await checkEnvironments(environments, rules, files, new ParsedFiles(), neverCancelled);
  return {
    environments: environments.map(({ name, mode, directory, files: own, envFiles, profiles }) => ({ name, mode, directory, files: own, envFiles, profiles })),
    projects: checked.projects.map(({ name, services }) => [name, [...services.keys()]]),
    diagnostics: checked.diagnostics.map((each) => ({ ...each, fixes: undefined })),
  };
}

const service = 'services:\n  web:\n    image: nginx:1.27\n';
const dev = 'services:\n  web:\n    environment: { LEVEL: "${LEVEL}" }\n';

const cases: Readonly<Record<string, { readonly files: string; readonly text: string }>> = {
  'a base and its overlays': {
    files: `#- compose.yaml\n${service}#- compose.dev.yaml\n${dev}#- .env.dev\nLEVEL=debug\n`,
    text: 'environments:\n  default:\n    files: compose.yaml\n    mode: prod\n  dev:\n    files: [compose.yaml, compose.dev.yaml]\n    envFiles: .env.dev\n    mode: dev\n',
  },
  'an override': { files: `#- compose.yaml\n${service}#- compose.override.yaml\n${dev}`, text: 'environments:\n  default:\n    files: [compose.yaml, compose.override.yaml]\n' },
  'env files': {
    files: `#- compose.yaml\nservices:\n  web:\n    image: "nginx:\${TAG}"\n#- .env\nTAG=1\n#- .env.staging\nTAG=2\n`,
    text: 'environments:\n  default:\n    files: compose.yaml\n  staging:\n    files: compose.yaml\n    envFiles: [.env, .env.staging]\n',
  },
  'profiles': {
    files: '#- compose.yaml\nservices:\n  web:\n    image: nginx:1.27\n  mail:\n    image: mailhog:1\n    profiles: [dev]\n',
    text: 'environments:\n  default:\n    files: compose.yaml\n    mode: prod\n  dev:\n    files: compose.yaml\n    profiles: dev\n    mode: dev\n',
  },
  'files that COMPOSE_FILE names in a folder below': {
    files: `#- .env\nCOMPOSE_FILE=docker/base.yml:docker/more.yml\n#- docker/base.yml\n${service}#- docker/more.yml\n${dev}`,
    text: 'environments:\n  default:\n    files: [docker/base.yml, docker/more.yml]\n    directory: docker\n    envFiles: .env\n',
  },
  'a folder of compose files whose paths begin above it': {
    files: `#- deploy/compose.yaml\n${service}    volumes: ["./site:/srv"]\n#- site/\n`,
    text: 'environments:\n  default:\n    files: compose.yaml\n    directory: ..\n',
  },
  'names that YAML reads otherwise': {
    files: `#- compose.on.yaml\n${service}#- compose.1.5.yaml\n${service}#- compose.null.yaml\n${service}`,
    text: 'environments:\n  "1.5":\n    files: compose.1.5.yaml\n  "null":\n    files: compose.null.yaml\n  on:\n    files: compose.on.yaml\n',
  },
};

describe('environments that are written down', () => {
  for (const [name, { files, text }] of Object.entries(cases)) {
    it(name, async () => {
      const { texts, before, after } = await described(fixtureRoot, fixtureFiles(readFixture(files)));
      assert.deepEqual([...texts.values()], [text]);
      assert.deepEqual(after, before);
    });
  }

  const root = path.resolve(import.meta.dirname, '../../..');
  for (const place of ['examples', 'test/fixtures', '../shared/corpus']) {
    const folder = path.join(root, place);
    if (existsSync(folder)) {
      it(`those of ${place}`, async () => {
        const { texts, before, after } = await described(toFilePath(folder), nodeFileSystem());
        assert.ok(texts.size > 1);
        assert.deepEqual(after, before);
      });
    }
  }

  it('in a folder that has them written down already', async () => {
    const describe = async (files: string, folder: FilePath): Promise<string> => (await describeFolder(folder, fixtureFiles(readFixture(files)), new ParsedFiles(), neverCancelled)).kind;
    assert.equal(await describe(`#- compose.yaml\n${service}#- composure.yaml\nrules: {}\n`, fixtureRoot), 'there');
    assert.equal(await describe(`#- composure.yaml\nenvironments:\n  dev: docker/compose.yaml\n#- docker/compose.yaml\n${service}`, `${fixtureRoot}/docker`), 'above');
    assert.equal(await describe('#- notes.txt\nnothing\n', fixtureRoot), 'none');
  });
});
