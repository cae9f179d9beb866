// What updates an environment, as the steps that a person sees.

import assert from 'node:assert/strict';
import type { Place, Plan } from '#core/environments/plan.ts';
import { planDeploy } from '#core/environments/plan-deploy.ts';

const place = (name: string, project = 'shop', directory = '/srv/shop'): Place => ({
  environment: { name, mode: 'other', directory, files: [`${directory}/${name}.yaml`], envFiles: [], profiles: [] }, project, services: ['web'],
});
const words = ({ steps }: Plan): readonly string[] => steps.map(({ title, call }) => `${title}: ${call.args.slice(4).join(' ')}`);

describe('the plan of a deployment', () => {
  it('builds and re-creates what differs', () => {
    const plan = planDeploy(place('dev'), { place: place('dev'), services: ['web'] });
    assert.deepEqual([plan.title, words(plan), plan.back], ['Deploying dev', ['Starting dev: up --detach --build'], undefined]);
    assert.deepEqual(words(planDeploy(place('dev'), undefined)), ['Starting dev: up --detach --build']);
  });

  it('builds before another environment makes way, and can go back to it', () => {
    const plan = planDeploy(place('prod'), { place: place('dev'), services: ['web'] });
    assert.deepEqual([plan.title, words(plan)], ['Deploying prod', ['Building prod: build', 'Switching from dev to prod: up --detach --remove-orphans']]);
    assert.equal(plan.back?.title, 'Going back to dev');
  });
});
