import { strict as assert } from 'node:assert';

import type { ContainerFacts } from '#core/outside.ts';
import { changedRows, type Row } from '#client/views/row.ts';
import { rows } from '#client/views/rows.ts';
import { container, db, english, picture, published, service, summary, web } from './samples.ts';

const shop = [{ path: '/work/shop', name: 'shop' }];

describe('rows of the sidebar', () => {
  it('show an environment with services, containers, ports and mounts', () => {
    const dev = picture(summary('dev'), [container('web', { ports: published, health: 'healthy' }), container('db')]);
    assert.deepEqual(outline(rows([dev], shop, english)), [
      'dev — running · 2/2 healthy [vm-running]',
      '  web — healthy · 8080 [pass-filled]',
      '    shop-web-1 — healthy [package]',
      '    8080 — → 80/tcp [globe]',
      '    site — → /www [folder]',
      '  db — running [play-circle]',
      '    shop-db-1 — running [package]',
      '    data — → /var/lib/db [database]',
    ]);
  });

  it('show the files alone while the engine has not answered', () => {
    assert.deepEqual(outline(rows([picture(summary('dev'))], shop, english)), [
      'dev —  [vm]',
      '  web —  [circle-outline]',
      '    8080 — → 80/tcp [plug]',
      '    site — → /www [folder]',
      '  db —  [circle-outline]',
      '    data — → /var/lib/db [database]',
    ]);
  });

  const descriptions: [what: string, containers: ContainerFacts[], expected: string][] = [
    ['nothing', [], 'stopped'],
    ['all services', [container('web'), container('db')], 'running · 2/2 healthy'],
    ['one service', [container('web')], 'partly running · 1/2 healthy'],
    ['a service that is starting', [container('web', { health: 'starting' }), container('db')], 'running · 1/2 healthy'],
    ['a service that is unhealthy', [container('web', { health: 'unhealthy' }), container('db')], 'running · 1/2 healthy'],
    ['a service that has failed', [container('web', { state: 'exited', exitCode: 1 }), container('db')], 'partly running · 1/2 healthy'],
    ['a job that has ended well', [container('web'), container('db', { state: 'exited', exitCode: 0 })], 'running · 2/2 healthy'],
    ['containers that were stopped', [container('web', { state: 'exited', exitCode: 137 }), container('db', { state: 'exited', exitCode: 0 })], 'stopped'],
  ];
  for (const [what, containers, expected] of descriptions) {
    it(`describe an environment that runs ${what}`, () => {
      assert.equal(rows([picture(summary('dev'), containers)], shop, english)[0]?.description, expected);
    });
  }

  it('say the mode where the name does not, and errors', () => {
    const one = picture(summary('production', { errors: 2 }), []);
    assert.equal(rows([one], shop, english)[0]?.description, '2 errors · stopped · prod mode');
  });

  it('tell of what was interrupted, in words, for menus and in the tooltip, and when the last backup was made', () => {
    const step = '1 of 2 were replaced, and volume data was not';
    const [row, other] = rows([picture(summary('dev'), []), picture(summary('dev', { id: 'blog', projectName: 'blog' }), [])], shop, english, [{ id: '1', operation: 'restore', project: 'shop', step, options: ['resume', 'put-back'] }]);
    assert.equal(row?.description, 'restore interrupted · stopped');
    assert.equal(row.contextValue, 'composure.environment;stopped;dev;interrupted');
    assert.equal(row.accessibilityLabel, 'dev, dev mode, restore interrupted, stopped');
    assert.match(row.tooltip([], '3 hours ago, 1.2 GiB, verified'), /restore interrupted: 1 of 2 were replaced, and volume data was not\n\n[^]*Last backup: 3 hours ago, 1\.2 GiB, verified/);
    assert.equal(other?.description, 'stopped');
    assert.doesNotMatch(other.tooltip(), /Last backup/);
  });

  it('put directories above environments only where a folder has them in several', () => {
    const api = picture(summary('dev', { id: 'api', directory: '/work/shop/services/api' }));
    const drawn = rows([picture(summary('dev')), api, picture(summary('prod'))], shop, english);
    assert.deepEqual(drawn.map((row) => [row.label, row.children.map(({ label }) => label)]), [['shop', ['dev', 'prod']], ['services/api', ['dev']]]);
  });

  it('say that the files have changed since the start', () => {
    const old = container('web');
    const one = picture(summary('dev'), [old, container('db')], { outdated: [old] });
    const [row] = rows([one], shop, english);
    assert.equal(row?.description, 'running · 2/2 healthy · files changed since the start');
    assert.match(row?.contextValue ?? '', /;outdated$/);
    assert.match(row?.tooltip() ?? '', /changed since the start of web: Start brings it up to them/);
  });

  it('put folders above environments only where there are several', () => {
    const other = summary('dev', { id: 'other', folder: '/work/blog', directory: '/work/blog' });
    const folders = [...shop, { path: '/work/blog', name: 'blog' }, { path: '/work/empty', name: 'empty' }];
    const drawn = rows([picture(summary('dev')), picture(other)], folders, english);
    assert.deepEqual(drawn.map((row) => [row.label, row.children.map(({ label }) => label)]), [['shop', ['dev']], ['blog', ['dev']]]);
  });

  it('show services that the files do not name', () => {
    const one = picture(summary('dev'), [], { strays: [{ kind: 'orphan', project: 'shop', service: 'old', containers: [container('old')] }] });
    const [row] = rows([one], shop, english)[0]?.children.slice(-1) ?? [];
    assert.deepEqual([row?.label, row?.description, row?.contextValue], ['old', 'running · not in the files', 'composure.stray;running;orphan']);
  });

  it('do not repeat on each service that the environment is stopped', () => {
    const [web] = rows([picture(summary('dev'), [])], shop, english)[0]?.children ?? [];
    assert.deepEqual([web?.description, web?.accessibilityLabel], ['', 'service web, not running']);
  });

  const contexts: [what: string, row: (all: readonly Row[]) => Row | undefined, expected: string][] = [
    ['an environment with a port for browsers', (all) => all[0], 'composure.environment;running;dev;web'],
    ['a service with one', (all) => all[0]?.children[0], 'composure.service;running;web'],
    ['a service without', (all) => all[0]?.children[1], 'composure.service;running'],
    ['a container', (all) => all[0]?.children[0]?.children[0], 'composure.container;running'],
    ['a port for browsers', (all) => all[0]?.children[0]?.children[1], 'composure.port;web'],
    ['a mount', (all) => all[0]?.children[0]?.children[2], 'composure.mount;'],
  ];
  for (const [what, row, expected] of contexts) {
    it(`name what menus ask for: ${what}`, () => {
      const all = rows([picture(summary('dev'), [container('web', { ports: published }), container('db')])], shop, english);
      assert.equal(row(all)?.contextValue, expected);
    });
  }

  it('lead a click on a web port to the browser, and on a mount to its line', () => {
    const all = rows([picture(summary('dev'), [container('web', { ports: published })])], shop, english);
    const [, port, mount] = all[0]?.children[0]?.children ?? [];
    assert.deepEqual(port?.click, { kind: 'browser', url: 'http://localhost:8080/' });
    assert.deepEqual(mount?.click, { kind: 'place', place: web.mounts[0]?.place });
  });

  it('do not send a database to the browser', () => {
    const ports = [{ address: '127.0.0.1', published: 5432, target: 5432, protocol: 'tcp' }] as const;
    const all = rows([picture(summary('dev'), [container('db', { ports })])], shop, english);
    assert.equal(all[0]?.children[1]?.children[1]?.click, undefined);
  });

  it('say in words for a screen reader what icons and colours show', () => {
    const all = rows([picture(summary('dev'), [container('web', { health: 'unhealthy', ports: published }), container('db')])], shop, english);
    assert.equal(all[0]?.accessibilityLabel, 'dev, dev mode, running, 1 of 2 services healthy, needs attention: web');
    assert.equal(all[0]?.children[0]?.accessibilityLabel, 'service web, unhealthy');
    assert.equal(all[0]?.children[0]?.children[1]?.accessibilityLabel, 'port 8080, 80/tcp in the container, opens in the browser');
    assert.equal(all[0]?.children[0]?.children[2]?.accessibilityLabel, 'folder or file, site, mounted at /www');
  });

  it('have an id each', () => {
    const twins = [picture(summary('dev'), [container('web'), container('db')]), picture(summary('prod'), [container('web'), container('db')])];
    const ids = all(rows(twins, shop, english)).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('name the exit code of a service that failed', () => {
    const one = picture(summary('dev'), [container('web', { state: 'exited', exitCode: 3 }), container('db')]);
    assert.equal(rows([one], shop, english)[0]?.children[0]?.description, 'failed with exit code 3');
  });

  it('count the containers of a service that has several', () => {
    const two = [container('web'), container('web', { id: 'second', name: 'shop-web-2', number: 2, health: 'starting' }), container('db')];
    assert.equal(rows([picture(summary('dev'), two)], shop, english)[0]?.children[0]?.description, 'starting · 2 containers');
  });

  it('write a tooltip that Markdown does not change', () => {
    const one = summary('dev', { name: 'dev_*1*', services: [service('a')], profiles: ['debug'] });
    const text = rows([picture(one)], shop, english)[0]?.tooltip() ?? '';
    assert.match(text, /\*\*dev\\_\\\*1\\\*\*\*/);
    assert.match(text, /Files: `compose.yaml`, `compose.dev.yaml`/);
    assert.match(text, /Profiles: `debug`/);
  });
});

describe('what is redrawn', () => {
  const everywhere = () => true;
  const before = rows([picture(summary('dev'), [container('web'), container('db')]), picture(summary('prod'), [])], shop, english);

  it('is nothing when nothing has changed', () => {
    const same = rows([picture(summary('dev'), [container('web'), container('db')]), picture(summary('prod'), [])], shop, english);
    assert.deepEqual(changedRows(before, same, everywhere), []);
  });

  it('is the whole tree when the environments are others', () => {
    assert.equal(changedRows(before, before.slice(1), everywhere), undefined);
  });

  it('is the environment alone when its sum changes', () => {
    const after = rows([picture(summary('dev'), [container('web', { health: 'unhealthy' }), container('db')]), picture(summary('prod'), [])], shop, english);
    assert.deepEqual(changedRows(before, after, everywhere)?.map(({ label }) => label), ['dev']);
  });

  it('is one service when nothing above it changes', () => {
    const after = rows([picture(summary('dev', { services: [web, { ...db, mounts: [] }] }), [container('web'), container('db')]), picture(summary('prod'), [])], shop, english);
    assert.deepEqual(changedRows(before, after, everywhere)?.map(({ label }) => label), ['db']);
    assert.deepEqual(changedRows(before, after, () => false), []);
  });

  it('does not make the rows that nobody has opened', () => {
    const closed = () => rows([picture(summary('dev'))], shop, english).map((row) => Object.defineProperty(row, 'children', { get: () => assert.fail('made') }));
    assert.deepEqual(changedRows(closed(), closed(), () => false), []);
  });
});

function outline(rows: readonly Row[], indent = ''): string[] {
  return rows.flatMap((row) => [`${indent}${row.label} — ${row.description} [${row.icon.name}]`, ...outline(row.children, `${indent}  `)]);
}

function all(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [row, ...all(row.children)]);
}
