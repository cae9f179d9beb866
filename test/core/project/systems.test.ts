// The environments of whole systems as teams lay them out, and that nothing false is said of any: a stack of one base
// and a dozen files on the disk, and two others in small.

import assert from 'node:assert/strict';
import path from 'node:path';
import { checkEnvironments } from '#core/check/check-folder.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import { environmentsBelow, environmentsWith } from '#core/project/choose-environments.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

interface Described {
  readonly environments: readonly string[];
  /** What is said at a severity at which something cannot work. */
  readonly errors: readonly string[];
}

/** `name (mode) in directory: files | env files [profiles] → services that take part`. */
async function describeSystem(root: FilePath, files: FileSystem): Promise<Described> {
  const parsed = new ParsedFiles();
  const environments = await environmentsBelow(root, files, parsed, neverCancelled);
  const { projects, diagnostics } = await checkEnvironments(environments, rules, files, parsed, neverCancelled);
  const relative = (each: string): string => path.posix.relative(root, each) || '.';
  return {
    environments: projects.map(({ environment: { name, mode, directory, files: own, envFiles, profiles }, services }) =>
      `${name} (${mode})${directory === root ? '' : ` in ${relative(directory)}`}: ${own.map(relative).join(' + ')}${envFiles.length === 0 ? '' : ` | ${envFiles.map(relative).join(' + ')}`}${profiles.length === 0 ? '' : ` [${profiles.join(' ')}]`} → ${[...services.values()].filter(({ active }) => active).map((service) => service.name).join(' ')}`),
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ file, code, message, environment }) => `${environment} ${relative(file)} ${code}: ${message}`),
  };
}

const small = (text: string): Promise<Described> => describeSystem(fixtureRoot, fixtureFiles(readFixture(text)));

describe('the model stack', () => {
  const root = toFilePath(path.resolve(import.meta.dirname, '../../fixtures/model-stack'));
  const base = 'docker-compose.yml';

  it('is one environment for each purpose, and nothing in it fails', async () => {
    assert.deepEqual(await describeSystem(root, nodeFileSystem()), {
      environments: [
        `default (other): ${base} + docker-compose.override.yml → api worker db queue`,
        `backup (other): ${base} + docker-compose.backup.yml → api worker db queue backup`,
        `dev (dev): ${base} + docker-compose.dev.yml → api worker db queue mail`,
        `monitoring (other): ${base} + docker-compose.monitoring.yml → api worker db queue prometheus grafana`,
        `optimized (prod): ${base} + docker-compose.optimized.yml → api worker db queue`,
        `performance (other): ${base} + docker-compose.performance.yml → api worker db queue load`,
        `production (prod): ${base} + docker-compose.production.yml + docker-compose.production.override.yml | .env + .env.production → api worker db queue proxy`,
        `production.gpu (prod): ${base} + docker-compose.production.yml + docker-compose.production.override.yml + docker-compose.production.gpu.yml | .env + .env.production → api worker db queue proxy inference`,
        'staging (other): docker-compose.staging.yml → api db',
        `testing (other): ${base} + docker-compose.testing.yml → api worker db queue`,
      ],
      errors: [],
    });
  });

  it('has a fragment that is judged where it is used', async () => {
    const names = (await environmentsWith(`${root}/docker-compose.common.yml`, nodeFileSystem(), new ParsedFiles(), neverCancelled)).map(({ name }) => name);
    assert.deepEqual(names, ['backup']);
  });
});

describe('the agent platform', () => {
  const agents = (service: string): string => `#- docker/docker-compose.yml
services:
  agent:
    build:
${service}
    depends_on: [store]
  store:
    image: redis:7.4
    volumes: ["./data/store:/data"]
#- docker/docker-compose.dev.yml
services:
  agent:
    environment:
      DEBUG: "1"
#- dockerfiles/agent.Dockerfile
FROM python:3.13-slim
COPY agent agent
#- agent/main.py
x
`;

  it('is run from its own folder where its paths go up', async () => {
    assert.deepEqual(await small(agents('      context: ..\n      dockerfile: dockerfiles/agent.Dockerfile')), {
      environments: ['default (prod) in docker: docker/docker-compose.yml → agent store', 'dev (dev) in docker: docker/docker-compose.yml + docker/docker-compose.dev.yml → agent store'],
      errors: [],
    });
  });

  it('is run from the folder above where its paths are there only', async () => {
    assert.deepEqual(await small(agents('      context: .\n      dockerfile: dockerfiles/agent.Dockerfile')), {
      environments: ['default (prod): docker/docker-compose.yml → agent store', 'dev (dev): docker/docker-compose.yml + docker/docker-compose.dev.yml → agent store'],
      errors: [],
    });
  });

  it('is judged from its own folder where that holds one of its paths: the others have moved', async () => {
    const { environments, errors } = await small(`${agents('      context: .\n      dockerfile: dockerfiles/agent.Dockerfile')}#- docker/dockerfiles/agent.Dockerfile\nFROM scratch\nCOPY agent agent\n`);
    assert.equal(environments[0], 'default (prod) in docker: docker/docker-compose.yml → agent store');
    assert.deepEqual(errors, ['default docker/dockerfiles/agent.Dockerfile copy-source-missing: agent does not exist in the build context: the build fails']);
  });
});

describe('the observability stack', () => {
  const stack = `#- docker-compose.yml
services:
  grafana:
    image: grafana/grafana:11.4.0
    ports: ["3000:3000"]
    volumes:
      - ./data/grafana:/var/lib/grafana
      - ./config/datasources.yaml:/etc/grafana/provisioning/datasources/all.yaml:ro
    depends_on: [mimir, loki, tempo]
  mimir:
    image: grafana/mimir:2.14.2
    command: [-config.file=/etc/mimir.yaml]
    volumes: ["./config/mimir.yaml:/etc/mimir.yaml:ro", "./data/mimir:/data"]
  loki:
    image: grafana/loki:3.3.2
    volumes: ["./data/loki:/loki"]
  tempo:
    image: grafana/tempo:2.6.1
    volumes: ["./data/tempo:/var/tempo"]
  generator:
    image: grafana/xk6-client-tracing:v0.0.5
    profiles: [dev]
    depends_on: [tempo]
#- config/mimir.yaml
x: 1
#- config/datasources.yaml
x: 1
`;

  it('has its profile for development as an environment', async () => {
    assert.deepEqual(await small(stack), {
      environments: ['default (prod): docker-compose.yml → grafana mimir loki tempo', 'dev (dev): docker-compose.yml [dev] → grafana mimir loki tempo generator'],
      errors: [],
    });
  });
});
