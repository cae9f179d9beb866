// Environments that a folder writes down, in `composure.yaml` or by COMPOSE_FILE, and what convention says of env files,
// profiles, fragments and folders below.

import assert from 'node:assert/strict';
import { checkEnvironments } from '#core/check/check-folder.ts';
import { neverCancelled } from '#core/outside.ts';
import { composeEnvironment, environmentsBelow } from '#core/project/choose-environments.ts';
import type { Environment } from '#core/project/environment.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { fixtureFiles, fixtureRoot, format, readFixture } from '../../support/fixture.ts';

const relative = (paths: readonly string[]): string => paths.map((path) => path.slice(fixtureRoot.length + 1)).join(' + ');

function brief({ name, mode, directory, files, envFiles, profiles }: Environment): string {
  return `${name} (${mode})${directory === fixtureRoot ? '' : ` in ${relative([directory])}`}: ${relative(files)}${envFiles.length === 0 ? '' : ` | ${relative(envFiles)}`}${profiles.length === 0 ? '' : ` [${profiles.join(' ')}]`}`;
}

/** The environments of a fixture and all that is said of them. */
async function found(text: string): Promise<{ readonly environments: readonly string[]; readonly said: readonly string[] }> {
  const fixture = readFixture(text);
  const files = fixtureFiles(fixture);
  const parsed = new ParsedFiles();
  const environments = await environmentsBelow(fixtureRoot, files, parsed, neverCancelled);
  const { diagnostics } = await checkEnvironments(environments, rules, files, parsed, neverCancelled);
  return { environments: environments.map(brief), said: format(diagnostics, fixture) };
}

const complete = 'services:\n  a:\n    image: x:1\n';
const overlay = 'services:\n  a:\n    init: true\n';

interface Case {
  readonly text: string;
  readonly environments: readonly string[];
  readonly said?: readonly string[];
}

const cases: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  'COMPOSE_FILE': {
    'names the files of the default environment': {
      text: `#- .env\nCOMPOSE_FILE=docker-compose.yml:docker-compose.dev.yml\n#- docker-compose.yml\n${complete}#- docker-compose.dev.yml\n${overlay}#- docker-compose.override.yml\n${overlay}#- docker-compose.prod.yml\n${overlay}`,
      environments: ['default (dev): docker-compose.yml + docker-compose.dev.yml', 'prod (prod): docker-compose.yml + docker-compose.prod.yml', 'docker-compose.override (other): docker-compose.override.yml'],
      said: ['docker-compose.override.yml:2:3-4 error no-image-or-build: a has neither an image nor a build: Compose refuses the project'],
    },
    'is split by COMPOSE_PATH_SEPARATOR': {
      text: `#- .env\nCOMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE="a/compose.yaml,b.yaml"\n#- a/compose.yaml\n${complete}#- b.yaml\n${overlay}`,
      environments: ['default (other) in a: a/compose.yaml + b.yaml | .env'],
    },
    'is said where it names what is not there': {
      text: `#- .env\nA=b\nCOMPOSE_FILE=docker-compose.yml:docker-compose.gpu.yml\n#- docker-compose.yml\n${complete}`,
      environments: ['default (other): docker-compose.yml + docker-compose.gpu.yml'],
      said: ['.env:2:33-55 error include-missing: docker-compose.gpu.yml does not exist: Compose refuses the project'],
    },
    'takes the files of a folder below, which has no environment of its own then': {
      text: `#- .env\nCOMPOSE_FILE=docker/docker-compose.yml\n#- docker/docker-compose.yml\n${complete}#- docker/docker-compose.ci.yml\n${complete}`,
      environments: ['default (other) in docker: docker/docker-compose.yml | .env', 'ci (other) in docker: docker/docker-compose.ci.yml'],
    },
    'gives the profiles too': {
      text: `#- .env\nCOMPOSE_PROFILES=debug\n#- compose.yaml\nservices:\n  a:\n    image: x:1\n    depends_on: [b]\n  b:\n    image: x:1\n    profiles: [debug]\n`,
      environments: ['default (other): compose.yaml'],
    },
  },
  'composure.yaml': {
    'overrides convention': {
      text: `#- composure.yaml\nenvironments:\n  dev: docker-compose.dev.yml\n  live:\n    files: [docker-compose.yml, docker-compose.dev.yml]\n    envFiles: live.env\n    profiles: [web]\n    mode: prod\n    color: red\nteam: us\n#- live.env\nA=b\n#- docker-compose.yml\n${complete}#- docker-compose.dev.yml\n${complete}#- docker-compose.prod.yml\n${overlay}`,
      environments: ['dev (dev): docker-compose.dev.yml', 'live (prod): docker-compose.yml + docker-compose.dev.yml | live.env [web]'],
      said: ['composure.yaml:6:16-19 warning configuration: No service of live has the profile "web": as it is, no service takes part by it', 'composure.yaml:8:5-10 warning configuration: An environment has no key "color": nothing is read from it', 'composure.yaml:9:1-5 warning configuration: composure.yaml has no key "team": nothing is read from it'],
    },
    'names files of folders below, and where their paths start': {
      text: `#- composure.yaml\nenvironments:\n  dev:\n    files: docker/docker-compose.yml\n    directory: .\n#- docker/docker-compose.yml\nservices:\n  a:\n    image: x:1\n    env_file: a.env\n#- a.env\nA=b\n`,
      environments: ['dev (dev): docker/docker-compose.yml'],
    },
    'says nothing without environments': {
      text: `#- composure.yaml\nrules: {}\n#- compose.yaml\n${complete}`,
      environments: ['default (other): compose.yaml'],
    },
    'leaves out what has the wrong shape': {
      text: `#- composure.yaml\nenvironments:\n  dev:\n    files: [{}]\n  prod: compose.yaml\n#- compose.yaml\n${complete}#- compose.dev.yaml\n${complete}`,
      environments: ['prod (prod): compose.yaml'],
      said: ['composure.yaml:3:13-15 warning configuration: files is a path or a list of paths: as it is, dev is left out'],
    },
    'leaves convention where all has the wrong shape': {
      text: `#- composure.yaml\nenvironments:\n  dev:\n    files: [{}]\n#- compose.yaml\n${complete}#- compose.dev.yaml\n${complete}`,
      environments: ['default (prod): compose.yaml', 'dev (dev): compose.dev.yaml'],
      said: ['composure.yaml:3:13-15 warning configuration: files is a path or a list of paths: as it is, dev is left out'],
    },
    'leaves convention where it is broken': {
      text: `#- composure.yaml\nenvironments: [\n#- compose.yaml\n${complete}`,
      environments: ['default (other): compose.yaml'],
      said: ['composure.yaml:1:15-16 warning configuration: The closing ] is missing: as it is, nothing of composure.yaml counts'],
    },
    'is said where it names what is not there': {
      text: `#- composure.yaml\nenvironments:\n  dev: [compose.yaml, compose.dev.yaml]\n#- compose.yaml\n${complete}`,
      environments: ['dev (dev): compose.yaml + compose.dev.yaml'],
      said: ['composure.yaml:2:23-39 error include-missing: compose.dev.yaml does not exist: Compose refuses the project'],
    },
  },
  'an env file': {
    'is for Compose by its name': {
      text: `#- .env.prod\nA=b\n#- compose.yaml\n${complete}#- compose.production.yaml\n${overlay}`,
      environments: ['default (dev): compose.yaml', 'production (prod): compose.yaml + compose.production.yaml | .env.prod'],
    },
    'is for the containers that name it': {
      text: `#- .env\nTAG=1\n#- .env.prod\nPASSWORD=b\n#- compose.prod.yaml\nservices:\n  a:\n    image: x:$TAG\n    env_file: .env.prod\n`,
      environments: ['prod (prod): compose.prod.yaml'],
    },
    'is for both where it defines what the files use': {
      text: `#- .env\nA=b\n#- .env.prod\nTAG=1\n#- compose.prod.yaml\nservices:\n  a:\n    image: x:$TAG\n    env_file: .env.prod\n`,
      environments: ['prod (prod): compose.prod.yaml | .env + .env.prod'],
    },
    'makes an environment of the default file that uses it': {
      text: `#- .env\nTAG=1\n#- .env.staging\nTAG=2\n#- .env.example\nTAG=\n#- .env.local\nTAG=3\n#- .env.other\nUNUSED=1\n#- compose.yaml\nservices:\n  a:\n    image: x:\${TAG}\n`,
      environments: ['default (other): compose.yaml', 'staging (other): compose.yaml | .env + .env.staging'],
    },
  },
  'a profile': {
    'makes an environment where it is called after a mode': {
      text: '#- compose.yaml\nservices:\n  a:\n    image: x:1\n  b:\n    image: x:1\n    profiles: [dev, debug]\n  c:\n    image: x:1\n    profiles: [tools]\n',
      environments: ['default (prod): compose.yaml', 'dev (dev): compose.yaml [dev]'],
    },
  },
  'a fragment': {
    'that is extended is no environment': {
      text: '#- compose.yaml\nservices:\n  a:\n    extends: { file: compose.base.yaml, service: a }\n    image: x:1\n#- compose.base.yaml\nservices:\n  a:\n    init: true\n',
      environments: ['default (other): compose.yaml'],
    },
    'that is included is none, also from above': {
      text: `#- compose.yaml\ninclude: [compose.db.yaml, parts/compose.yaml]\nservices:\n  a:\n    image: x:1\n#- compose.db.yaml\nservices:\n  db:\n    image: x:1\n#- parts/compose.yaml\nservices:\n  part:\n    image: x:1\n    depends_on: [db]\n`,
      environments: ['default (other): compose.yaml'],
    },
    'that stands by itself is one, from above': {
      text: `#- compose.yaml\ninclude: [parts/compose.yaml]\n#- parts/compose.yaml\n${complete}`,
      environments: ['default (other): compose.yaml', 'default (other) in parts: parts/compose.yaml'],
    },
    'that is called after an environment is one': {
      text: `#- compose.yaml\n${complete}#- compose.dev.yaml\n${complete}#- compose.ci.yaml\nservices:\n  a:\n    extends: { file: compose.dev.yaml, service: a }\n`,
      environments: ['default (prod): compose.yaml', 'ci (other): compose.ci.yaml', 'dev (dev): compose.dev.yaml'],
    },
  },
  'an overlay': {
    'of another overlay stands on it': {
      text: `#- compose.yaml\n${complete}#- compose.prod.yaml\nservices:\n  b:\n    image: x:1\n    depends_on: [a]\n#- compose.prod.gpu.yaml\nservices:\n  b:\n    init: true\n#- .env.prod\nA=b\n`,
      environments: ['default (dev): compose.yaml', 'prod (prod): compose.yaml + compose.prod.yaml | .env.prod', 'prod.gpu (prod): compose.yaml + compose.prod.yaml + compose.prod.gpu.yaml | .env.prod'],
    },
    'of what the override adds stands on both': {
      text: `#- compose.yaml\n${complete}#- compose.override.yaml\nservices:\n  b:\n    image: x:1\n#- compose.debug.yaml\nservices:\n  b:\n    init: true\n`,
      environments: ['default (prod): compose.yaml + compose.override.yaml', 'debug (dev): compose.yaml + compose.override.yaml + compose.debug.yaml'],
    },
  },
  'a folder below': {
    'is left alone where its paths are in both folders': {
      text: '#- docker/compose.yaml\nservices:\n  a:\n    image: x:1\n    env_file: a.env\n#- docker/a.env\nA=b\n#- a.env\nA=b\n',
      environments: ['default (other) in docker: docker/compose.yaml'],
    },
    'is left alone where its paths are nowhere': {
      text: '#- docker/compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes: ["./data:/data"]\n',
      environments: ['default (other) in docker: docker/compose.yaml'],
    },
    'is run from above where its paths are there only': {
      text: '#- docker/compose.yaml\nservices:\n  a:\n    image: x:1\n    env_file: a.env\n    volumes: ["./data:/data"]\n#- a.env\nA=b\n',
      environments: ['default (other): docker/compose.yaml'],
    },
  },
};

for (const [what, each] of Object.entries(cases)) {
  describe(`environments: ${what}`, () => {
    for (const [name, { text, environments, said = [] }] of Object.entries(each)) {
      it(name, async () => assert.deepEqual(await found(text), { environments, said }));
    }
  });
}

describe('docker compose without -f', () => {
  const options = { files: [], directory: undefined, envFiles: [], profiles: [] };
  it('takes what COMPOSE_FILE names, in the folder of its first file', async () => {
    const files = fixtureFiles(readFixture(`#- .env\nCOMPOSE_FILE=a/compose.yaml:missing.yaml\n#- a/compose.yaml\n${complete}#- a/.env\nA=b\n`));
    const environment = await composeEnvironment(options, fixtureRoot, files, new ParsedFiles(), neverCancelled);
    assert.equal(environment && brief(environment), 'default (other) in a: a/compose.yaml + missing.yaml | a/.env + .env');
  });
});
