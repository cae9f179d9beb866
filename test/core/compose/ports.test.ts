// Published ports in short and long syntax: what they mean, and where each of their parts stands.

import assert from 'node:assert/strict';
import { interpolateTree } from '#core/compose/interpolate.ts';
import { readPort, type PortRange } from '#core/compose/ports.ts';
import { get } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import type { Text } from '#core/yaml/span.ts';
import { ports, portVariables } from './short-syntax-cases.ts';

const range = (ports: PortRange | undefined): string | undefined => ports && (ports.first === ports.last ? `${ports.first}` : `${ports.first}-${ports.last}`);

describe('a port', () => {
  for (const [written, published, target, protocol = 'tcp', address] of ports) {
    it(written, () => {
      const source = `a: ${written}\n`;
      const root = parseYaml('/compose.yaml', source).documents[0];
      assert.ok(root);
      const node = get(interpolateTree(root, new Map(Object.entries(portVariables)), () => undefined), 'a');
      const port = node && readPort(node);
      assert.deepEqual([range(port?.published), range(port?.target), port?.protocol, port?.address?.value], [published, target, protocol, address]);
      assert.equal(source.slice(...(port?.at.span ?? [0, 0])), written);
      const there = (text: Text | undefined): string | undefined => text && source.slice(...text.span);
      assert.deepEqual([there(port?.publishedText), there(port?.targetText)], [published?.replace('8088', '${P}'), target]);
      if (address !== undefined) assert.equal(there(port?.address), address);
    });
  }

  for (const [written, published, target] of [
    ['"a:80"', undefined, '80'], ['"99999:80"', undefined, '80'], ['"10-5:80"', undefined, '80'], ['"+80:80"', undefined, '80'], ['"80:"', '80', undefined], ['""', undefined, undefined], ['"80:80/tcp/udp"', '80', undefined],
    ['"${X}:80"', undefined, undefined], ['"80:${X}"', undefined, undefined], ['{published: 80}', '80', undefined], ['{target: a}', undefined, undefined],
  ] as const) {
    it(`says only what can be read: ${written}`, () => {
      const root = parseYaml('/compose.yaml', `a: ${written}\n`).documents[0];
      assert.ok(root);
      const node = get(interpolateTree(root, new Map(), () => undefined), 'a');
      const port = node && readPort(node);
      assert.deepEqual([range(port?.published), range(port?.target)], [published, target]);
    });
  }
});
