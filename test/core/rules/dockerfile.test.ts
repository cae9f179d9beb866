// Faults between a service and its Dockerfile, each beside a near-identical twin without one.

import assert from 'node:assert/strict';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { format, readFixture } from '../../support/fixture.ts';

const codes = new Set(['copy-source-missing', 'dockerfile-target-missing', 'build-arg-unused', 'mount-hides-image-files', 'dockerfile-missing', 'build-context-missing', 'internal-error', 'yaml-syntax', 'unused-ignore']);

/** What is reported, as `severity code: message` at a text. */
async function reported(text: string): Promise<readonly string[]> {
  const fixture = readFixture(text);
  const diagnostics = (await checkFixture(fixture)).filter(({ code }) => codes.has(code));
  await assertFixesWork(fixture, diagnostics);
  format(diagnostics, fixture);
  return diagnostics.map(({ file, span, severity, code, message }) => `${severity} ${code} at ${fixture.files.get(file)?.slice(...span) ?? ''}: ${message}`);
}

/** A service built from `./app`, which has `main.py` and `lib/a.txt`. */
function built(dockerfile: string, build = '', more = ''): string {
  return `#- compose.yaml
services:
  app:
    build:
      context: ./app
${build}#- app/main.py
pass
#- app/lib/a.txt
a
#- other/o.txt
o
#- outside.txt
x
#- app/Dockerfile
${dockerfile}${more}`;
}

const inBuild = (line: string): string => `      ${line}\n`;
const fails = 'the build fails';

describe('copied sources', () => {
  const cases: readonly (readonly [name: string, wrong: string, message: string, right: string])[] = [
    ['a file', built('FROM a\nCOPY man.py /\n'), `error copy-source-missing at man.py: man.py does not exist in the build context ./app: ${fails}`, built('FROM a\nCOPY main.py /\n')],
    ['the JSON form', built('FROM a\nCOPY ["lib", "a b", "/x/"]\n'), `error copy-source-missing at a b: a b does not exist in the build context ./app: ${fails}`, built('FROM a\nCOPY ["lib", "main.py", "/x/"]\n')],
    ['quotes', built('FROM a\nCOPY "man.py" /\n'), `error copy-source-missing at "man.py": "man.py" (man.py) does not exist in the build context ./app: ${fails}`, built('FROM a\nCOPY "main.py" \'lib\' /\n')],
    ['a continued line', built('FROM a\nCOPY main.py \\\n  # why\n  nope \\\n  /\n'), `error copy-source-missing at nope: nope does not exist in the build context ./app: ${fails}`, built('FROM a\nCOPY main.py \\\n  # nope\n  lib \\\n  /\n')],
    ['the backtick as escape', built('# escape=`\nFROM a\nCOPY main.py `\n  nope /\n'), `error copy-source-missing at nope: nope does not exist in the build context ./app: ${fails}`, built('# escape=`\nFROM a\nCOPY main.py `\n  lib\\a.txt /\n')],
    ['flags', built('FROM a\nCOPY --link --chown=1:1 --exclude=*.md nope /\n'), `error copy-source-missing at nope: nope does not exist in the build context ./app: ${fails}`, built('FROM a\nCOPY --link --chown=1:1 --exclude=*.md lib /\n')],
    ['--parents', built('FROM a\nCOPY --parents ./lib/./b.txt /\n'), `error copy-source-missing at ./lib/./b.txt: ./lib/./b.txt does not exist in the build context ./app: ${fails}`, built('FROM a\nCOPY --parents ./lib/./a.txt lib/**/*.md /\n')],
    ['a pattern alone', built('FROM a\nCOPY *.js /\n'), 'warning copy-source-missing at *.js: *.js matches nothing in the build context ./app: nothing is copied', built('FROM a\nCOPY main.py *.js /\nCOPY l*/?.txt /x/\n')],
    ['here-documents', built('FROM a\nCOPY <<EOF nope /x/\nCOPY missing /\nEOF\n'), `error copy-source-missing at nope: nope does not exist in the build context ./app: ${fails}`, built('FROM a\nCOPY <<"EOF" <<-END /x/\nCOPY missing /\nEOF\nCOPY missing /\n\tEND\nRUN <<EOF\nCOPY missing /\nEOF\n')],
    ['left out', built('FROM a\nCOPY lib /\n', '', '#- app/.dockerignore\nlib\n'), `error copy-source-missing at lib: lib is left out of the build context ./app by .dockerignore: ${fails}`, built('FROM a\nCOPY lib /\n', '', '#- app/.dockerignore\n*\n!lib/a.txt\n')],
    ['left out by the file beside the Dockerfile', built('FROM a\nCOPY lib /\n', '', '#- app/Dockerfile.dockerignore\nlib\n'), `error copy-source-missing at lib: lib is left out of the build context ./app by Dockerfile.dockerignore: ${fails}`, built('FROM a\nCOPY lib /\n', '', '#- app/Dockerfile.dockerignore\n*.md\n#- app/.dockerignore\nlib\n')],
    ['a pattern of what is left out', built('FROM a\nCOPY *.py /\n', '', '#- app/.dockerignore\n*.py\n'), 'warning copy-source-missing at *.py: *.py matches nothing but what .dockerignore leaves out of the build context ./app: nothing is copied', built('FROM a\nCOPY *.py lib /\n', '', '#- app/.dockerignore\n*.py\n')],
    ['outside', built('FROM a\nCOPY ../outside.txt /\n'), `error copy-source-missing at ../outside.txt: ../outside.txt lies outside the build context ./app, in which Docker looks for outside.txt: ${fails}`, built('FROM a\nCOPY ../main.py /\n')],
    ['what git leaves out', built('FROM a\nCOPY dist /x/\n', '', '#- .git/\n#- .gitignore\ndist/\n'), `warning copy-source-missing at dist: dist does not exist in the build context ./app: ${fails} until somebody makes it, since git leaves it out`, built('FROM a\nCOPY target/*.jar /x/\n', '', '#- .git/\n#- app/.gitignore\n/target\n')],
    ['an argument of the service', built('FROM a\nARG DIR=lib\nCOPY $DIR/a.txt /\n', inBuild('args: { DIR: src }')), `error copy-source-missing at $DIR/a.txt: $DIR/a.txt (src/a.txt) does not exist in the build context ./app: ${fails}`, built('FROM a\nARG DIR=src\nCOPY $DIR/a.txt /\n', inBuild('args: { DIR: lib }'))],
    ['an argument of the shell', built('FROM a\nARG DIR=src\nCOPY $DIR/a.txt /\n'), `error copy-source-missing at $DIR/a.txt: $DIR/a.txt (src/a.txt) does not exist in the build context ./app: ${fails}`, built('FROM a\nARG DIR=src\nCOPY $DIR/a.txt /\n', inBuild('args: [DIR]'))],
    ['the environment', built('FROM a AS b\nENV DIR=src\nFROM b\nCOPY ${DIR:-lib} /\n'), `error copy-source-missing at \${DIR:-lib}: \${DIR:-lib} (src) does not exist in the build context ./app: ${fails}`, built('FROM a AS b\nENV DIR=\nFROM b\nCOPY ${DIR:-lib} /\n')],
    ['what the image may say', built('FROM a\nENV X=src\nCOPY $X /\n'), `error copy-source-missing at $X: $X (src) does not exist in the build context ./app: ${fails}`, built('FROM a\nARG TARGETARCH=amd64\nCOPY $X ${HOME#x} $TARGETARCH "src /\n')],
    ['the stages of the target', built('FROM a AS b\nCOPY nope /\nFROM a AS c\nCOPY --from=b /x /\n', inBuild('target: c')), `error copy-source-missing at nope: nope does not exist in the build context ./app: ${fails}`, built('FROM a AS b\nCOPY nope /\nFROM a AS c\nCOPY --from=d /x /\nFROM a AS d\n', inBuild('target: c'))],
    ['an address', built('FROM a\nCOPY https://example.com/x /\n'), `error copy-source-missing at https://example.com/x: https://example.com/x is an address, and COPY takes files only: ${fails}`, built('FROM a\nADD https://example.com/x git@example.com:a/b.git https://example.com/b.git#main /x/\n')],
    ['RUN --mount', built('FROM a\nRUN --mount=type=bind,source=nope,target=/x cat /x\n'), `error copy-source-missing at nope: nope does not exist in the build context ./app: ${fails}`, built('FROM a\nRUN --mount=source=main.py,target=/x --mount=type=cache,source=nope,target=/y --mount=source=$X,target=/z true\n')],
    ['a stage by number', built('FROM a\nFROM b\nCOPY --from=2 /x /\n'), `error copy-source-missing at 2: Stage 2 does not exist, the last one is 1: ${fails}`, built('FROM a\nFROM b\nCOPY --from=0 /x /\n')],
    ['the stage itself', built('FROM a AS b\nCOPY --from=b /x /\n'), `error copy-source-missing at b: b is the stage that copies: ${fails}`, built('FROM a AS b\nFROM b AS c\nCOPY --from=B /x /\n')],
    ['a mistyped stage', built('FROM a AS builder\nFROM b\nCOPY --from=bulder /x /\nCOPY --from=builder /x /\n'), 'warning copy-source-missing at bulder: bulder is no stage of this Dockerfile: Docker looks for an image of that name; there is the stage builder', built('FROM a AS bash-like\nFROM b\nCOPY --from=bash /x /\nCOPY --from=nginx:1 /x /\nCOPY --from=ghcr.io/a/builder /x /\n')],
    ['a stage of another name', built('FROM a AS compiler\nFROM b\nCOPY --from=build /x /\n'), 'warning copy-source-missing at build: build is no stage of this Dockerfile: Docker looks for an image of that name', built('FROM a AS compiler\nFROM b\nCOPY --from=build /x /\n', inBuild('additional_contexts: { build: docker-image://alpine }'))],
    ['a name for no image', built('FROM a AS b\nFROM b\nCOPY --from=Nope /x /\n'), `error copy-source-missing at Nope: Nope is no stage, and no image can have that name: ${fails}`, built('FROM a AS nope\nFROM b\nCOPY --from=Nope /x /\n')],
    ['a mount from a stage', built('FROM a AS b\nFROM b\nRUN --mount=from=3,target=/x true\n'), `error copy-source-missing at 3: Stage 3 does not exist, the last one is 1: ${fails}`, built('FROM a AS b\nFROM b\nRUN --mount=from=b,source=/x,target=/x true\n')],
    ['an additional context', built('FROM a\nCOPY --from=o nope /\n', inBuild('additional_contexts: { o: ./other }')), `error copy-source-missing at nope: nope does not exist in the context o (./other): ${fails}`, built('FROM a\nCOPY --from=o o.txt /\n', inBuild('additional_contexts: ["o=./other"]'))],
    ['an ignore file of an additional context', built('FROM a\nCOPY --from=o o.txt /\n', inBuild('additional_contexts: { o: ./other }'), '#- other/.dockerignore\n*.txt\n'), `error copy-source-missing at o.txt: o.txt is left out of the context o (./other) by .dockerignore: ${fails}`, built('FROM a\nCOPY --from=o o.txt /\n', inBuild('additional_contexts: { o: ./other }'), '#- app/Dockerfile.dockerignore\n*.txt\n')],
    ['contexts that are elsewhere', built('FROM a\nRUN --mount=from=o,source=nope,target=/x true\n', inBuild('additional_contexts: { o: ./other }')), `error copy-source-missing at nope: nope does not exist in the context o (./other): ${fails}`, built('FROM a\nCOPY --from=r nope /\nCOPY --from=i nope /\nCOPY --from=l nope /\nCOPY --from=u nope /\n', inBuild('additional_contexts: { r: "https://github.com/a/b.git", i: "docker-image://x", l: "oci-layout:///x", u: "${UNKNOWN}/x" }'))],
    ['a stage that a context replaces', built('FROM a AS b\nCOPY nope /\nFROM a\nCOPY --from=b o.txt /\n'), `error copy-source-missing at nope: nope does not exist in the build context ./app: ${fails}`, built('FROM a AS b\nCOPY nope /\nFROM a\nCOPY --from=b o.txt /\n', inBuild('additional_contexts: { b: ./other }'))],
  ];
  for (const [name, wrong, message, right] of cases) {
    it(name, async () => {
      assert.deepEqual(await reported(wrong), [message]);
      assert.deepEqual(await reported(right), []);
    });
  }

  it('are not looked for by another frontend, or in a remote context', async () => {
    assert.deepEqual(await reported(built('# syntax=example.com/frontend\nFROM a\nCOPY nope /\n')), []);
    assert.deepEqual(await reported(built('# syntax=docker/dockerfile:1\nFROM a\nCOPY nope /\n').replace('./app', 'https://github.com/a/b.git')), []);
    assert.deepEqual(await reported(built('FROM a\nCOPY nope /\n').replace('./app', '${UNKNOWN}')), []);
  });
});

describe('Dockerfiles in a compose file', () => {
  const inline = (lines: readonly string[], header = '|'): string => `#- compose.yaml
services:
  app:
    build:
      context: ./app
      dockerfile_inline: ${header}
${lines.map((line) => (line === '' ? '' : `        ${line}`)).join('\n')}
#- app/main.py
pass
`;
  const missing = (at: string, value = at): string => `error copy-source-missing at ${at}: ${value} does not exist in the build context ./app: ${fails}`;
  const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
    ['a block', inline(['FROM a', '', 'COPY nope \\', '  main.py /']), [missing('nope')]],
    ['a block that keeps its end', inline(['FROM a', 'COPY nope /'], '|+'), [missing('nope')]],
    ['a block with an indentation of its own', inline(['  FROM a', '  COPY nope /'], '|4'), [missing('nope')]],
    ['a variable of the Dockerfile', inline(['FROM a', 'ARG X=nope', 'COPY $$X /']), [missing('$$X', '$X (nope)')]],
    ['a variable of Compose', inline(['FROM a', 'COPY ${X:-main.py} nope /']), [missing('nope')]],
    ['a word of a variable of Compose', inline(['FROM a', 'COPY ${X:-nope} /']), [missing('nope')]],
    ['a word that stands in the line twice', inline(['FROM a', 'ARG nope', 'COPY ${X:-nope}/nope /']), [missing('COPY ${X:-nope}/nope /', 'nope/nope')]],
    ['a variable without a value', inline(['FROM a', 'COPY ${UNKNOWN} nope /']), []],
    ['one line', '#- compose.yaml\nservices:\n  app:\n    build:\n      context: ./app\n      dockerfile_inline: "FROM a\\nCOPY nope /"\n#- app/main.py\npass\n', [missing('"FROM a\\nCOPY nope /"', 'nope')]],
    ['what is there', inline(['FROM a', 'COPY main.py /']), []],
    ['an ignore file of the context', `${inline(['FROM a', 'COPY main.py /'])}#- app/.dockerignore\n*.py\n#- app/Dockerfile.dockerignore\n\n`, [`error copy-source-missing at main.py: main.py is left out of the build context ./app by .dockerignore: ${fails}`]],
  ];
  for (const [name, text, expected] of cases) it(name, async () => assert.deepEqual(await reported(text), expected));
});

describe('build targets', () => {
  const wrong: readonly (readonly [target: string, dockerfile: string, message: string])[] = [
    ['biuld', 'FROM a AS build\n', 'biuld is no stage of app/Dockerfile, its only named stage is build'],
    ['"1"', 'FROM a AS build\nFROM b\n', '1 is no stage of app/Dockerfile, its only named stage is build'],
    ['stage-0', 'FROM a\n', 'stage-0 is no stage of app/Dockerfile, its stage has no name'],
    ['run', 'ARG V=1\nFROM a:$V AS b\nFROM --platform=$BUILDPLATFORM $X as C\n', 'run is no stage of app/Dockerfile, its stages are b, C'],
  ];
  for (const [target, dockerfile, message] of wrong) {
    it(`${target} of ${JSON.stringify(dockerfile)} is missing`, async () => {
      assert.deepEqual(await reported(built(dockerfile, inBuild(`target: ${target}`))), [`error dockerfile-target-missing at ${target.replaceAll('"', '')}: ${message}: ${fails}`]);
    });
  }
  const right: readonly (readonly [target: string, dockerfile: string])[] = [
    ['BUILD', 'FROM a AS build\n'],
    ['"1"', 'FROM a AS 1\n'],
    ['c', 'FROM $X as C\n'],
    ['${UNKNOWN}', 'FROM a AS b\n'],
    ['""', 'FROM a AS b\n'],
    ['x', '# syntax=other/frontend\nFROM a AS b\n'],
    ['x', ''],
    ['b', 'FROM a AS b\nRUN <<EOF\nFROM x AS y\nEOF\n'],
  ];
  for (const [target, dockerfile] of right) it(`${target} of ${JSON.stringify(dockerfile)} is well`, async () => assert.deepEqual(await reported(built(dockerfile, inBuild(`target: ${target}`))), []));
});

describe('build arguments', () => {
  const cases: readonly (readonly [args: string, dockerfile: string, expected: string | undefined])[] = [
    ['{ A: 1 }', 'FROM a\nRUN x\n', 'warning build-arg-unused at A: No ARG in app/Dockerfile declares A: the build takes no notice of it'],
    ['[A]', 'FROM a\nENV A=1\n', 'warning build-arg-unused at A: No ARG in app/Dockerfile declares A: the build takes no notice of it'],
    ['{ VERSON: 1 }', 'ARG VERSION\nFROM a\n', 'warning build-arg-unused at VERSON: No ARG in app/Dockerfile declares VERSON: the build takes no notice of it; there is VERSION'],
    ['["version=1"]', 'ARG VERSION=2\nFROM a\n', 'warning build-arg-unused at version: No ARG in app/Dockerfile declares version: the build takes no notice of it; there is VERSION'],
    ['{ A: 1 }', 'FROM a\n', 'hint build-arg-unused at A: No ARG in app/Dockerfile declares A: the build takes no notice of it'],
    ['{ A: 1 }', 'ARG A\nFROM a\n', undefined],
    ['{ A: 1 }', 'FROM a AS x\nFROM b AS y\nARG B=2 A=1\n', undefined],
    ['[A=1]', 'FROM a\nARG A="x y"\n', undefined],
    ['{ http_proxy: x, HTTPS_PROXY: x, NO_PROXY: x, all_proxy: x, BUILDKIT_INLINE_CACHE: 1, SOURCE_DATE_EPOCH: 0, TARGETARCH: arm64 }', 'FROM a\nRUN x\n', undefined],
    ['{ A: 1 }', '# syntax=other/frontend\nFROM a\nRUN x\n', undefined],
    ['{ A: 1 }', 'FROM node:onbuild\nRUN x\n', undefined],
    ['["${UNKNOWN}"]', 'FROM a\nRUN x\n', undefined],
  ];
  for (const [args, dockerfile, expected] of cases) {
    it(`${args} for ${JSON.stringify(dockerfile)}`, async () => assert.deepEqual(await reported(built(dockerfile, inBuild(`args: ${args}`))), expected === undefined ? [] : [expected]));
  }
});

describe('build arguments of an anchor', () => {
  const shared = (b: string, more = ''): string => `#- compose.yaml\nx-args: &args\n  NODE: 22\n  A: 1\nservices:\n  a:\n    build: {context: a, args: *args}\n  b:\n    build: {context: b, args: {<<: *args, C: 2}}\n${more}#- a/Dockerfile\nARG NODE\nFROM x:$NODE\n#- b/Dockerfile\n${b}`;
  const unused = 'warning build-arg-unused at A: No ARG in a/Dockerfile declares A: the build takes no notice of it';

  it('are told once where none of the services declares them', async () => {
    assert.deepEqual(await reported(shared('ARG NODE\nFROM x:$NODE\nARG C\n')), [unused]);
    assert.deepEqual(await reported(shared('FROM x\nARG C\n')), [unused]);
  });

  it('are well where one of them does, or may', async () => {
    assert.deepEqual(await reported(shared('FROM x\nARG C A\n')), []);
    assert.deepEqual(await reported(shared('FROM x:onbuild\nARG C\n')), []);
    assert.deepEqual(await reported(shared('FROM x\nARG C\n', '  c:\n    build: {context: "https://example.com/x.git", args: *args}\n')), []);
  });
});

describe('mounts over dependencies', () => {
  const project = (dockerfile: string, service: readonly string[], more = ''): string => `#- compose.yaml
services:
  app:
    build: ./app
${service.map((line) => `    ${line}\n`).join('')}volumes:
  deps:
#- app/package.json
{}
#- app/src/index.js
0
#- app/Dockerfile
${dockerfile}${more}`;
  const mounted = ['volumes:', '  - ./app:/app'];
  const node = 'FROM node\nWORKDIR /app\nRUN npm ci\nCMD ["npm", "start"]\n';
  const hidden = (path: string, by: string, at = '/app'): string => `warning mount-hides-image-files at ${at}: ./app hides ${path}, which ${by} makes in the image, and has none itself: the service starts without its dependencies`;
  const cases: readonly (readonly [name: string, text: string, expected: string | undefined])[] = [
    ['npm ci', project(node, mounted), hidden('/app/node_modules', 'npm ci')],
    ['a folder of its own', project('FROM node\nWORKDIR /app\nRUN cd web && npm install --no-audit\n', mounted), hidden('/app/web/node_modules', 'npm install')],
    ['--prefix', project('FROM node\nRUN npm --prefix /app/web ci\n', mounted), hidden('/app/web/node_modules', 'npm --prefix')],
    ['yarn', project('FROM node\nARG DIR=app\nWORKDIR /$DIR\nRUN yarn --frozen-lockfile\n', mounted), hidden('/app/node_modules', 'yarn --frozen-lockfile')],
    ['pnpm in a stage below', project('FROM node AS base\nWORKDIR /app\nRUN --mount=type=cache,target=/x corepack enable && pnpm i\nFROM base\nUSER node\n', mounted), hidden('/app/node_modules', 'pnpm i')],
    ['composer', project('FROM php\nWORKDIR /app\nRUN composer install --no-dev\n', mounted), hidden('/app/vendor', 'composer install')],
    ['a virtual environment', project('FROM python\nWORKDIR /app\nENV VENV=/app/.venv\nRUN python -m venv $VENV\n', mounted), hidden('/app/.venv', 'python -m')],
    ['uv', project('FROM python\nWORKDIR /app\nRUN uv sync --frozen\nCMD ["/app/.venv/bin/python", "main.py"]\n', mounted), hidden('/app/.venv', 'uv sync')],
    ['copied from a stage', project('FROM node AS deps\nWORKDIR /build\nRUN npm ci\nFROM node\nWORKDIR /app\nCOPY --from=deps /build ./\n', mounted), hidden('/app/node_modules', 'COPY --from=deps')],
    ['copied from an image', project('FROM node\nCOPY --from=example/deps /x/node_modules /app/node_modules\n', mounted), hidden('/app/node_modules', 'COPY --from=example/deps')],
    ['a here-document', project('FROM node\nWORKDIR /app\nRUN <<EOF\nset -e\nnpm ci\nEOF\n', mounted), hidden('/app/node_modules', 'npm ci')],
    ['long syntax', project(node, ['volumes:', '  - type: bind', '    source: ./app', '    target: /app']), hidden('/app/node_modules', 'npm ci')],
    ['a list on one line', project(node, ['volumes: ["./app:/app"]']), hidden('/app/node_modules', 'npm ci')],
    ['a command that runs a script', project(node, [...mounted, 'command: npm run dev']), hidden('/app/node_modules', 'npm ci')],
    ['a script that starts', project(node, [...mounted, 'command: ./start.sh'], '#- app/start.sh\nexec node src\n'), hidden('/app/node_modules', 'npm ci')],
    // What keeps them, or brings them back.
    ['an anonymous volume', project(node, [...mounted, '  - /app/node_modules']), undefined],
    ['a named volume', project(node, [...mounted, '  - deps:/app/node_modules/']), undefined],
    ['a bind on them', project(node, [...mounted, '  - ./app/src:/app/node_modules']), undefined],
    ['a volume over all', project(node, ['volumes:', '  - deps:/app']), undefined],
    ['a volume of the image', project(`${node}VOLUME ["/app/node_modules"]\n`, mounted), undefined],
    ['a mount beside them', project(node, ['volumes:', '  - ./app/src:/app/src']), undefined],
    ['a folder that has them', project(node, mounted, '#- app/node_modules/x/index.js\n0\n'), undefined],
    ['Plug\'n\'Play', project('FROM node\nWORKDIR /app\nRUN yarn install\n', mounted, '#- app/.pnp.cjs\n0\n'), undefined],
    ['installed elsewhere', project('FROM node\nWORKDIR /deps\nRUN npm ci\nWORKDIR /app\n', mounted), undefined],
    ['installed for all', project('FROM node\nWORKDIR /app\nRUN npm install -g nodemon && yarn global add x\n', mounted), undefined],
    ['moved away', project('FROM node\nWORKDIR /app\nRUN npm ci && mv node_modules /\n', mounted), undefined],
    ['a stage that is not the target', project('FROM node AS x\nWORKDIR /app\nRUN npm ci\nFROM node\nWORKDIR /app\n', mounted), undefined],
    ['an unknown folder', project('FROM node\nRUN npm ci\n', mounted), undefined],
    ['a folder of an unknown variable', project('FROM node\nWORKDIR $DIR\nRUN npm ci\n', mounted), undefined],
    ['a command that installs', project(node, [...mounted, 'command: sh -c "npm install && npm start"']), undefined],
    ['a command that installs by yarn', project(node, [...mounted, 'command: ["sh", "-c", "yarn && yarn dev"]']), undefined],
    ['uv run', project('FROM python\nWORKDIR /app\nRUN uv sync\nCMD ["uv", "run", "main.py"]\n', mounted), undefined],
    ['a script that installs', project(node, [...mounted, 'entrypoint: ./start.sh'], '#- app/start.sh\nnpm ci\nexec node src\n'), undefined],
    ['a script that cannot be read', project(node.replace('CMD ["npm", "start"]', 'ENTRYPOINT ["/usr/bin/start.sh"]'), mounted), undefined],
    ['an unknown command', project(node, [...mounted, 'command: ${UNKNOWN}']), undefined],
    ['an unknown mount', project(node, [...mounted, '  - deps:${UNKNOWN}']), undefined],
    ['a folder of the machine', project(node, ['volumes:', '  - /srv/app:/app']), undefined],
    ['volumes of another', project(node, [...mounted, 'volumes_from: ["container:x"]']), undefined],
  ];
  for (const [name, text, expected] of cases) it(name, async () => assert.deepEqual(await reported(text), expected === undefined ? [] : [expected]));

  const ends = (path: string): string => `warning mount-hides-image-files at /app: ./app hides ${path}, which the container starts, and has no such file itself: the container ends at once`;
  const go = 'FROM golang\nWORKDIR /app\nRUN go build -o server .\n';
  const programs: readonly (readonly [name: string, text: string, expected: string | undefined])[] = [
    ['a program of the image', project(`${go}CMD ["/app/server", "-v"]\n`, mounted), ends('/app/server')],
    ['a program from where it starts', project(`${go}ENTRYPOINT ["tini", "--", "./server"]\n`, mounted), ends('/app/server')],
    ['a program without a list', project(`${go}CMD exec ./server -v\n`, mounted), ends('/app/server')],
    ['a program of the service', project(`${go}CMD ["sleep", "1"]\n`, [...mounted, 'command: ./server -v']), ends('/app/server')],
    ['a file for an interpreter', project('FROM node\nWORKDIR /app\nCOPY --from=example/x /dist dist\nCMD ["node", "--inspect", "dist/main.js"]\n', mounted), ends('/app/dist/main.js')],
    ['a jar', project('FROM java\nCOPY --from=example/x /x.jar /app/x.jar\nENTRYPOINT ["java", "-Xmx1g", "-jar", "/app/x.jar"]\n', mounted), ends('/app/x.jar')],
    ['a script of another folder', project('FROM a\nCOPY run.sh /app/start.sh\nCMD ["/app/start.sh"]\n', mounted, '#- app/run.sh\ntrue\n'), ends('/app/start.sh')],
    ['a working directory', project(`${go}CMD ["./server"]\n`, [...mounted, 'working_dir: /usr']), undefined],
    ['another command', project(`${go}CMD ["./server"]\n`, [...mounted, 'command: go run .']), undefined],
    ['another entrypoint', project(`${go}CMD ["./server"]\n`, [...mounted, 'entrypoint: air']), undefined],
    ['a program that is there', project('FROM node\nWORKDIR /app\nCOPY . .\nCMD ["node", "src/index.js"]\n', mounted), undefined],
    ['a program that nothing makes', project('FROM node\nWORKDIR /app\nCMD ["node", "dist/main.js"]\n', mounted), undefined],
    ['a program of the system', project('FROM node\nWORKDIR /app\nCOPY . /\nCMD ["/usr/bin/x"]\n', mounted), undefined],
    ['what a shell works out', project(`${go}CMD test -f server && ./server\n`, mounted), undefined],
    ['a module', project('FROM python\nWORKDIR /app\nCOPY . .\nCMD ["python", "-m", "app.main"]\n', mounted), undefined],
    ['a text', project('FROM node\nWORKDIR /app\nCOPY . .\nCMD ["node", "-e", "require.js"]\n', mounted), undefined],
    ['a program that is built on the host too', project('FROM node\nWORKDIR /app\nRUN npm run build\nCMD ["node", "dist/main.js"]\n', mounted, '#- .git/\n#- app/.gitignore\ndist\n'), undefined],
    ['a volume on its folder', project('FROM node\nWORKDIR /app\nRUN npm run build\nCMD ["node", "dist/main.js"]\n', [...mounted, '  - /app/dist']), undefined],
    ['an unknown command of the service', project(`${go}CMD ["./server"]\n`, [...mounted, 'command: ["${UNKNOWN}"]']), undefined],
  ];
  for (const [name, text, expected] of programs) it(`start of ${name}`, async () => assert.deepEqual(await reported(text), expected === undefined ? [] : [expected]));
});
