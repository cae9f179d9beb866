// The outline as lines: kind, name, detail, and what its range covers.

import assert from 'node:assert/strict';
import { symbolsOf, type OutlineSymbol } from '#core/language/symbols.ts';
import { parseYaml } from '#core/yaml/parse.ts';

function lines(symbols: readonly OutlineSymbol[], text: string, depth = 0): readonly string[] {
  return symbols.flatMap((each) => {
    assert.ok(each.nameSpan[0] >= each.span[0] && each.nameSpan[1] <= each.span[1], `${each.name} stands outside of itself`);
    const last = text.slice(...each.span).split('\n').at(-1)?.trim();
    return [`${'  '.repeat(depth)}${each.kind} ${each.name} | ${each.detail} | ${last}`, ...lines(each.children, text, depth + 1)];
  });
}

const outline = (text: string): readonly string[] => lines(symbolsOf(parseYaml('/project/compose.yaml', text)), text);

describe('outline', () => {
  it('says of a service its image and ports, of a resource what it is', () => {
    assert.deepEqual(outline(`name: shop
include:
  - a.yaml
  - path: [b.yaml, c.yaml]
services:
  web:
    image: nginx:1.27
    ports:
      - "8080:80"
      - {target: 90, published: 9090}
    depends_on: [db]

  # the database
  db:
    build: ./db
networks:
  front:
  back: {external: true, name: x}
volumes:
  data: {driver: local}
`), [
      'section name | shop | name: shop',
      'section include |  | - path: [b.yaml, c.yaml]',
      '  file a.yaml |  | a.yaml',
      '  file b.yaml, c.yaml |  | path: [b.yaml, c.yaml]',
      'section services |  | build: ./db',
      '  service web | nginx:1.27 · 8080:80, 9090 | depends_on: [db]',
      '    attribute image | nginx:1.27 | image: nginx:1.27',
      '    attribute ports | 2 | - {target: 90, published: 9090}',
      '    attribute depends_on | db | depends_on: [db]',
      '  service db | build ./db | build: ./db',
      '    attribute build | ./db | build: ./db',
      'section networks |  | back: {external: true, name: x}',
      '  network front |  | front:',
      '  network back | external · x | back: {external: true, name: x}',
      '    attribute external | true | external: true',
      '    attribute name | x | name: x',
      'section volumes |  | data: {driver: local}',
      '  volume data | local | data: {driver: local}',
      '    attribute driver | local | driver: local',
    ]);
  });

  it('leaves to an anchor what an alias brings in', () => {
    assert.deepEqual(outline('x-a: &a\n  image: x\nservices:\n  a: *a\n  b:\n    <<: *a\n    init: true\n'), [
      'section x-a | image | image: x',
      'section services |  | init: true',
      '  service a | x | a: *a',
      '  service b | x | init: true',
      '    attribute init | true | init: true',
    ]);
  });

  it('keeps what it can of broken text', () => {
    assert.deepEqual(outline('services:\n  a:\n    image: "x\n  b:\n    image: y\n').filter((line) => line.includes('service ')), ['  service a | x | image: "x', '  service b | y | image: y']);
    assert.deepEqual(outline(''), []);
    assert.deepEqual(outline('- a\n'), []);
  });
});
