// What is in the picture of an environment.

import assert from 'node:assert/strict';
import { graphOf } from '#core/graph/graph.ts';
import { neverCancelled } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

async function graph(text: string): Promise<{ readonly nodes: readonly string[]; readonly edges: readonly string[] }> {
  const fixture = readFixture(text);
  const [files, parsed] = [fixtureFiles(fixture), new ParsedFiles()];
  const [environment] = await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled);
  assert.ok(environment);
  const { nodes, edges } = graphOf(await loadProject(environment, files, parsed, neverCancelled));
  const at = ({ file, span }: { readonly file: string; readonly span: readonly [number, number] }): string => (fixture.files.get(file) ?? '').slice(span[0], span[1]);
  return {
    nodes: nodes.map(({ id, detail, ports, at: place }) => [id, detail, ...ports.map((port) => `${port.text} at "${at(port.at)}"`), `at "${at(place)}"`].filter((part) => part !== '').join(', ')),
    edges: edges.map(({ from, to, kind, label, at: place }) => `${from} ${kind} ${to} ${label} at "${at(place)}"`),
  };
}

describe('the graph of an environment', () => {
  it('has services, and what each needs, joins and keeps, at their places', async () => {
    const { nodes, edges } = await graph(`services:
  web:
    build: ./web
    ports: ["8080:80", "53"]
    depends_on: { db: { condition: service_healthy } }
    links: [db]
    networks: [front]
    volumes: [./conf:/conf:ro, cache:/cache, /anonymous]
  db:
    image: postgres:16
    volumes: [{ type: volume, source: data, target: /var/lib/postgresql/data }, { type: tmpfs, target: /tmp }]
  tools:
    image: example/tools
    profiles: [tools]
    depends_on: [db]
networks: { front: { external: true } }
volumes: { cache: {}, data: { external: true } }
`);
    assert.deepEqual(nodes, [
      'service:web, built from ./web, 8080 → 80 at ""8080:80"", any port → 53 at ""53"", at "web"', 'service:db, postgres:16, at "db"',
      'network:front, external, at "front"', 'folder:./conf, at "./conf"', 'volume:cache, at "cache"', 'volume:data, external, at "data"',
    ]);
    assert.deepEqual(edges, [
      'service:web needs service:db service_healthy at "db"', 'service:web joins network:front  at "front"',
      'service:web keeps folder:./conf /conf at "./conf:/conf:ro"', 'service:web keeps volume:cache /cache at "cache:/cache"',
      'service:db keeps volume:data /var/lib/postgresql/data at "{ type: volume, source: data, target: /var/lib/postgresql/data }"',
    ]);
  });

  it('leaves out what nobody can know, and services that are not there', async () => {
    const { nodes, edges } = await graph('services:\n  web:\n    image: example/web\n    volumes: ["${DATA}:/data"]\n    depends_on: { gone: { condition: service_started, required: false } }\n');
    assert.deepEqual([nodes, edges], [['service:web, example/web, at "web"'], []]);
  });
});
