// What several environments say: a finding once, where it stands, and what shows only when they are seen together.

import assert from 'node:assert/strict';
import { checkEnvironments } from '#core/check/check-folder.ts';
import type { Project } from '#core/compose/model.ts';
import { neverCancelled, type EngineFacts } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Rule, SharedReport } from '#core/rules/rule.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

const base = { title: 'A rule of this test', stage: 'run', severity: 'warning', speed: 'typing', fixable: false } as const;

/** Reports every service without `init`, milder where the environment is not for production. */
const noInit: Rule = {
  ...base, code: 'no-init',
  *check({ services, environment }) {
    for (const { key, node } of services.values()) {
      if (node.kind === 'mapping' && !node.entries.some((each) => each.key.content === 'init')) yield { at: key.text, message: 'No init', severity: environment.name === 'prod' ? 'error' : 'hint' };
    }
  },
};

/** Reports the first service of each project where there are two projects at least. */
const several: Rule = {
  ...base, code: 'several', check: () => [],
  *checkTogether(projects: readonly Project[]): Iterable<SharedReport> {
    if (projects.length < 2) return;
    for (const project of projects) for (const { key } of [...project.services.values()].slice(0, 1)) yield { project, at: key.text, message: `${projects.length} projects` };
  },
};

const live: Rule = { ...base, code: 'live', speed: 'live', *check({ services }, { engine }) {
  for (const { key } of services.values()) yield { at: key.text, message: `${engine?.cpus} CPUs` };
} };

const engine: EngineFacts = { ports: [], networks: [], volumes: [], cpus: 3, memory: 1, runtimes: [], gpu: false, swarm: false, containers: [] };

async function check(text: string, rules: readonly Rule[], facts?: EngineFacts): Promise<readonly string[]> {
  const files = fixtureFiles(readFixture(text));
  const environments = await discoverEnvironments(fixtureRoot, files, new ParsedFiles(), neverCancelled);
  const { diagnostics } = await checkEnvironments(environments, rules, files, new ParsedFiles(), neverCancelled, facts);
  return diagnostics.map((each) => `${each.severity} ${each.code} ${each.environments.join(',')}${each.where === undefined ? '' : ` (${each.where})`}: ${each.message}`);
}

const web = '#- compose.yaml\nservices:\n  web:\n    image: x\n';
const overlay = (environment: string, line = 'init: true'): string => `#- compose.${environment}.yaml\nservices:\n  web:\n    ${line}\n`;

describe('several environments', () => {
  it('say in which of them a finding stands', async () => {
    assert.deepEqual(await check(web + overlay('dev'), [noInit]), ['hint no-init default (only in default): No init']);
    assert.deepEqual(await check(web + overlay('dev') + overlay('staging', 'tty: true'), [noInit]), ['hint no-init default,staging (in all environments but dev): No init']);
    assert.deepEqual(await check(web + ['a', 'b', 'c', 'd', 'e'].map((name) => overlay(name, 'tty: true')).join('') + overlay('dev') + overlay('prod'), [noInit]), [
      'hint no-init default,a,b,c,d,e (only in default, a, b, c and 2 others): No init',
    ]);
  });

  it('say nothing of where, where all of them agree or the file belongs to one', async () => {
    assert.deepEqual(await check(web + overlay('dev', 'tty: true'), [noInit]), ['hint no-init default,dev: No init']);
    assert.deepEqual(await check(`${web}#- docker-compose.prod.yml\nservices:\n  web:\n    image: x\n    init: true\n`, [noInit]), ['hint no-init default: No init']);
  });

  it('count by the worst', async () => {
    assert.deepEqual(await check(web + overlay('prod', 'tty: true'), [noInit]), ['error no-init default,prod: No init']);
  });
});

describe('rules that see all environments together', () => {
  it('run once, and each finding belongs to its project', async () => {
    assert.deepEqual(await check(web + overlay('dev'), [several]), ['warning several default,dev: 2 projects']);
    assert.deepEqual(await check(web, [several]), []);
  });

  it('are ignored by a comment, which then has its reason', async () => {
    assert.deepEqual(await check(web.replace('web:', 'web: # composure-ignore several -- on purpose') + overlay('dev'), [several]), []);
  });

  it('leave a comment without a reason to be reported, but not where one environment is seen alone', async () => {
    const text = web.replace('image: x', 'image: x # composure-ignore several');
    assert.deepEqual(await check(text + overlay('dev'), [several]), ['warning several default,dev: 2 projects', 'information unused-ignore default,dev: Nothing here is several: this comment ignores nothing']);
    assert.deepEqual(await check(text, [several]), []);
  });

  it('leave what others find when one crashes', async () => {
    const crashing: Rule = { ...base, code: 'crashing', check: () => [], checkTogether: () => { throw new Error('no such thing'); } };
    assert.deepEqual(await check(web + overlay('dev'), [crashing, several]), [
      'warning internal-error default (only in default): The rule crashing failed on this project: no such thing', 'warning several default,dev: 2 projects',
    ]);
  });
});

describe('live rules', () => {
  const ignored = web.replace('web:', 'web: # composure-ignore live');

  it('run where there are facts of an engine', async () => {
    assert.deepEqual(await check(web, [live], engine), ['warning live default: 3 CPUs']);
    assert.deepEqual(await check(web, [live]), []);
  });

  it('are ignored by a comment, which is no fault where no engine is asked', async () => {
    assert.deepEqual(await check(ignored, [live], engine), []);
    assert.deepEqual(await check(ignored, [live]), []);
  });
});
