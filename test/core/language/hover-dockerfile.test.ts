// What a person reads in a Dockerfile that compose files build: `‸` is the cursor, behind the text stands what is said.

import assert from 'node:assert/strict';
import { buildsFrom } from '#core/language/dockerfile/builds.ts';
import { linksInDockerfile } from '#core/language/dockerfile/links.ts';
import { hoverInDockerfile } from '#core/language/hover/dockerfile.ts';
import { hoverAt } from '#core/language/hover/hover.ts';
import { toMarkdown } from '#core/language/prose.ts';
import { neverCancelled, type FileSystem } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { fixtureFiles, fixtureRoot } from '../../support/fixture.ts';
import { readMarked, type MarkedFixture } from '../../support/marked-fixture.ts';

const two = 'services:\n  web:\n    build: {context: ., target: prod, args: {NODE: "22", API_TOKEN: x, EMPTY: }}\n  api:\n    build: .\n#- Dockerfile\n';
const args = 'services:\n  web:\n    build:\n      context: .\n      args:\n        NODE: "22"\n#- Dockerfile\n';
const copies = 'services:\n  web:\n    build: {context: ., additional_contexts: {shared: ./lib}}\n#- package.json\n{"name": "web"}\n#- src/a.ts\nx\n#- src/b.ts\nx\n#- lib/c.ts\nx\n#- .dockerignore\n*.md\n#- README.md\nx\n#- Dockerfile\n';

/** Name → workspace, what the hover covers, what it says. */
const cases: Readonly<Record<string, readonly [text: string, covers: string, says: string]>> = {
  'the name of a stage': [`${two}FROM node AS ba‸se\nFROM base AS prod\nFROM base AS test\n`, 'base', 'Build stage **base**, from the image `node`\n\nIt is needed for the image of `web`, `api`'],
  'the name of what is built': [`${two}FROM node AS base\nFROM base AS pr‸od\nFROM base AS test\n`, 'prod', 'Build stage **prod**, from the stage `base`\n\nIt makes the image of `web`'],
  'a stage that nobody builds': [`${two}FROM node AS base\nFROM node AS pr‸oof\nFROM base AS prod\nFROM base\n`, 'proof', 'Build stage **proof**, from the image `node`\n\nNo service is built from it'],
  'where a stage is used': [`${two}\nFROM node AS base\nFROM bas‸e AS prod\n`, 'base', 'Build stage **base**, from the image `node`, in line 2\n\nIt is needed for the image of `web`, `api`'],
  'a stage by its number': [`${two}FROM node\nFROM node AS prod\nCOPY --from=‸0 /a /b\n`, '0', 'Build stage **0**, from the image `node`, in line 1\n\nIt is needed for the image of `web`, `api`'],
  'a target': ['services:\n  web:\n    build: {context: ., target: pr‸od}\n#- Dockerfile\nFROM x AS base\n\nFROM base AS prod\n', 'prod', 'Build stage **prod**, from the stage `base`, in line 3\n\nIt makes the image of `web`'],
  'a stage in line': ['services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM node AS ba‸se\n        FROM base\n', 'base', 'Build stage **base**, from the image `node`\n\nIt is needed for the image of `web`'],

  'an argument that a compose file gives': [`${args}ARG NO‸DE=20\nFROM node:$NODE\n`, 'NODE', '`NODE` is `22`, from `compose.yaml`, line 6: the default does not count'],
  'where such an argument is used': [`${args}ARG NODE=20\nFROM node:\${NO‸DE}-alpine\n`, 'NODE', '`NODE` is `22`, from `compose.yaml`, line 6: the default does not count'],
  'a default that counts': [`${args}ARG OTHER=1\nFROM node\nARG OTH‸ER\n`, 'OTHER', '`OTHER` is `1`, from the `ARG` before the first stage'],
  'an argument of its own stage': [`${args}FROM node\nARG OTH‸ER="a b"\n`, 'OTHER', '`OTHER` is `a b`, its default: no compose file gives it a value'],
  'an argument that nobody gives': [`${args}FROM node\nARG OTH‸ER\n`, 'OTHER', '`OTHER` is empty: no compose file gives it a value'],
  'an argument of the shell': [`${two}FROM node AS prod\nARG EMP‸TY\n`, 'EMPTY', '- **web**: `EMPTY` takes its value from the shell\n- **api**: `EMPTY` is empty: no compose file gives it a value'],
  'an argument that services give differently': [`${two}ARG NODE‸=20\nFROM node:$NODE AS prod\n`, 'NODE', '- **web**: `NODE` is `22`, from `compose.yaml`, line 3: the default does not count\n- **api**: `NODE` is `20`, its default: no compose file gives it a value'],
  'a secret': [`${two}FROM node AS prod\nARG API_TO‸KEN=y\n`, 'API_TOKEN', '- **web**: `API_TOKEN` is `••••••`, from `compose.yaml`, line 3: the default does not count\n- **api**: `API_TOKEN` is `••••••`, its default: no compose file gives it a value'],
  'an argument of the builder': [`${args}FROM node\nARG TARGET‸ARCH\n`, 'TARGETARCH', '`TARGETARCH` is set by the builder'],
  'a variable of the environment': [`${args}ARG NODE\nFROM node\nARG NODE\nENV HOME=/srv/$NODE\nRUN ls $HO‸ME\n`, 'HOME', '`HOME` is `/srv/22`'],
  'a variable of the shell': [`${args}FROM node\nRUN echo $HO‸ME\n`, '', ''],
  'an argument in line': ['services:\n  web:\n    build:\n      args: [NODE=22]\n      dockerfile_inline: |\n        ARG NODE=20\n        FROM node:$$NO‸DE\n', 'NODE', '`NODE` is `22`, from `compose.yaml`, line 4: the default does not count'],

  'a file that is copied': [`${copies}FROM x\nCOPY pack‸age.json ./\n`, 'package.json', '`/project/package.json` is a file of 16 bytes'],
  'a folder that is copied': [`${copies}FROM x\nCOPY --chown=1 sr‸c/ /src\n`, 'src/', '`/project/src` is a folder with 2 entries'],
  'all of the context': [`${copies}FROM x\nCOPY ‸. .\n`, '.', '`/project` is a folder with 7 entries, without what `/project/.dockerignore` leaves out'],
  'what is not there': [`${copies}FROM x\nCOPY [ "sr‸v", "/srv" ]\n`, 'srv', '`/project/srv` does not exist'],
  'what is left out': [`${copies}FROM x\nCOPY READ‸ME.md /\n`, 'README.md', '`/project/README.md` is a file of 2 bytes, but `/project/.dockerignore` leaves it out: the build fails'],
  'a pattern': [`${copies}FROM x\nCOPY src/*‸.ts /\n`, 'src/*.ts', 'There is something in `/project` that matches'],
  'a pattern of nothing': [`${copies}FROM x\nCOPY src/*‸.js /\n`, 'src/*.js', 'Nothing in `/project` matches'],
  'what an argument names': [`${copies}FROM x\nARG DIR=src\nCOPY \${DIR}/‸a.ts /\n`, '${DIR}/a.ts', '`/project/src/a.ts` is a file of 2 bytes'],
  'what another stage has': [`${copies}FROM x AS deps\nFROM y\nCOPY --from=deps /ap‸p /app\n`, '/app', '`/app` of the stage `deps`'],
  'what an image has': [`${copies}FROM y\nCOPY --from=node:22 /ap‸p /app\n`, '/app', '`/app` of the image `node:22`'],
  'what a named context has': [`${copies}FROM y\nCOPY --from=shared c‸.ts /app\n`, 'c.ts', '`/project/lib/c.ts` is a file of 2 bytes'],
  'an address': [`${copies}FROM y\nADD https://example.org/‸x /app\n`, '', ''],
  'what is mounted': [`${copies}FROM y\nRUN --mount=type=bind,source=pack‸age.json,target=/x true\n`, 'package.json', '`/project/package.json` is a file of 16 bytes'],
  'a keyword': [`${copies}FR‸OM y\n`, '', ''],
  'a Dockerfile that nobody builds': ['services:\n  web: {image: x}\n#- Dockerfile\nFROM x AS ba‸se\n', '', ''],
};

async function loaded({ fixture }: MarkedFixture): Promise<{ readonly projects: Awaited<ReturnType<typeof loadProject>>[]; readonly parsed: ParsedFiles; readonly files: FileSystem }> {
  const files: FileSystem = { ...fixtureFiles(fixture), size: async (path) => fixture.files.get(path)?.length };
  const parsed = new ParsedFiles();
  const projects = [];
  for (const environment of await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled)) projects.push(await loadProject(environment, files, parsed, neverCancelled));
  return { projects, parsed, files };
}

describe('hover in Dockerfiles', () => {
  for (const [name, [text, covers, says]] of Object.entries(cases)) {
    it(name, async () => {
      const marked = readMarked(text);
      const { projects, parsed, files } = await loaded(marked);
      const { file: path, offset } = marked.cursor;
      const source = marked.fixture.files.get(path) ?? '';
      const yaml = path.endsWith('.yaml') ? await parsed.get(path, files) : undefined;
      const hover = yaml === undefined ? await hoverInDockerfile(await buildsFrom(path, projects, parsed, files), source, path, offset, files) : await hoverAt(yaml, offset, projects, parsed, files);
      assert.equal(toMarkdown(hover?.blocks ?? []), says);
      assert.equal(hover === undefined ? '' : source.slice(...hover.span), covers);
    });
  }
});

describe('links in Dockerfiles', () => {
  it('lead to what is copied', async () => {
    const marked = readMarked(`${copies}FROM x AS a\n‸COPY package.json gone.json src/*.ts ./\nCOPY --from=a /srv /srv\nADD src https://example.org/ /\nCOPY . .\n`);
    const { projects, parsed, files } = await loaded(marked);
    const links = await linksInDockerfile(await buildsFrom(marked.cursor.file, projects, parsed, files), files);
    assert.deepEqual(links.map((link) => (link.kind === 'path' ? link.target : '')), ['/project/package.json', '/project/src']);
  });
});
