import { strict as assert } from 'node:assert';

import { inTheWay, sharesPorts } from '#client/commands/switching.ts';
import { container, picture, service, summary } from './samples.ts';

const up = [container('web'), container('db')];

describe('which environment makes room for another', () => {
  const target = picture(summary('prod'), []);

  it('is the one of the same project', () => {
    const dev = picture(summary('dev'), up);
    assert.equal(inTheWay(target, [target, dev]), dev);
  });

  it('is none while nothing else runs', () => {
    assert.equal(inTheWay(target, [target, picture(summary('dev'), [])]), undefined);
  });

  it('is one of another project on the same ports', () => {
    const blog = picture(summary('dev', { id: 'blog', directory: '/work/blog', projectName: 'blog' }), up);
    assert.equal(inTheWay(target, [target, blog]), blog);
  });

  it('is not one that stands elsewhere on other ports', () => {
    const blog = picture(summary('dev', { id: 'blog', directory: '/work/blog', projectName: 'blog', services: [] }), up);
    assert.equal(inTheWay(target, [target, blog]), undefined);
  });
});

describe('sharing ports', () => {
  const table: [one: [address: string, published: string, protocol: string], other: [string, string, string], expected: boolean][] = [
    [['', '8080', 'tcp'], ['', '8080', 'tcp'], true],
    [['', '8080', 'tcp'], ['', '8081', 'tcp'], false],
    [['', '8080', 'tcp'], ['', '8080', 'udp'], false],
    [['', '8000-8010', 'tcp'], ['', '8010-8020', 'tcp'], true],
    [['127.0.0.1', '8080', 'tcp'], ['0.0.0.0', '8080', 'tcp'], true],
    [['127.0.0.1', '8080', 'tcp'], ['127.0.0.2', '8080', 'tcp'], false],
    [['', '', 'tcp'], ['', '', 'tcp'], false],
  ];
  for (const [one, other, expected] of table) {
    it(`${one.join(':')} and ${other.join(':')}: ${expected}`, () => assert.equal(sharesPorts(publishing(one), publishing(other)), expected));
  }
});

function publishing([address, published, protocol]: [string, string, string]) {
  const { place } = service('x');
  return picture(summary('x', { services: [service('x', { ports: [{ address, published, target: '80', protocol, place }] })] }));
}
