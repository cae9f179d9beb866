// What the pages of the editor ask for, over a real connection.

import assert from 'node:assert/strict';
import path from 'node:path';
import type { ApplyWorkspaceEditParams } from 'vscode-languageserver/node';
import type { MatrixRow } from '#core/matrix/matrix-row.ts';
import { driftRequest, graphRequest, matrixRequest, recordDecisionRequest, type DriftAnswer, type GraphAnswer, type Place } from '#core/protocol.ts';
import { LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const dev = 'services:\n  web:\n    image: example/web:1\n    depends_on: [db]\n  db:\n    image: postgres:15\n    ports: ["5432:5432"]\n';

describe('the language server', () => {
  let workspace: ReturnType<typeof temporaryWorkspace>;
  let client: LspClient;
  let ids: readonly string[];

  before(async () => {
    workspace = temporaryWorkspace({ 'compose.dev.yaml': dev, 'compose.prod.yaml': dev.replace('postgres:15', 'postgres:16') });
    client = new LspClient();
    await client.initialize(workspace.root);
    ids = (await client.connection.sendRequest<readonly MatrixRow[]>(matrixRequest)).map(({ id }) => id);
  });
  after(async () => {
    await client.dispose();
    workspace.dispose();
  });

  const shown = (place: Place | undefined): string => (place === undefined ? '' : `${path.basename(place.file)}:${place.range.start.line + 1}:${place.range.start.character + 1}`);

  it('says what every environment is made of', async () => {
    const rows = await client.connection.sendRequest<readonly MatrixRow[]>(matrixRequest);
    assert.deepEqual(rows.map(({ id, name, services, ports }) => [id, name, services, ports]), [[ids[0], 'dev', ['web', 'db'], ['5432']], [ids[1], 'prod', ['web', 'db'], ['5432']]]);
  });

  it('says what differs, in the texts that are open', async () => {
    const asked = async (): Promise<readonly unknown[]> => {
      const { compared, left, differences } = await client.connection.sendRequest<DriftAnswer>(driftRequest, ids);
      assert.deepEqual([compared, left], [['dev', 'prod'], []]);
      return differences.map(({ service, attribute, accident, values }) => [service, attribute, accident, ...values.map(({ text, place }) => `${text} ${shown(place)}`)]);
    };
    assert.deepEqual(await asked(), [['db', 'image', 'db is postgres:15 in dev, and postgres:16 in prod', 'postgres:15 compose.dev.yaml:6:12', 'postgres:16 compose.prod.yaml:6:12']]);
    await client.open(path.join(workspace.root, 'compose.dev.yaml'), `\n${dev.replace('postgres:15', 'postgres:16').replace('web:1', 'web:2')}`);
    assert.deepEqual(await asked(), [['web', 'image', 'web is example/web:2 in dev, and example/web:1 in prod', 'example/web:2 compose.dev.yaml:4:12', 'example/web:1 compose.prod.yaml:3:12']]);
  });

  it('draws an environment', async () => {
    const graph = await client.connection.sendRequest<GraphAnswer>(graphRequest, ids[1]);
    assert.deepEqual(graph.nodes.map(({ id, place, ports }) => [id, shown(place), ...ports.map((port) => `${port.text} ${shown(port.place)}`)]), [
      ['service:web', 'compose.prod.yaml:2:3'], ['service:db', 'compose.prod.yaml:5:3', '5432 → 5432 compose.prod.yaml:7:13'],
    ]);
    assert.deepEqual(graph.edges, [{ from: 'service:web', to: 'service:db', kind: 'needs', label: 'service_started' }]);
    assert.equal(await client.connection.sendRequest(graphRequest, 'gone'), null);
  });

  it('writes down that a difference is meant', async () => {
    const edits: unknown[] = [];
    client.connection.onRequest('workspace/applyEdit', ({ edit }: ApplyWorkspaceEditParams) => {
      edits.push(...edit.documentChanges ?? []);
      return { applied: true };
    });
    const decision = { environment: ids[0], services: ['web'], attribute: 'environment.LEVEL', because: 'dev: is talkative' };
    assert.equal(await client.connection.sendRequest(recordDecisionRequest, decision), true);
    assert.match(JSON.stringify(edits), /"kind":"create",[^}]*composure\.yaml.*"newText":"drift:\\n {2}web:\\n {4}environment\.LEVEL: \\"dev: is talkative\\"\\n"/);
    workspace.write('composure.yaml', 'rules:\n  unpinned-image: off\n');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: `file://${workspace.root}/composure.yaml`, type: 1 }] });
    edits.length = 0;
    assert.equal(await client.connection.sendRequest(recordDecisionRequest, decision), true);
    assert.match(JSON.stringify(edits), /"newText":"\\ndrift:\\n {2}web:\\n {4}environment\.LEVEL: \\"dev: is talkative\\"\\n"/);
    edits.length = 0;
    assert.equal(await client.connection.sendRequest(recordDecisionRequest, { ...decision, services: ['web', 'db'], attribute: 'restart', because: 'x' }), true);
    assert.match(JSON.stringify(edits), /"newText":"\\ndrift:\\n {2}web:\\n {4}restart: x\\n {2}db:\\n {4}restart: x\\n"/);
  });
});
