// The calls and plans of an environment, as data.

import assert from 'node:assert/strict';
import { downCall, hashCall, logsArguments, upCall, versionCall } from '#core/environments/calls.ts';
import type { Plan } from '#core/environments/plan.ts';
import { planRestart, planStartServices, planStop, planSwitch } from '#core/environments/plan.ts';
import type { Environment } from '#core/project/environment.ts';

const dev: Environment = {
  name: 'dev', mode: 'dev', directory: '/srv/shop', files: ['/srv/shop/compose.yaml', '/srv/shop/compose.dev.yaml'], envFiles: ['/srv/shop/.env.dev'], profiles: ['debug'],
};
const prod: Environment = { ...dev, name: 'prod', mode: 'prod', files: ['/srv/shop/compose.yaml'], envFiles: [], profiles: [] };
const blog: Environment = { ...prod, name: 'blog', directory: '/srv/blog', files: ['/srv/blog/compose.yaml'] };
const devArguments = [
  '--project-directory', '/srv/shop', '--file', '/srv/shop/compose.yaml', '--file', '/srv/shop/compose.dev.yaml', '--env-file', '/srv/shop/.env.dev', '--profile', 'debug',
];

describe('calls of an environment', () => {
  it('name the whole project', () => {
    assert.deepEqual(upCall(dev).args, [...devArguments, 'up', '--detach', '--remove-orphans']);
    assert.deepEqual(upCall(dev, { build: true }).args, [...devArguments, 'up', '--detach', '--remove-orphans', '--build']);
    assert.deepEqual(logsArguments(dev, ['web']), ['compose', ...devArguments, 'logs', '--follow', '--tail', '200', 'web']);
  });

  it('never remove a volume and never answer a question with yes', () => {
    const calls = [upCall(dev), upCall(dev, { build: true }), downCall(dev), ...planStartServices(dev, ['web']).steps.map((step) => step.call), ...planStop(dev).steps.map((step) => step.call), ...planRestart(dev).steps.map((step) => step.call)];
    for (const { args } of calls) {
      for (const forbidden of ['-v', '--volumes', '-y', '--yes', '-V', '--renew-anon-volumes', '--force-recreate']) assert.ok(!args.includes(forbidden), args.join(' '));
    }
  });

  it('read the hashes of the services', () => {
    const hashes = hashCall(dev).parse(`db ${'5e'.repeat(32)}\nweb-1.x ${'0a'.repeat(32)}\n\n`);
    assert.deepEqual([...hashes], [['db', '5e'.repeat(32)], ['web-1.x', '0a'.repeat(32)]]);
    assert.equal(hashCall(dev).output, undefined);
  });

  it('read the version', () => {
    assert.equal(versionCall('/').parse('v2.26.1\n'), '2.26.1');
    assert.equal(versionCall('/').parse('2.26.1-4\n'), '2.26.1-4');
  });
});

describe('a plan', () => {
  it('to start is one step', () => {
    assert.deepEqual(steps(planSwitch(dev, undefined, { target: 'shop' })), ['up dev: Starting dev']);
    assert.deepEqual(steps(planSwitch(dev, dev, { target: 'shop', running: 'shop' })), ['up dev: Starting dev']);
  });

  it('to switch within a project is one up', () => {
    const plan = planSwitch(prod, dev, { target: 'shop', running: 'shop' });
    assert.deepEqual(steps(plan), ['up prod: Switching from dev to prod']);
    assert.equal(plan.title, 'Switching from dev to prod');
  });

  it('to switch between projects of one directory stops the other first', () => {
    const plan = planSwitch(prod, dev, { target: 'shop-prod', running: 'shop-dev' });
    assert.deepEqual(steps(plan), ['stop dev: Stopping dev', 'up prod: Starting prod']);
  });

  it('to switch between projects that share a port stops the other first', () => {
    const names = { target: 'blog', running: 'shop' };
    assert.deepEqual(steps(planSwitch(blog, prod, names, { sharesPorts: true })), ['stop prod: Stopping prod', 'up blog: Starting blog']);
    assert.deepEqual(steps(planSwitch(blog, prod, names)), ['up blog: Starting blog']);
  });

  it('to restart may name services', () => {
    assert.deepEqual(steps(planRestart(dev)), ['restart dev: Restarting dev']);
    const [step] = planRestart(dev, ['web', 'db']).steps;
    assert.deepEqual(step?.call.args.slice(-3), ['restart', 'web', 'db']);
    assert.equal(step?.title, 'Restarting web, db');
  });

  it('to start or stop may name services, and leaves the others alone', () => {
    const [start] = planStartServices(dev, ['web']).steps;
    assert.deepEqual([start?.title, start?.call.args.slice(devArguments.length)], ['Starting web', ['up', '--detach', 'web']]);
    const [stop] = planStop(dev, ['web']).steps;
    assert.deepEqual([stop?.title, stop?.call.args.slice(devArguments.length)], ['Stopping web', ['stop', 'web']]);
  });
});

function steps(plan: Plan): readonly string[] {
  return plan.steps.map(({ action, environment, title }) => `${action} ${environment.name}: ${title}`);
}
