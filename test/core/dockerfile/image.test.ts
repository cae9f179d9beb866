// What a Dockerfile says of its image: of the target and of the stages that it is built upon, and of no other.

import assert from 'node:assert/strict';
import { imageOf } from '#core/dockerfile/image.ts';
import { installedIn } from '#core/dockerfile/installed.ts';
import { readDockerfile } from '#core/dockerfile/read.ts';
import { BuildVariables } from '#core/dockerfile/variables.ts';

const text = `ARG PORT=8080
FROM node:22 AS base
ARG PORT
ENV HOME_DIR=/srv
WORKDIR $HOME_DIR
EXPOSE $PORT 9000-9010/udp $UNKNOWN
CMD ["npm", "start"]
VOLUME ["/data", "/logs"]
FROM base AS test
EXPOSE 1
FROM base AS run
WORKDIR app
COPY --chown=node src main.js ./
COPY --from=base /x /y/
HEALTHCHECK --interval=5s CMD curl localhost
ENTRYPOINT ["tini", "--"]
FROM scratch AS empty
WORKDIR a/../b
HEALTHCHECK NONE
COPY . .
CMD npm run $X
`;

const dockerfile = readDockerfile('/Dockerfile', text);
assert.ok(dockerfile);
const variables = new BuildVariables(dockerfile, new Map());

describe('the image of a Dockerfile', () => {
  it('has what the stages below say', () => {
    const image = imageOf(dockerfile, variables, 'run');
    assert.ok(image);
    assert.equal(image.workdir, '/srv/app');
    assert.deepEqual(image.ports.map(({ value }) => value), ['8080', '9000-9010/udp']);
    assert.deepEqual(image.ports.map(({ span }) => text.slice(...span)), ['$PORT', '9000-9010/udp']);
    assert.deepEqual(image.volumes.map(({ value, span }) => [value, text.slice(...span)]), [['/data', '/data'], ['/logs', '/logs']]);
    assert.equal(image.healthcheck?.none, false);
    assert.deepEqual(image.entrypoint?.words, ['tini', '--']);
    assert.equal(image.command, undefined, 'an entrypoint takes the command of the image below away');
    assert.deepEqual(image.copies.map(({ copy, target }) => [copy.sources.map(({ value }) => value), copy.from?.value, target]), [[['src', 'main.js'], undefined, '/srv/app'], [['/x'], 'base', '/y']]);
  });

  it('starts anew from scratch, and is the last where nothing is said', () => {
    const image = imageOf(dockerfile, variables, undefined);
    assert.equal(image?.workdir, '/b');
    assert.equal(image?.healthcheck?.none, true);
    assert.deepEqual([image?.command?.words, image?.command?.shell], [['npm run $X'], true]);
    assert.deepEqual(image?.ports, []);
    assert.equal(imageOf(dockerfile, variables, 'nope'), undefined);
  });

  const installed: readonly (readonly [run: string, paths: readonly string[]])[] = [
    ['RUN npm ci', ['/app/node_modules']],
    ['RUN npm --version && npm run build && npm test', []],
    ['RUN npm install --global npm@11', []],
    ['RUN NODE_ENV=production npm i --omit=dev', ['/app/node_modules']],
    ['RUN ["npm", "ci"]', ['/app/node_modules']],
    ['RUN (cd web && yarn); cd api || exit; pnpm --dir=x install', ['/app/web/node_modules', '/app/api/x/node_modules']],
    ['RUN cd "$DIR" && npm ci', []],
    ['RUN npm ci\nRUN rm -rf node_modules', []],
    ['RUN npm ci\nRUN rm -rf node_modules/.cache', ['/app/node_modules']],
    ['RUN composer -d api install', ['/app/api/vendor']],
    ['RUN bundle install', []],
    ['RUN bundle install --path vendor/bundle', ['/app/vendor/bundle']],
    ['RUN pip install -r requirements.txt', []],
    ['RUN pip install -t lib -r requirements.txt', ['/app/lib']],
    ['RUN python3 -m venv /opt/venv', ['/opt/venv']],
    ['ENV UV_PROJECT_ENVIRONMENT=/venv\nRUN uv sync', ['/venv']],
    ['RUN poetry install', []],
    ['ENV POETRY_VIRTUALENVS_IN_PROJECT=1\nRUN poetry install', ['/app/.venv']],
    ['RUN uv venv && uv pip install -r requirements.txt', ['/app/.venv']],
    ['FROM b AS c\nCOPY --from=a /x/node_modules ./node_modules', ['/app/node_modules']],
    ['FROM b AS c\nCOPY --from=other /node_modules /usr/node_modules', ['/usr/node_modules']],
    ['FROM b AS c\nCOPY --from=a / /all/', ['/all/x/node_modules']],
    ['COPY vendor vendor', []],
  ];
  for (const [lines, paths] of installed) {
    it(`of ${JSON.stringify(lines)} holds ${paths.join(', ') || 'no dependencies'}`, () => {
      const read = readDockerfile('/Dockerfile', `FROM node AS a\nWORKDIR /x\nRUN npm ci\nFROM node AS b\nWORKDIR /app\n${lines}\n`);
      assert.ok(read);
      assert.deepEqual(installedIn(read, new BuildVariables(read, new Map()), undefined).map(({ path }) => path), paths);
    });
  }
});
