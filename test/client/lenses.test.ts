import { strict as assert } from 'node:assert';

import type { EnvironmentPicture } from '#client/environment-picture.ts';
import { lineOfKey } from '#client/views/lens-place.ts';
import { lenses } from '#client/views/lenses.ts';
import { container, db, english, picture, place, service, summary } from './samples.ts';

const file = '/work/shop/compose.yaml';
const said = (environments: readonly EnvironmentPicture[], of = file, trusted = true): readonly string[] =>
  lenses(of, environments, trusted, english).map(({ line, title, command, argument }) => `${line} ${title.replace('\u00a0', ' ')}${command === undefined ? '' : ` → ${command.replace('composure.', '')}${argument === undefined ? '' : ` ${argument.replace('/work/shop#', '')}`}`}`);

describe('code lenses', () => {
  it('keep a gap between an icon and its words, which the editor would swallow', () => {
    const titles = lenses(file, [picture(summary('dev'), [container('web', { health: 'healthy' })])], true, english).map(({ title }) => title);
    assert.deepEqual(titles.filter((title) => title.startsWith('$(')), ['$(tools)\u00a0dev: partly running · 1/2 healthy', '$(pass)\u00a0healthy']);
    assert.deepEqual(lenses(file, [picture(summary('dev'))], false, english).map(({ title }) => title), ['$(question)\u00a0dev: state unknown']);
  });

  it('stand above the file and each service of an environment that runs', () => {
    assert.deepEqual(said([picture(summary('dev'), [container('web', { health: 'healthy' }), container('db', { health: 'unhealthy' })])]), [
      '0 $(warning) dev: running · 1/2 healthy → environments.focus',
      '0 Restart → restart dev', '0 Stop → stop dev', '0 Logs → logs dev',
      '1 $(pass) healthy', '1 Restart → restart service:dev:web', '1 Stop → stop service:dev:web', '1 Logs → logs service:dev:web',
      '8 $(warning) unhealthy', '8 Restart → restart service:dev:db', '8 Stop → stop service:dev:db', '8 Logs → logs service:dev:db',
    ]);
  });

  it('offer to start what does not run', () => {
    assert.deepEqual(said([picture(summary('dev'), [])]), [
      '0 $(tools) dev: stopped → environments.focus', '0 Start → start dev', '1 Start → start service:dev:web', '8 Start → start service:dev:db',
    ]);
  });

  it('say how a service ended', () => {
    assert.deepEqual(said([picture(summary('dev'), [container('web'), container('db', { state: 'exited', exitCode: 3 })])]).slice(-3), [
      '8 $(warning) failed with exit code 3', '8 Start → start service:dev:db', '8 Logs → logs service:dev:db',
    ]);
  });

  it('say that a service is paused', () => {
    assert.deepEqual(said([picture(summary('dev'), [container('web', { state: 'paused' }), container('db')])]).slice(4, 8), [
      '1 $(debug-pause) paused', '1 Restart → restart service:dev:web', '1 Stop → stop service:dev:web', '1 Logs → logs service:dev:web',
    ]);
  });

  it('say the worst of several containers', () => {
    const containers = [container('web'), container('web', { number: 2, state: 'exited', exitCode: 1 }), container('db')];
    assert.deepEqual(said([picture(summary('dev'), containers)]).filter((each) => each.startsWith('1 $')), ['1 $(warning) failed with exit code 1']);
  });

  it('speak of services that another environment of the file has alone, by an overlay or a profile', () => {
    const tool = service('tool', { place: place(20) });
    const [dev, all] = [picture(summary('dev'), [container('web'), container('db')]), picture(summary('all', { services: [service('web'), db, tool] }), [])];
    assert.deepEqual(said([dev, all]).filter((each) => each.startsWith('20 ')), ['20 Start → start service:all:tool']);
  });

  it('follow a key that moved, and leave out one that was renamed', () => {
    const at = (text: string, name: string, line: number): number | undefined => {
      const lines = text.split('\n');
      return lineOfKey({ lineCount: lines.length, lineAt: (index) => ({ text: lines[index] ?? '' }) }, name, line, 2);
    };
    const text = '# one line more\nservices:\n  web:\n    image: x\n  "db" :\n    depends_on:\n      web: {}\n  webs:\n';
    assert.deepEqual(['web', 'db', 'webs', 'api'].map((name) => at(text, name, 1)), [2, 4, 7, undefined]);
    assert.equal(at(text, 'web', 7), 2);
  });

  it('start the rest of an environment that runs in part', () => {
    assert.deepEqual(said([picture(summary('dev'), [container('web')])]).slice(0, 5), [
      '0 $(tools) dev: partly running · 1/2 healthy → environments.focus', '0 Start → start dev', '0 Restart → restart dev', '0 Stop → stop dev', '0 Logs → logs dev',
    ]);
  });

  it('offer the other environments of the file', () => {
    const [dev, prod, test] = [picture(summary('dev'), [container('web'), container('db')]), picture(summary('prod'), []), picture(summary('test'), [])];
    assert.deepEqual(said([dev, prod, test]).slice(4, 6), ['0 Switch to prod → start prod', '0 Switch to test → start test']);
    assert.deepEqual(said([prod, test]).slice(0, 3), ['0 $(rocket) prod: stopped → environments.focus', '0 Start prod → start prod', '0 Start test → start test']);
    assert.deepEqual(said([dev, prod], '/work/shop/compose.prod.yaml'), ['0 $(rocket) prod: stopped → environments.focus', '0 Start → start prod']);
  });

  it('leave out what other files define, and files that make no environment', () => {
    const elsewhere = service('api', { place: { ...place(3), file: '/work/shop/api/compose.yaml' } });
    assert.deepEqual(said([picture(summary('dev', { services: [elsewhere, db] }), [])]), ['0 $(tools) dev: stopped → environments.focus', '0 Start → start dev', '8 Start → start service:dev:db']);
    assert.deepEqual(said([picture(summary('dev', { services: [elsewhere, db] }), [])], '/work/shop/api/compose.yaml'), ['0 $(tools) dev: stopped → environments.focus', '0 Start → start dev', '3 Start → start service:dev:api']);
    assert.deepEqual(said([picture(summary('dev'), [])], '/work/shop/other.yaml'), []);
  });

  it('know nothing while the engine has not answered, and offer nothing in a folder that is not trusted', () => {
    assert.deepEqual(said([picture(summary('dev'))]), ['0 $(tools) dev: state unknown → environments.focus', '0 Start → start dev']);
    assert.deepEqual(said([picture(summary('dev'))], file, false), ['0 $(question) dev: state unknown → workbench.trust.manage']);
  });
});
