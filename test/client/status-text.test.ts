import { strict as assert } from 'node:assert';

import { statusBarText, type StatusFacts } from '#client/views/status-text.ts';
import { container, english, picture, summary } from './samples.ts';

const dev = picture(summary('dev'), [container('web'), container('db')]);
const sick = picture(summary('prod'), [container('web', { health: 'unhealthy' }), container('db')]);
const idle = picture(summary('test'), []);
const blog = picture(summary('dev', { id: 'blog', folder: '/work/blog', name: 'blog' }), [container('web')]);
const fine: StatusFacts = { environments: [dev], state: 'ready', folder: undefined, operation: undefined };

describe('the status bar', () => {
  const table: [what: string, facts: Partial<StatusFacts>, text: string | undefined, broken: boolean][] = [
    ['an environment that runs', {}, '$(tools) dev · 2/2 healthy', false],
    ['one that is broken', { environments: [sick] }, '$(warning) prod · 1/2 healthy', true],
    ['none that runs', { environments: [idle] }, '$(vm) Compose: stopped', false],
    ['the one that runs among others', { environments: [idle, dev] }, '$(tools) dev · 2/2 healthy', false],
    ["the active editor's folder", { environments: [dev, blog], folder: '/work/blog' }, '$(tools) blog · 1/2 healthy', false],
    ['no environment', { environments: [] }, undefined, false],
    ['an untrusted folder', { state: 'untrusted' }, undefined, false],
    ['an engine that has not answered yet', { environments: [picture(summary('dev'))] }, undefined, false],
    ['an engine that is down', { state: 'engine-unreachable' }, '$(circle-slash) Docker is not available', false],
    ['an operation', { operation: 'Starting dev' }, '$(sync~spin) Starting dev', false],
  ];
  for (const [what, facts, text, broken] of table) {
    it(`shows ${what}`, () => {
      const shown = statusBarText({ ...fine, ...facts }, english);
      assert.equal(shown?.text, text);
      assert.equal(shown?.broken ?? false, broken);
    });
  }

  it('says the same in words', () => {
    assert.equal(statusBarText({ ...fine, environments: [sick] }, english)?.accessibilityLabel, 'Composure: prod, prod mode, 1 of 2 services healthy, needs attention: web');
  });
});
