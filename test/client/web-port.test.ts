import { strict as assert } from 'node:assert';

import type { PublishedPort } from '#core/outside.ts';
import { portText, publishedPorts, webAddress } from '#core/environments/web-port.ts';
import { container, published } from './samples.ts';

describe('a published port', () => {
  const table: [address: string, published: number, target: number, protocol: PublishedPort['protocol'], url: string | undefined, text: string][] = [
    ['0.0.0.0', 8080, 80, 'tcp', 'http://localhost:8080/', '8080'],
    ['::', 80, 80, 'tcp', 'http://localhost/', '80'],
    ['127.0.0.1', 3000, 3000, 'tcp', 'http://localhost:3000/', '127.0.0.1:3000'],
    ['10.0.0.5', 3000, 3000, 'tcp', 'http://10.0.0.5:3000/', '10.0.0.5:3000'],
    ['fd00::1', 3000, 3000, 'tcp', 'http://[fd00::1]:3000/', '[fd00::1]:3000'],
    ['0.0.0.0', 8443, 443, 'tcp', 'https://localhost:8443/', '8443'],
    ['0.0.0.0', 443, 8443, 'tcp', 'https://localhost/', '443'],
    ['0.0.0.0', 5432, 5432, 'tcp', undefined, '5432'],
    ['0.0.0.0', 4317, 4317, 'tcp', undefined, '4317'],
    ['0.0.0.0', 8080, 80, 'udp', undefined, '8080'],
    ['0.0.0.0', 0, 80, 'tcp', undefined, '0'],
  ];
  for (const [address, published, target, protocol, url, text] of table) {
    it(`${address}:${published} → ${target}/${protocol} opens ${url ?? 'nothing'}`, () => {
      assert.equal(webAddress({ address, published, target, protocol }), url);
      assert.equal(portText({ address, published, target, protocol }), text);
    });
  }

  it('is listed once for IPv4 and IPv6, and not while its container is stopped', () => {
    const ports = [container('web', { ports: published }), container('db', { state: 'exited', ports: [{ address: '', published: 1, target: 1, protocol: 'tcp' }] })];
    assert.deepEqual(publishedPorts(ports).map(portText), ['8080']);
  });
});
