// What completion and hover ask of the specification's tables, and what holds for every line of them.

import assert from 'node:assert/strict';
import { attributeAt, keysAt } from '#core/compose/spec/lookup.ts';
import { project } from '#core/compose/spec/project.ts';
import type { Attribute } from '#core/compose/spec/attribute.ts';

describe('the specification as data', () => {
  it('knows what may stand at a path', () => {
    assert.equal(attributeAt(['services', 'web', 'image'])?.attribute.scalar?.what, 'text');
    assert.equal(attributeAt(['services', 'web', 'ports', '0', 'target'])?.attribute.required, true);
    assert.deepEqual([...attributeAt(['services', 'web', 'depends_on', 'db', 'condition'])?.attribute.scalar?.known ?? []], ['service_started', 'service_healthy', 'service_completed_successfully']);
    assert.equal(attributeAt(['services', 'web', 'x-team'])?.attribute.docs, 'A field of your own: Compose passes over it');
    assert.equal(attributeAt(['services', 'web', 'imgae']), undefined);
    assert.equal(attributeAt([])?.attribute, project);
  });

  it('takes a number for an item where a list or names may stand', () => {
    for (const key of ['depends_on', 'networks', 'environment', 'extra_hosts', 'labels', 'sysctls', 'models']) {
      const { attribute } = attributeAt(['services', 'web', key]) ?? {};
      assert.equal(attributeAt(['services', 'web', key, '0'])?.attribute, attribute?.list?.item, key);
      assert.equal(attributeAt(['services', 'web', key, 'name'])?.attribute, attribute?.mapping?.others, key);
    }
    assert.equal(attributeAt(['services', '0'])?.attribute, attributeAt(['services', 'web'])?.attribute);
  });

  it('lists the keys of a path, and no former names', () => {
    assert.deepEqual([...keysAt(['volumes', 'data']).keys()], ['name', 'driver', 'driver_opts', 'external', 'labels']);
    assert.equal(keysAt(['services', 'web']).has('x-develop'), false);
    assert.equal(keysAt(['services', 'web', 'image']).size, 0);
  });

  it('says where to read more', () => {
    const link = (...path: readonly string[]): string | undefined => attributeAt(path)?.link.replace('https://docs.docker.com/reference/compose-file/', '');
    assert.equal(link('services'), 'services/');
    assert.equal(link('services', 'web', 'ports'), 'services/#ports');
    assert.equal(link('services', 'web', 'healthcheck', 'interval'), 'services/#healthcheck');
    assert.equal(link('services', 'web', 'networks', 'front', 'aliases'), 'services/#aliases');
    assert.equal(link('services', 'web', 'build'), 'build/');
    assert.equal(link('services', 'web', 'build', 'args'), 'build/#args');
    assert.equal(link('services', 'web', 'deploy', 'resources', 'limits', 'cpus'), 'deploy/#cpus');
    assert.equal(link('services', 'web', 'develop', 'watch', '0', 'action'), 'develop/#watch');
    assert.equal(link('volumes', 'data', 'external'), 'volumes/#external');
    assert.equal(link('name'), 'version-and-name/#name-top-level-element');
  });

  it('has one line of documentation for every key, without a full stop', () => {
    let count = 0;
    for (const [path, { docs }] of everything(project, '')) {
      assert.match(docs, /^\S[^\n]{1,130}\S$/, path);
      assert.ok(!docs.endsWith('.'), path);
      count += 1;
    }
    assert.ok(count > 400, `${count}`);
  });
});

function* everything(attribute: Attribute, path: string): Generator<readonly [string, Attribute]> {
  if (path !== '') yield [path, attribute];
  for (const [key, each] of attribute.mapping?.keys ?? []) yield* everything(each, `${path}.${key}`);
  if (attribute.mapping?.others !== undefined) yield* everything(attribute.mapping.others, `${path}.*`);
  if (attribute.list !== undefined) yield* everything(attribute.list.item, `${path}[]`);
}
