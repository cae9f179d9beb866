import { strict as assert } from 'node:assert';

import { actions, choose, pickItem, type Wish } from '#client/commands/choices.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import { container, english, picture, published, summary } from './samples.ts';

const up = [container('web', { ports: published }), container('db')];
const dev = picture(summary('dev'), up);
const prod = picture(summary('prod'), []);
const test = picture(summary('test'), []);
const blog = picture(summary('dev', { id: 'blog', projectName: 'blog', folder: '/work/blog', directory: '/work/blog' }), []);

describe('picking an environment', () => {
  const table: [wish: Wish, environments: EnvironmentPicture[], folder: string | undefined, expected: string][] = [
    ['start-dev', [dev, prod], undefined, 'dev'],
    ['start-prod', [dev, prod], undefined, 'prod'],
    ['start', [dev, prod], undefined, 'dev? prod?'],
    ['start', [dev], undefined, 'dev'],
    ['start-dev', [dev, blog], undefined, 'dev? dev?'],
    ['stop', [dev, prod, test], undefined, 'dev'],
    ['restart', [dev, prod], undefined, 'dev'],
    ['rebuild', [dev, prod], undefined, 'dev? prod?'],
    ['shell', [dev, prod], undefined, 'dev'],
    ['shell', [prod], undefined, 'Nothing runs that could be looked into'],
    ['orphans', [dev, { ...prod, strays: [{ kind: 'orphan', project: 'shop', service: 'old', containers: [container('old')] }] }], undefined, 'prod'],
    ['orphans', [dev], undefined, 'Every container belongs to a service of the files'],
    ['logs', [dev, prod], undefined, 'dev'],
    ['browser', [dev, prod], undefined, 'dev'],
    ['file', [prod, test], undefined, 'prod? test?'],
    ['start-dev', [prod], undefined, 'No environment here is a dev mode: name a file compose.dev.yaml, or start one by name'],
    ['stop', [prod], undefined, 'Nothing runs that could be stopped'],
    ['logs', [prod], undefined, 'There are no containers yet, and so no logs'],
    ['browser', [prod], undefined, 'No service that runs publishes a port for a browser'],
    ['start', [], undefined, 'There is no Compose file here'],
  ];
  for (const [wish, environments, folder, expected] of table) {
    it(`${wish} among ${environments.map(({ summary }) => summary.name).join(', ') || 'none'}: ${expected}`, () => {
      const choice = choose(wish, environments, folder, english);
      const text = choice.kind === 'one' ? choice.environment.summary.name
        : choice.kind === 'none' ? choice.message
        : choice.environments.map(({ summary }) => `${summary.name}?`).join(' ');
      assert.equal(text, expected);
    });
  }

  it("offers the environments of the active editor's folder first", () => {
    const choice = choose('start-dev', [dev, blog], '/work/blog', english);
    assert.deepEqual(choice.kind === 'many' ? choice.environments.map(({ summary }) => summary.id) : choice, ['blog', dev.summary.id]);
  });

  it('shows name, mode, state and files', () => {
    const { label, description, detail } = pickItem(picture(summary('development'), up), english);
    assert.deepEqual([label, description, detail], ['$(tools) development', 'dev mode · running · 2/2 healthy', 'compose.yaml, compose.development.yaml']);
  });
});

describe("the status bar's menu", () => {
  it('has what can be done with the environment that runs, then the others', () => {
    assert.deepEqual(actions(dev, [dev, prod], english).map(({ label, environment }) => `${label} (${environment ?? ''})`), [
      '$(globe) Open dev in the browser (/work/shop#dev)',
      '$(output) Follow the logs of dev (/work/shop#dev)',
      '$(pulse) Health of dev (/work/shop#dev)',
      '$(graph-line) Monitor: what dev uses (/work/shop#dev)',
      '$(debug-restart) Restart dev (/work/shop#dev)',
      '$(debug-stop) Stop dev, keep its data (/work/shop#dev)',
      '$(archive) Back up dev (/work/shop#dev)',
      '$(checklist) Doctor: what dev lacks (/work/shop#dev)',
      '$(go-to-file) Open the Compose file of dev (/work/shop#dev)',
      '$(rocket) Switch to prod (/work/shop#prod)',
      '$(output) Show log ()',
    ]);
  });

  it('offers to test and deploy where files have changed since the start', () => {
    const edited = picture(summary('dev'), up, { outdated: up.slice(0, 1) });
    assert.deepEqual(actions(edited, [edited], english).map(({ command }) => command).filter((command) => command.endsWith('Changes')), ['composure.testChanges', 'composure.deployChanges']);
  });

  it('offers to start where nothing runs', () => {
    assert.deepEqual(actions(prod, [prod, test], english).map(({ label }) => label), [
      '$(archive) Back up prod', '$(checklist) Doctor: what prod lacks', '$(go-to-file) Open the Compose file of prod', '$(rocket) Start prod', '$(layers) Start test', '$(output) Show log',
    ]);
  });
});
