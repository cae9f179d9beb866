// Which environments a folder has, by the names of its files and by what makes sense alone: in small, and as the systems
// that this was made for lay out their files.

import assert from 'node:assert/strict';
import { neverCancelled } from '#core/outside.ts';
import { environmentsBelow, environmentsWith } from '#core/project/choose-environments.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import type { Environment } from '#core/project/environment.ts';
import { modeOf, readFileName } from '#core/project/file-names.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

const relative = (paths: readonly string[]): string => paths.map((path) => path.slice(fixtureRoot.length + 1)).join(' + ');

/** `name (mode): files`, and the env files behind a bar. */
function brief({ name, mode, files, envFiles }: Environment): string {
  return `${name} (${mode}): ${relative(files)}${envFiles.length === 0 ? '' : ` | ${relative(envFiles)}`}`;
}

async function discover(text: string, folder = fixtureRoot): Promise<readonly string[]> {
  return (await discoverEnvironments(folder, fixtureFiles(readFixture(text)), new ParsedFiles(), neverCancelled)).map(brief);
}

const complete = 'services:\n  a:\n    image: x\n';
const overlay = 'services:\n  a:\n    init: true\n';
/** A file for each name: complete, unless its name is marked with `+`. */
const folder = (...names: readonly string[]): string => names.map((name) => `#- ${name.replace('+', '')}\n${name.endsWith('+') ? overlay : name.startsWith('.env') ? 'A=b\n' : complete}`).join('');

describe('the environments of a folder', () => {
  const cases: Readonly<Record<string, readonly [text: string, environments: readonly string[]]>> = {
    'none without a compose file': [folder('other.yaml', 'docker.yml'), []],
    'the default file': [folder('compose.yaml'), ['default (other): compose.yaml']],
    'the default file in the order that Compose looks': [folder('docker-compose.yaml', 'docker-compose.yml'), ['default (other): docker-compose.yml', 'docker-compose (other): docker-compose.yaml']],
    'the default file with its override': [folder('compose.yaml', 'compose.override.yaml+'), ['default (other): compose.yaml + compose.override.yaml']],
    'an override of the other spelling': [folder('docker-compose.yml', 'compose.override.yaml+'), ['default (other): docker-compose.yml + compose.override.yaml']],
    'a complete file beside the default': [folder('compose.yaml', 'compose.staging.yaml'), ['default (other): compose.yaml', 'staging (other): compose.staging.yaml']],
    'an overlay over the default': [folder('compose.yaml', 'compose.staging.yaml+'), ['default (other): compose.yaml', 'staging (other): compose.yaml + compose.staging.yaml']],
    'an overlay does not bring the default override': [folder('compose.yaml', 'compose.override.yaml+', 'compose.ci.yaml+'), ['default (other): compose.yaml + compose.override.yaml', 'ci (other): compose.yaml + compose.ci.yaml']],
    'an environment with an override of its own': [folder('compose.yaml', 'compose.ci.yaml', 'compose.ci.override.yaml+'), ['default (other): compose.yaml', 'ci (other): compose.ci.yaml + compose.ci.override.yaml']],
    'without a default file each stands alone': [folder('docker-compose.dev.yml', 'docker-compose.clean.yml'), ['clean (prod): docker-compose.clean.yml', 'dev (dev): docker-compose.dev.yml']],
    'an override without a base': [folder('compose.override.yaml+'), ['compose.override (other): compose.override.yaml']],
    'the default is the other mode beside dev': [folder('compose.yaml', 'compose.dev.yaml+'), ['default (prod): compose.yaml', 'dev (dev): compose.yaml + compose.dev.yaml']],
    'the default is the other mode beside prod': [folder('compose.yaml', 'compose.prod.yaml+'), ['default (dev): compose.yaml', 'prod (prod): compose.yaml + compose.prod.yaml']],
    'the default has no mode beside both': [folder('compose.yaml', 'compose.dev.yaml+', 'compose.prod.yaml+'), ['default (other): compose.yaml', 'dev (dev): compose.yaml + compose.dev.yaml', 'prod (prod): compose.yaml + compose.prod.yaml']],
    'an env file of its own comes after .env': [folder('.env', '.env.dev', 'compose.yaml', 'compose.dev.yaml'), ['default (prod): compose.yaml', 'dev (dev): compose.dev.yaml | .env + .env.dev']],
    'an env file of its own without .env': [folder('.env.dev', 'compose.dev.yaml'), ['dev (dev): compose.dev.yaml | .env.dev']],
    'one name from two files': [folder('compose.dev.yml', 'docker-compose.dev.yml'), ['dev (dev): compose.dev.yml', 'docker-compose.dev.yml (dev): docker-compose.dev.yml']],
    'names with the word behind': [folder('dev.compose.yaml', 'prod.docker-compose.yml'), ['dev (dev): dev.compose.yaml', 'prod (prod): prod.docker-compose.yml']],
    'a broken file is still one': ['#- compose.yaml\nservices: [\n#- compose.dev.yaml\n"\n', ['default (prod): compose.yaml', 'dev (dev): compose.yaml + compose.dev.yaml']],
    'folders are none': ['#- compose.yaml/\n#- compose.dev.yaml\nservices:\n  a:\n    image: x\n', ['dev (dev): compose.dev.yaml']],
  };
  for (const [name, [text, environments]] of Object.entries(cases)) {
    it(name, async () => assert.deepEqual(await discover(text), environments));
  }

  for (const [what, over] of Object.entries({
    'depends on a service of the base': '    image: y\n    depends_on: [db]\n',
    'joins a network of the base': '    image: y\n    networks: [back]\n',
    'mounts a volume of the base': '    image: y\n    volumes: ["data:/data"]\n',
    'shares the network of a service of the base': '    image: y\n    network_mode: service:db\n',
    'has neither image nor build': '    init: true\n',
  })) {
    it(`a file makes no sense alone that ${what}`, async () => {
      const text = `#- compose.yaml\nservices:\n  db:\n    image: x\nnetworks:\n  back:\nvolumes:\n  data:\n#- compose.ci.yaml\nservices:\n  a:\n${over}`;
      assert.deepEqual(await discover(text), ['default (other): compose.yaml', 'ci (other): compose.yaml + compose.ci.yaml']);
    });
  }
});

describe('an environment whose file stands on that of another', () => {
  it('takes the default file as well where the two are not whole without it', async () => {
    const text = `#- compose.yaml\nservices:\n  a:\n    image: x\nnetworks:\n  back:\n#- compose.cdc.yaml\nservices:\n  b:\n    image: x\n#- compose.cdc.linux.yaml\nservices:\n  b:\n    init: true\n#- compose.cdc.mac.yaml\nservices:\n  b:\n    networks: [back]\n`;
    assert.deepEqual(await discover(text), [
      'default (other): compose.yaml', 'cdc (other): compose.cdc.yaml',
      'cdc.linux (other): compose.cdc.yaml + compose.cdc.linux.yaml', 'cdc.mac (other): compose.yaml + compose.cdc.yaml + compose.cdc.mac.yaml',
    ]);
  });
});

describe('a file that says how the services of the default file are built', () => {
  const base = '#- compose.yaml\nservices:\n  php:\n    image: app-php\n    ports: ["80:80"]\n  db:\n    image: y\n';
  const cases: Readonly<Record<string, readonly [prod: string, files: string]>> = {
    'stands on it': ['  php:\n    build: {context: ., target: prod}\n    environment: {SECRET: "${SECRET}"}\n', 'compose.yaml + compose.prod.yaml'],
    'stands on it, with an image': ['  php:\n    image: app-php-prod\n    build: .\n', 'compose.yaml + compose.prod.yaml'],
    'is one by itself where it publishes ports': ['  php:\n    build: .\n    ports: ["443:443"]\n', 'compose.prod.yaml'],
    'is one by itself where it has services of its own': ['  php:\n    build: .\n  worker:\n    build: .\n', 'compose.prod.yaml'],
    'stands on it, where it takes something away': ['  php:\n    image: registry.example.com/php:1\n    ports: !reset []\n', 'compose.yaml + compose.prod.yaml'],
    'is one by itself where a comment speaks of that': ['  php:\n    image: registry.example.com/php:1 # ports: !reset []\n', 'compose.prod.yaml'],
    'is one by itself where it builds nothing': ['  php:\n    image: registry.example.com/php:1\n', 'compose.prod.yaml'],
  };
  for (const [name, [prod, files]] of Object.entries(cases)) {
    it(name, async () => assert.deepEqual(await discover(`${base}#- compose.prod.yaml\nservices:\n${prod}`), ['default (dev): compose.yaml', `prod (prod): ${files}`]));
  }
});

describe('the mode of the default environment', () => {
  const beside = (file: string, service: string): string => `#- compose.yaml\nservices:\n  web:\n    image: x\n  db:\n    image: y\n#- ${file}\nservices:\n  ${service}:\n    image: x\n`;
  for (const [service, mode] of [['web', 'prod'], ['web-dev', 'prod'], ['debugger', 'other']] as const) {
    it(`is ${mode} beside a file for development with ${service}`, async () => {
      assert.deepEqual(await discover(beside('compose.debug.yaml', service)), [`default (${mode}): compose.yaml`, 'debug (dev): compose.debug.yaml']);
    });
  }
});

describe('names of compose files', () => {
  it('say environment and override', () => {
    const said = (name: string): unknown => { const read = readFileName(name); return read && `${read.environment}${read.override ? '!' : ''}`; };
    assert.deepEqual(Object.fromEntries(['compose.yaml', 'docker-compose.yml', 'docker-compose.prod.yml', 'compose-dev.yaml', 'compose_ci.yml', 'compose.override.yaml', 'docker-compose.prod.override.yml', 'Docker-Compose.QA.YML', 'ops.compose.yaml', 'compose.a.b.yaml', 'compose.json', 'mycompose.yaml', 'decompose.yaml', 'compose.yaml.bak', 'x.yaml'].map((name) => [name, said(name)])), {
      'compose.yaml': '', 'docker-compose.yml': '', 'docker-compose.prod.yml': 'prod', 'compose-dev.yaml': 'dev', 'compose_ci.yml': 'ci', 'compose.override.yaml': '!', 'docker-compose.prod.override.yml': 'prod!',
      'Docker-Compose.QA.YML': 'QA', 'ops.compose.yaml': 'ops', 'compose.a.b.yaml': 'a.b', 'compose.json': undefined, 'mycompose.yaml': undefined, 'decompose.yaml': undefined, 'compose.yaml.bak': undefined, 'x.yaml': undefined,
    });
  });

  it('say the mode by whole words', () => {
    assert.deepEqual(Object.fromEntries(['dev', 'development', 'local', 'my-dev', 'dev.gpu', 'prod', 'production', 'clean', 'optimized', 'staging', 'test', 'device', 'products', 'delivery'].map((name) => [name, modeOf(name)])), {
      dev: 'dev', development: 'dev', local: 'dev', 'my-dev': 'dev', 'dev.gpu': 'dev', prod: 'prod', production: 'prod', clean: 'prod', optimized: 'prod', staging: 'other', test: 'other', device: 'other', products: 'other', delivery: 'other',
    });
  });
});

const modelStack = `#- docker-compose.yml
services:
  api:
    build: .
    ports: ["8000:8000"]
    depends_on: [db]
  db:
    image: postgres:17
    volumes: ["data:/var/lib/postgresql/data"]
volumes:
  data:
#- docker-compose.override.yml
services:
  api:
    volumes: ["./src:/app/src"]
#- docker-compose.staging.yml
services:
  api:
    image: registry.example.com/api:staging
    env_file: .env.staging
#- docker-compose.production.yml
services:
  api:
    restart: always
    deploy:
      replicas: 2
#- docker-compose.monitoring.yml
services:
  grafana:
    image: grafana/grafana
    depends_on: [api]
#- docker-compose.optimized.yml
services:
  db:
    command: ["-c", "shared_buffers=1GB"]
#- .env
A=b
#- .env.production
A=c
`;

describe('the model stack', () => {
  it('is one environment for each purpose', async () => {
    assert.deepEqual(await discover(modelStack), [
      'default (dev): docker-compose.yml + docker-compose.override.yml',
      'monitoring (other): docker-compose.yml + docker-compose.monitoring.yml',
      'optimized (prod): docker-compose.yml + docker-compose.optimized.yml',
      'production (prod): docker-compose.yml + docker-compose.production.yml | .env + .env.production',
      'staging (other): docker-compose.staging.yml',
    ]);
  });

  it('loads each with its own services and variables', async () => {
    const files = fixtureFiles(readFixture(modelStack));
    const parsed = new ParsedFiles();
    const loaded: Record<string, unknown> = {};
    for (const environment of await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled)) {
      const project = await loadProject(environment, files, parsed, neverCancelled);
      loaded[environment.name] = [[...project.services.keys()].join(' '), project.variables.get('A'), project.problems.length];
    }
    assert.deepEqual(loaded, { default: ['api db', 'b', 0], monitoring: ['api db grafana', 'b', 0], optimized: ['api db', 'b', 0], production: ['api db', 'c', 0], staging: ['api', 'b', 0] });
  });

  it('a file names the environments that it is part of', async () => {
    const files = fixtureFiles(readFixture(modelStack));
    const names = async (file: string): Promise<readonly string[]> => (await environmentsWith(`${fixtureRoot}/${file}`, files, new ParsedFiles(), neverCancelled)).map(({ name }) => name);
    assert.deepEqual([await names('docker-compose.yml'), await names('docker-compose.staging.yml'), await names('docker-compose.override.yml')], [
      ['default', 'monitoring', 'optimized', 'production'], ['staging'], ['default'],
    ]);
  });
});

describe('the agent platform', () => {
  it('has its compose files in a folder of their own', async () => {
    const text = `#- docker/docker-compose.yml
services:
  agent:
    build:
      context: ..
      dockerfile: dockerfiles/agent.Dockerfile
#- docker/docker-compose.dev.yml
services:
  agent:
    volumes: ["../agent:/app"]
#- dockerfiles/agent.Dockerfile
FROM scratch
#- agent/main.py
x
`;
    assert.deepEqual((await environmentsBelow(fixtureRoot, fixtureFiles(readFixture(text)), new ParsedFiles(), neverCancelled)).map(brief), [
      'default (prod): docker/docker-compose.yml', 'dev (dev): docker/docker-compose.yml + docker/docker-compose.dev.yml',
    ]);
  });

  it('are not those of the copies that lie in backups', async () => {
    const text = `#- compose.yaml
${complete}#- backups/shop-20261121T071500Z/files/project/compose.yaml
${complete}#- backups/.partial-shop-20261121T081500Z/files/project/compose.yaml
${complete}#- backups/compose.yaml
${complete}`;
    assert.deepEqual((await environmentsBelow(fixtureRoot, fixtureFiles(readFixture(text)), new ParsedFiles(), neverCancelled)).map(brief), [
      'default (other): compose.yaml', 'default (other): backups/compose.yaml',
    ]);
  });
});
