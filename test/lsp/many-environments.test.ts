// Many environments in one workspace: what is open comes first, what nobody has opened comes all the same, and what the
// client has is not sent again.

import assert from 'node:assert/strict';
import path from 'node:path';
import { environmentChangesRequest, environmentsRequest, type EnvironmentChanges, type EnvironmentSummary } from '#core/protocol.ts';
import { codes, LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const count = 40;
const services = (network: string): string => `services:\n${Array.from({ length: 10 }, (_, index) => `  s${index}:\n    image: nginx:1.27\n    networks: [${index === 0 ? network : 'front'}]\n`).join('')}networks:\n  front:\n`;

it('the language server judges many environments, and tells of one change alone', async function () {
  this.timeout(120_000);
  const names = Array.from({ length: count }, (_, index) => `project-${String(index).padStart(2, '0')}/compose.yaml`);
  const workspace = temporaryWorkspace(Object.fromEntries(names.map((name) => [name, services('bakc')])));
  const client = new LspClient();
  const at = (name: string | undefined): string => path.join(workspace.root, name ?? '');
  const changes = (since: number): Promise<EnvironmentChanges> => client.connection.sendRequest(environmentChangesRequest, since);
  try {
    await client.initialize(workspace.root);
    const last = at(names.at(-1));
    await client.open(last, services('bcak'));
    const [found] = await client.diagnostics(last, (all, version) => version === 1 && all.length > 0);
    assert.equal(found?.message, 'No network "bcak" is defined: Compose refuses the project');
    for (const name of names.slice(0, -1)) await client.diagnostics(at(name), (all) => codes(all).includes('undefined-network'));

    const all = await complete(() => changes(0));
    assert.deepEqual(all.changed.map(({ errors, services: { length } }) => [errors, length]), Array.from({ length: count }, () => [1, 10]));
    assert.deepEqual(all.changed.map(({ id }) => id), all.ids);
    assert.deepEqual(await client.connection.sendRequest<readonly EnvironmentSummary[]>(environmentsRequest), all.changed);
    assert.deepEqual((await changes(all.revision)).changed, []);

    await client.edit(last, 2, services('front'));
    await client.diagnostics(last, (each, version) => version === 2 && each.length === 0);
    const next = await changes(all.revision);
    assert.deepEqual([next.ids, next.changed.map(({ directory, errors }) => [directory, errors])], [all.ids, [[path.dirname(last), 0]]]);
  } finally {
    await client.dispose();
    workspace.dispose();
  }

  /** Until all are there: at first the server answers with those that it knows. */
  async function complete(ask: () => Promise<EnvironmentChanges>): Promise<EnvironmentChanges> {
    for (;;) {
      const answer = await ask();
      if (answer.ids.length === count && answer.changed.every(({ errors }) => errors === 1)) return answer;
    }
  }
});
