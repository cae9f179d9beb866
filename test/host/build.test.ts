// What is said of Dockerfiles against real builds: a build fails where an error is reported, and nowhere else.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkFolder } from '#core/check/check-folder.ts';
import type { Diagnostic } from '#core/check/run.ts';
import { neverCancelled } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { textEdits } from '#core/yaml/patch.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { docker } from '../support/docker/docker.ts';
import { testImage } from '../support/docker/image.ts';
import { withEngine } from './with-engine.ts';

interface Case {
  readonly dockerfile: string;
  /** Lines of `build`. */
  readonly build?: readonly string[];
  readonly ignore?: string;
  /** What the build says; undefined where it ends well. */
  readonly fails?: RegExp;
}

const missing = /not found/;

const cases: Readonly<Record<string, Case>> = {
  'sources that are there': { dockerfile: 'COPY a.txt "src" \'a.txt\' /x/\nCOPY ["src", "/y/"]\n' },
  'a source that is not there': { dockerfile: 'COPY nope /\n', fails: missing },
  'a source above the context that stands in it': { dockerfile: 'COPY ../a.txt /\n' },
  'a source above the context': { dockerfile: 'COPY ../compose.yaml /\n', build: ['context: src', 'dockerfile: ../Dockerfile'], fails: missing },
  'patterns without a match': { dockerfile: 'COPY *.nope /x/\nCOPY a.txt *.nope /x/\n' },
  'a pattern of what is left out': { dockerfile: 'COPY *.txt /x/\n', ignore: '*.txt\n' },
  'what is left out': { dockerfile: 'COPY src /x/\n', ignore: 'src\n', fails: missing },
  'what is let in again': { dockerfile: 'COPY src /x/\n', ignore: '*\n!src/b.txt\n' },
  'a folder whose content is left out': { dockerfile: 'COPY src /x/\n', ignore: 'src/*\n' },
  'variables in paths': { dockerfile: 'ARG D=nope\nENV E=${D:-x}\nCOPY $E/b.txt ${N:-a.txt} /x/\n', build: ['args: { D: src }'] },
  'a variable in single quotes': { dockerfile: 'ENV A=a.txt\nCOPY \'$A\' /x/\n', fails: missing },
  'comments between lines': { dockerfile: 'COPY a.txt \\\n# nope\n\n  src /x/\n' },
  'an address': { dockerfile: 'COPY https://example.com/x /x/\n', fails: /can't be a URL/ },
  'a mount of what is not there': { dockerfile: 'RUN --mount=source=nope,target=/n true\n', fails: missing },
  'a stage that does not exist': { dockerfile: 'COPY --from=5 /bin/sh /z\n', fails: /invalid stage index/ },
  'the stage itself': { dockerfile: 'COPY --from=0 /bin/sh /z\n', fails: /circular dependency/ },
  'a name for no image': { dockerfile: 'COPY --from=my_Builder /bin/sh /z\n', fails: /invalid reference format/ },
  'a later stage': { dockerfile: `COPY --from=b /bin/sh /z\nFROM ${testImage} AS b\nFROM one\n` },
  'stages that are not needed': { dockerfile: `FROM ${testImage} AS two\nCOPY nope /\n`, build: ['target: ONE'] },
  'a target that is a number': { dockerfile: '', build: ['target: "0"'], fails: /target stage .*could not be found/ },
  'a target that is no stage': { dockerfile: '', build: ['target: nope'], fails: /target stage .*could not be found/ },
  'arguments that nobody declares': { dockerfile: 'ARG A\n', build: ['args: { B: 1 }'] },
  'an inline Dockerfile': { dockerfile: '', build: ['dockerfile_inline: |', `  FROM ${testImage}`, '  ARG F=nope', '  COPY $$F /'], fails: missing },
  'an additional context that is not there': { dockerfile: '', build: ['additional_contexts: { o: ./nope }'], fails: /no such file or directory/ },
};

describe('builds', function () {
  this.timeout(60_000);
  withEngine();
  const image = `composure-build-${randomBytes(6).toString('hex')}`;

  // Another build of the same name would leave the image without one.
  afterEach('no image', async () => {
    await docker('image', 'rm', '--force', image).catch(() => undefined);
  });

  for (const [name, { dockerfile, build = [], ignore, fails }] of Object.entries(cases)) {
    it(`${fails === undefined ? 'end well' : 'fail'} with ${name}`, async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'composure-build-'));
      try {
        await mkdir(path.join(folder, 'src'));
        const lines = build.some((line) => line.startsWith('context:')) ? build : ['context: .', ...build];
        const files = {
          'compose.yaml': `name: ${image}\nservices:\n  app:\n    image: ${image}\n    build:\n${lines.map((line) => `      ${line}\n`).join('')}`,
          'a.txt': 'a', 'src/b.txt': 'b', Dockerfile: `FROM ${testImage} AS one\n${dockerfile}`,
          ...(ignore === undefined ? {} : { '.dockerignore': ignore }),
        };
        for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
        const { diagnostics } = await checkFolder(folder, rules, nodeFileSystem(), new ParsedFiles(), neverCancelled);
        const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ stage, code, message }) => `${stage} ${code}: ${message}`);
        const said = await docker('compose', '--project-directory', folder, 'build').then(() => undefined, (error: Error) => error.message);
        if (fails === undefined) {
          assert.equal(said, undefined);
          assert.deepEqual(errors, []);
        } else {
          assert.match(said ?? 'the build ended well', fails);
          assert.equal(errors.length, 1, errors.join('\n'));
          assert.match(errors[0] ?? '', /^build /);
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  it('lose to a mount what they install, and the fix brings it back', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'composure-build-'));
    const compose = path.join(folder, 'compose.yaml');
    const list = (): Promise<string> => docker('compose', '--project-directory', folder, 'run', '--rm', 'app');
    try {
      await mkdir(path.join(folder, 'app'));
      await writeFile(path.join(folder, 'app/package.json'), '{}');
      await writeFile(path.join(folder, 'app/Dockerfile'), `FROM ${testImage} AS deps
WORKDIR /build
RUN mkdir node_modules && touch node_modules/express
FROM ${testImage}
WORKDIR /app
COPY --from=deps /build/node_modules node_modules
CMD ["ls", "/app/node_modules"]
`);
      await writeFile(compose, `name: ${image}\nservices:\n  app:\n    image: ${image}\n    build: ./app\n    network_mode: none\n    volumes:\n      - ./app:/app\n`);
      await docker('compose', '--project-directory', folder, 'build');
      const check = async (): Promise<readonly Diagnostic[]> => (await checkFolder(folder, rules, nodeFileSystem(), new ParsedFiles(), neverCancelled)).diagnostics.filter(({ code }) => code === 'mount-hides-image-files');
      const [found] = await check();
      await assert.rejects(list(), /No such file or directory/);
      const [fix] = await found?.fixes() ?? [];
      const text = await readFile(compose, 'utf8');
      const edits = fix?.edits.flatMap((edit) => (edit.kind === 'add-item' ? textEdits(edit, parseYaml(compose, text)) ?? [] : [])) ?? [];
      await writeFile(compose, edits.reduce((all, edit) => all.slice(0, edit.span[0]) + edit.text + all.slice(edit.span[1]), text));
      assert.deepEqual(await check(), []);
      assert.equal(await list(), 'express');
    } finally {
      await docker('compose', '--project-directory', folder, 'down', '--volumes').catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    }
  });
});
