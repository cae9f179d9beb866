// The calls and plans of an environment, as data.

import assert from 'node:assert/strict';
import { downCall, hashCall, logsArguments, shellArguments, upCall, versionCall } from '#core/environments/calls.ts';
import type { Place, Plan, Running } from '#core/environments/plan.ts';
import { planDown, planRebuild, planRemoveOrphans, planRestart, planStop, planSwitch, planUp } from '#core/environments/plan.ts';
import type { Environment } from '#core/project/environment.ts';

const dev: Environment = {
  name: 'dev', mode: 'dev', directory: '/srv/shop', files: ['/srv/shop/compose.yaml', '/srv/shop/compose.dev.yaml'], envFiles: ['/srv/shop/.env.dev'], profiles: ['debug'],
};
const prod: Environment = { ...dev, name: 'prod', mode: 'prod', files: ['/srv/shop/compose.yaml'], envFiles: [], profiles: [] };
const blog: Environment = { ...prod, name: 'blog', directory: '/srv/blog', files: ['/srv/blog/compose.yaml'] };
const devArguments = [
  '--project-directory', '/srv/shop', '--file', '/srv/shop/compose.yaml', '--file', '/srv/shop/compose.dev.yaml', '--env-file', '/srv/shop/.env.dev', '--profile', 'debug',
];

const place = (environment: Environment, project = 'shop'): Place => ({ environment, project, services: ['db', 'web'] });
const running = (environment: Environment, project = 'shop', more: Partial<Running> = {}): Running => ({ place: place(environment, project), services: ['db', 'web'], ...more });

describe('calls of an environment', () => {
  it('name the whole project', () => {
    assert.deepEqual(upCall(dev).args, [...devArguments, 'up', '--detach']);
    assert.deepEqual(upCall(dev, { build: true, removeOrphans: true }).args, [...devArguments, 'up', '--detach', '--remove-orphans', '--build']);
    assert.deepEqual(logsArguments(dev, { services: ['web'] }), ['compose', ...devArguments, 'logs', '--follow', '--tail', '200', 'web']);
    assert.deepEqual(logsArguments(prod, { follow: false, tail: 'all', since: '5m' }).slice(-5), ['logs', '--tail', 'all', '--since', '5m']);
    assert.deepEqual(shellArguments(dev, 'web').slice(devArguments.length + 1, -1), ['exec', 'web', 'sh', '-c']);
  });

  it('never remove a volume and never answer a question with yes', () => {
    const plans = [
      planUp(place(dev)), planUp(place(dev), ['web'], { build: true }), planStop(place(dev)), planRestart(place(dev)), planRebuild(place(dev), [], { pull: true }),
      planDown(place(dev), { removeOrphans: true }), planRemoveOrphans(place(dev), ['old']),
      planSwitch(place(prod), running(dev)), planSwitch(place(prod, 'other'), running(dev)),
    ];
    const calls = [downCall(dev), ...plans.flatMap((plan) => [...plan.steps, ...plan.back?.steps ?? []]).map(({ call }) => call)];
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
  it('to start is one step, which waits for all services and leaves those alone that it does not name', () => {
    const plan = planUp(place(dev));
    assert.deepEqual(steps(plan), ['up dev: Starting dev']);
    assert.deepEqual(plan.steps[0]?.awaits, { project: 'shop', services: ['db', 'web'] });
    assert.deepEqual(steps(planSwitch(place(dev), undefined)), ['up dev: Starting dev']);
    assert.deepEqual(steps(planSwitch(place(dev), running(dev))), ['up dev: Starting dev']);
    assert.ok(!words(plan).includes('--remove-orphans'));
  });

  it('to switch within a project is one up, and another one back', () => {
    const plan = planSwitch(place(prod), running(dev));
    assert.deepEqual(steps(plan), ['up prod: Switching from dev to prod']);
    assert.equal(plan.title, 'Switching from dev to prod');
    assert.ok(words(plan).includes('--remove-orphans'));
    assert.deepEqual(plan.back && steps(plan.back), ['up dev: Going back to dev']);
    assert.deepEqual(plan.back?.steps[0]?.call.args.slice(devArguments.length), ['up', '--detach', '--remove-orphans']);
    const part = planSwitch(place(prod), running(dev, 'shop', { services: ['db'] })).back?.steps[0];
    assert.deepEqual([part?.call.args.at(-1), part?.awaits?.services], ['db', ['db']], 'only what ran comes back');
  });

  it('to switch between projects of one directory makes all that it can before it stops the other', () => {
    const plan = planSwitch(place(prod, 'shop-prod'), running(dev, 'shop-dev'));
    assert.deepEqual(steps(plan), ['create prod: Preparing prod', 'stop dev: Stopping dev', 'up prod: Starting prod']);
    assert.deepEqual(plan.back && steps(plan.back), ['stop prod: Stopping prod', 'start dev: Going back to dev']);
    assert.deepEqual(plan.back?.steps[1]?.awaits, { project: 'shop-dev', services: ['db', 'web'] });
  });

  it('to switch between projects that share a port stops the other first', () => {
    assert.deepEqual(steps(planSwitch(place(blog, 'blog'), running(prod, 'shop', { sharesPorts: true }))), ['create blog: Preparing blog', 'stop prod: Stopping prod', 'up blog: Starting blog']);
    assert.deepEqual(steps(planSwitch(place(blog, 'blog'), running(prod))), ['up blog: Starting blog']);
  });

  it('to restart may name services, and waits for them alone', () => {
    assert.deepEqual(steps(planRestart(place(dev))), ['restart dev: Restarting dev']);
    const [step] = planRestart(place(dev), ['web']).steps;
    assert.deepEqual([step?.call.args.slice(-2), step?.title, step?.awaits?.services], [['restart', 'web'], 'Restarting web', ['web']]);
  });

  it('to start or stop may name services, and leaves the others alone', () => {
    const [start] = planUp(place(dev), ['web']).steps;
    assert.deepEqual([start?.title, start?.call.args.slice(devArguments.length)], ['Starting web', ['up', '--detach', 'web']]);
    const [stop] = planStop(place(dev), ['web']).steps;
    assert.deepEqual([stop?.title, stop?.call.args.slice(devArguments.length), stop?.awaits], ['Stopping web', ['stop', 'web'], undefined]);
  });

  it('to rebuild builds all from the beginning, and then starts', () => {
    const plan = planRebuild(place(dev), [], { pull: true });
    assert.equal(plan.title, 'Rebuilding dev');
    assert.deepEqual(plan.steps.map(({ call }) => call.args.slice(devArguments.length)), [['build', '--no-cache', '--pull'], ['up', '--detach']]);
  });

  it('to remove orphans names their project and no file', () => {
    assert.deepEqual(planRemoveOrphans(place(dev), ['old', 'older']).steps[0]?.call.args, ['--project-name', 'shop', 'rm', '--stop', '--force', 'old', 'older']);
  });
});

function words(plan: Plan): readonly string[] {
  return plan.steps.flatMap(({ call }) => call.args);
}

function steps(plan: Plan): readonly string[] {
  return plan.steps.map(({ action, environment, title }) => `${action} ${environment.name}: ${title}`);
}
