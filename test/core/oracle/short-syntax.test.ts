// Compose itself on the tables of ports and mounts: each is the one of a service of its own.

import assert from 'node:assert/strict';
import { mounts, mountVariables, ports, portVariables } from '../compose/short-syntax-cases.ts';
import { askCompose, requireCompose } from '../../support/compose-oracle.ts';

type Services = Record<string, Record<string, readonly Record<string, unknown>[]>>;

async function servicesWith(key: string, entries: readonly string[], variables: Readonly<Record<string, string>>): Promise<Services> {
  const services = entries.map((entry, index) => `  s${index}:\n    image: x\n    ${key}:\n      - ${entry}\n`).join('');
  const verdict = await askCompose({ files: { 'compose.yaml': `services:\n${services}volumes:\n  vol:\n` }, variables });
  assert.ok(verdict.ok, JSON.stringify(verdict));
  return verdict.project['services'] as Services;
}

/** Compose makes one port of each pair in a range. */
function rangeOf(all: readonly unknown[]): string | undefined {
  const texts = all.filter((each) => each !== undefined).map((each) => JSON.stringify(each).replaceAll('"', ''));
  return texts[0] === texts.at(-1) ? texts[0] : `${texts[0]}-${texts.at(-1)}`;
}

describe('Compose agrees on short and long syntax', function () {
  this.timeout(60_000);
  before(requireCompose);

  it('what each port means', async () => {
    const services = await servicesWith('ports', ports.map(([written]) => written), portVariables);
    for (const [index, [written, published, target, protocol = 'tcp', address]] of ports.entries()) {
      const theirs = services[`s${index}`]?.['ports'] ?? [];
      assert.deepEqual([
        ...['published', 'target'].map((key) => rangeOf(theirs.map((port) => port[key]))), theirs[0]?.['protocol'], theirs[0]?.['host_ip'],
      ], [published, target, protocol, address], written);
    }
  });

  it('what each mount means', async () => {
    const services = await servicesWith('volumes', mounts.map(([written]) => written), mountVariables);
    for (const [index, [written, type, source, target, ...facts]] of mounts.entries()) {
      const theirs = services[`s${index}`]?.['volumes']?.[0] ?? {};
      const value = (part: typeof source): string | undefined => (typeof part === 'string' ? part : part?.[0]);
      // Relative sources come back from the project's folder, targets without what leads nowhere.
      const plain = (path: unknown): unknown => (typeof path === 'string' ? path.replace(/^\.\/(?=\.)/, '').replace(/^\.\//, '') : path);
      assert.deepEqual([theirs['type'], theirs['read_only'] === true], [type, facts.includes('ro')], written);
      assert.equal(plain(theirs['target']), plain(value(target)), written);
      const from = value(source);
      if (from?.startsWith('~') || from?.startsWith('..')) assert.ok(String(theirs['source']).endsWith(from.slice(2)), written);
      else assert.equal(plain(theirs['source']), plain(from), written);
      const bind = theirs['bind'] as { create_host_path?: boolean } | undefined;
      // Without `bind` Compose passes the mount to the engine as `-v`, which makes the folder.
      if (type === 'bind') assert.equal(bind !== undefined && bind.create_host_path !== true, facts.includes('exists'), written);
    }
  });
});
