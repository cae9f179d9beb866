// What environments for development and for production mount: each case that is reported has a twin that is not.

import assert from 'node:assert/strict';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

const codes = ['dev-whole-service-mount', 'dev-shared-mount-missing', 'prod-bind-mount'];

const api = (mounts: string, build = './api'): string => `services:\n  api:\n    build: ${build}\n    volumes: [${mounts}]\n`;
const tree = '#- api/Dockerfile\nFROM x:1\n#- api/src/a.js\n#- api/data/\n#- shared/\n';
const context = '{ context: ., dockerfile: Dockerfile }';
/** Three services that are built from one folder; the last mounts what is given. */
const three = (last: string): string => `#- compose.dev.yaml\nservices:\n${['a', 'b', 'c'].map((name) => `  ${name}:\n    build: ${context}\n    volumes:\n      - ./code-${name}:/app/code\n${name === 'c' ? last : '      - ./shared:/app/shared\n'}`).join('')}#- code-a/\n#- code-b/\n#- code-c/\n#- shared/\n`;

const cases: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
  ['a whole folder in development', `#- compose.dev.yaml\n${api('./api:/app')}${tree}`, ['dev-whole-service-mount']],
  ['a whole folder by mode', `#- composure.yaml\nenvironments:\n  work: { files: compose.yaml, mode: dev }\n#- compose.yaml\n${api('./api:/app')}${tree}`, ['dev-whole-service-mount']],
  ['a whole folder anywhere else', `#- compose.yaml\n${api('./api:/app')}${tree}`, []],
  ['a whole folder beside production', `#- compose.yaml\n${api('./api:/app')}#- compose.prod.yaml\nservices:\n  api:\n    image: api:1\n${tree}`, ['dev-whole-service-mount']],
  ['the folder around it', `#- compose.dev.yaml\n${api('.:/app')}${tree}`, ['dev-whole-service-mount']],
  ['a part of it', `#- compose.dev.yaml\n${api('./api/src:/app/src')}${tree}`, []],
  ['a folder called after the service', `#- compose.dev.yaml\n${api('./services/api:/app', '.')}#- Dockerfile\nFROM x:1\n#- services/api/lib/\n`, ['dev-whole-service-mount']],
  ['its data', `#- compose.dev.yaml\n${api('./api/data:/data')}${tree}`, []],
  ['one mount of two services', `#- compose.dev.yaml\nx-api: &api\n  build: ./api\n  volumes: [./api:/app]\nservices:\n  a: *api\n  b: *api\n${tree}`, ['dev-whole-service-mount']],
  ['a service that is not built', `#- compose.dev.yaml\nservices:\n  api:\n    image: node:22\n    volumes: [./api:/app]\n${tree}`, []],
  ['one that the team allows', `#- composure.yaml\nrules:\n  dev-whole-service-mount: { allow: api }\n#- compose.dev.yaml\n${api('./api:/app')}${tree}`, []],
  ['one that depends on a variable', `#- compose.dev.yaml\n${api('"${CODE}:/app"')}${tree}`, []],

  ['a shared mount that the team wants', `#- composure.yaml\nrules:\n  dev-shared-mount-missing: { mounts: "./shared:/app/shared" }\n#- compose.dev.yaml\n${api('./api/src:/app/src')}${tree}`, ['dev-shared-mount-missing']],
  ['a shared mount in another place', `#- composure.yaml\nrules:\n  dev-shared-mount-missing: { mounts: "./shared:/app/shared" }\n#- compose.dev.yaml\n${api('./shared:/shared')}${tree}`, ['dev-shared-mount-missing']],
  ['a shared mount that is there', `#- composure.yaml\nrules:\n  dev-shared-mount-missing: { mounts: "./shared:/app/shared" }\n#- compose.dev.yaml\n${api('./shared/:/app/shared/:ro')}${tree}`, []],
  ['a shared mount that others need', `#- composure.yaml\nrules:\n  dev-shared-mount-missing: { mounts: "./shared:/app/shared", services: [web] }\n#- compose.dev.yaml\n${api('./api/src:/app/src')}${tree}`, []],
  ['a shared mount in production', `#- composure.yaml\nrules:\n  dev-shared-mount-missing: { mounts: "./shared:/app/shared" }\n#- compose.prod.yaml\nservices:\n  api:\n    build: ./api\n${tree}`, []],
  ['a service without any mounts', `#- composure.yaml\nrules:\n  dev-shared-mount-missing: { mounts: "./shared:/app/shared" }\n#- compose.dev.yaml\nservices:\n  api:\n    build: ./api\n${tree}`, ['dev-shared-mount-missing']],
  ['a shared mount that is evident', `${three('')}#- Dockerfile\nFROM x:1\nCOPY shared /app/shared\n`, ['dev-shared-mount-missing']],
  ['a folder that the image does not have', `${three('')}#- Dockerfile\nFROM x:1\nCOPY code-a /app/code\n`, []],
  ['a shared mount that all have', `${three('      - ./shared:/app/shared\n')}#- Dockerfile\nFROM x:1\nCOPY shared /app/shared\n`, []],

  ['code in production', `#- compose.prod.yaml\n${api('./api/src:/app/src')}${tree}`, ['prod-bind-mount']],
  ['code anywhere else', `#- compose.yaml\n${api('./api/src:/app/src')}${tree}`, []],
  ['a file of code in production', `#- compose.prod.yaml\n${api('./api/src/a.js:/app/a.js')}${tree}`, ['prod-bind-mount']],
  ['data in production', `#- compose.prod.yaml\n${api('./api/data:/app/uploads')}${tree}`, []],
  ['configuration in production', `#- compose.prod.yaml\n${api('./a.json:/app/a.json:ro, ./nginx/conf.d:/etc/nginx/conf.d')}${tree}#- a.json\n#- nginx/conf.d/\n`, []],
  ['what the machine has', `#- compose.prod.yaml\n${api('/etc/localtime:/etc/localtime:ro, /srv/code:/app')}${tree}`, []],
  ['what git ignores', `#- compose.prod.yaml\n${api('./api/dist:/app')}${tree}#- .git/\n#- .gitignore\ndist\n`, []],
  ['what the team allows', `#- composure.yaml\nrules:\n  prod-bind-mount: { allow: [./api] }\n#- compose.prod.yaml\n${api('./api/src:/app/src')}${tree}`, []],
];

describe('mounts of development and production', () => {
  for (const [name, text, expected] of cases) {
    it(name, async () => {
      const fixture = readFixture(text);
      const found = (await checkFixture(fixture)).filter(({ code }) => codes.includes(code));
      assert.deepEqual(found.map(({ code }) => code), expected, found.map(({ message }) => message).join('\n'));
      await assertFixesWork(fixture, found);
    });
  }
});
