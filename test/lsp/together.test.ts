// What several environments say together, and what an engine says, over a real connection.

import assert from 'node:assert/strict';
import path from 'node:path';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { EngineFacts } from '#core/outside.ts';
import { engineFactsNotification, environmentsRequest, type EnvironmentSummary } from '#core/protocol.ts';
import { codes, LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const web = (port: number): string => `services:\n  web:\n    image: nginx:1.27\n    ports: ["${port}:80"]\n`;

const facts = (changes: Partial<EngineFacts>): EngineFacts => ({ ports: [], networks: [], volumes: [], cpus: 4, memory: 2 ** 34, runtimes: ['runc'], gpu: false, swarm: false, containers: [], ...changes });

const said = (diagnostics: readonly Diagnostic[]): readonly unknown[] => diagnostics.map(({ message }) => message);

describe('the language server', () => {
  const disposables: (() => unknown)[] = [];
  const start = async (files: Readonly<Record<string, string>>): Promise<{ client: LspClient; at: (name: string) => string; write: (name: string, text: string) => void }> => {
    const workspace = temporaryWorkspace(files);
    const client = new LspClient();
    disposables.push(() => client.dispose(), workspace.dispose);
    await client.initialize(workspace.root);
    return { client, at: (name) => path.join(workspace.root, name), write: workspace.write };
  };
  afterEach(async () => {
    for (const dispose of disposables.splice(0)) await dispose();
  });

  it('says in which environments a finding stands', async () => {
    const base = `${web(80)}    networks: [back]\n`;
    const { client, at } = await start({ 'compose.yaml': base, 'compose.dev.yaml': 'networks: {back: {}}\n' });
    await client.open(at('compose.yaml'), base);
    const [found] = await client.diagnostics(at('compose.yaml'), (each) => each[0]?.relatedInformation?.length === 1);
    assert.deepEqual(found?.relatedInformation?.map(({ message, location }) => [message, location.range]), [['only in default', found?.range]]);
  });

  it('compares projects, and follows each edit of either', async () => {
    const { client, at } = await start({ 'one/compose.yaml': web(80), 'two/compose.yaml': web(80) });
    await client.open(at('one/compose.yaml'), web(80));
    await client.diagnostics(at('two/compose.yaml'), (each) => codes(each).includes('port-conflict'));
    await client.edit(at('one/compose.yaml'), 2, `\n\n${web(80)}`);
    const moved = await client.diagnostics(at('one/compose.yaml'), (each, version) => version === 2 && codes(each).includes('port-conflict'));
    assert.deepEqual(moved.map(({ range }) => range.start.line), [5]);
    await client.edit(at('one/compose.yaml'), 3, web(81));
    await client.diagnostics(at('two/compose.yaml'), (each) => each.length === 0);
    await client.diagnostics(at('one/compose.yaml'), (each, version) => version === 3 && each.length === 0);
    const lines = client.published.filter(({ uri, version }) => uri.endsWith('one/compose.yaml') && version === 2).flatMap(({ diagnostics }) => diagnostics.map(({ range }) => range.start.line));
    assert.deepEqual([...new Set(lines)], [5], 'a place of the old text was published with the new version');
  });

  it('holds env files against the variables that composure.yaml describes, while either is edited', async () => {
    const text = 'services:\n  web:\n    image: nginx:1.27\n    environment:\n      PORT: ${PORT}\n      LEVEL: ${LEVEL}\n';
    const described = 'variables:\n  PORT: { type: port }\n  LEVEL: { values: [info, warn] }\n';
    const { client, at } = await start({ 'compose.yaml': text, 'composure.yaml': described, '.env.prod': 'PORT=http\n' });
    await client.open(at('.env.prod'), 'PORT=http\n');
    const both = ['env-value-mismatch', 'env-variable-missing'];
    await client.diagnostics(at('.env.prod'), (each) => both.every((code) => codes(each).includes(code)));
    await client.edit(at('.env.prod'), 2, 'PORT=8080\nLEVEL=inof\n');
    const [found, ...others] = await client.diagnostics(at('.env.prod'), (each, version) => version === 2 && !codes(each).includes('env-variable-missing'));
    assert.deepEqual([found?.message, found?.range.start.line, others], ['LEVEL is "inof", not one of info, warn', 1, []]);
    await client.open(at('composure.yaml'), described);
    await client.edit(at('composure.yaml'), 2, 'variables:\n  PORT: { type: port, default: x }\n  LEVEL: { values: [inof] }\n');
    await client.diagnostics(at('.env.prod'), (each) => each.length === 0);
    const wrong = await client.diagnostics(at('composure.yaml'), (each, version) => version === 2 && each.length > 0);
    assert.deepEqual(said(wrong), ['PORT is "x" here, not a port from 1 to 65535: composure env generate would write it all the same']);
  });

  it('reads env files again that it compares', async () => {
    const text = 'services:\n  web:\n    image: nginx:1.27\n    environment:\n      CACHE: ${CACHE}\n';
    const { client, at, write } = await start({ 'compose.yaml': text, '.env': 'A=1\n', '.env.prod': 'CACHE=a\n', '.env.staging': 'CACHE=b\n' });
    await client.open(at('compose.yaml'), text);
    write('.env.staging', 'OTHER=b\nCACHE_TIME=1\n');
    await client.changedOnDisk(at('.env.staging'));
    await client.diagnostics(at('compose.yaml'), (each) => codes(each).includes('undefined-variable'));
    write('.env.staging', 'OTHER=b\nCACHE=b\n');
    await client.changedOnDisk(at('.env.staging'));
    await client.diagnostics(at('compose.yaml'), (each) => !each.some(({ relatedInformation }) => relatedInformation?.some(({ message }) => message.includes('staging'))));
  });

  it('publishes what live rules find of an engine, and takes it back with the facts', async () => {
    const { client, at } = await start({ 'compose.yaml': web(8080) });
    await client.open(at('compose.yaml'), web(8080));
    await client.diagnostics(at('compose.yaml'), (each) => each.length === 0);
    const holder = { kind: 'container', name: 'blog-web-1', project: 'blog' } as const;
    await client.connection.sendNotification(engineFactsNotification, facts({ ports: [{ address: '0.0.0.0', port: 8080, protocol: 'tcp', holder }] }));
    const found = await client.diagnostics(at('compose.yaml'), (each) => each.length > 0);
    const summaries = await client.connection.sendRequest<readonly EnvironmentSummary[]>(environmentsRequest);
    assert.deepEqual(summaries.map(({ errors }) => errors), [1]);
    assert.deepEqual(said(found), ['Host port 8080 is taken by the container blog-web-1 of project blog: web could not start']);
    await client.connection.sendNotification(engineFactsNotification, facts({}));
    await client.diagnostics(at('compose.yaml'), (each) => each.length === 0);
    await client.connection.sendNotification(engineFactsNotification, facts({ ports: [{ address: '', port: 8080, protocol: 'tcp', holder: { kind: 'process', name: 'node' } }] }));
    await client.diagnostics(at('compose.yaml'), (each) => each.length > 0);
    await client.connection.sendNotification(engineFactsNotification, null);
    await client.diagnostics(at('compose.yaml'), (each) => each.length === 0);
  });

  it('does not check again for facts that no rule asks for', async () => {
    const { client, at } = await start({ 'compose.yaml': web(8080) });
    await client.open(at('compose.yaml'), web(8080));
    await client.connection.sendNotification(engineFactsNotification, facts({}));
    await client.connection.sendRequest(environmentsRequest);
    const before = client.published.length;
    await client.connection.sendNotification(engineFactsNotification, facts({ containers: [{ name: 'a', project: 'a', service: 'a', number: 1, state: 'running', health: 'none' }] }));
    await client.connection.sendRequest(environmentsRequest);
    assert.equal(client.published.length, before);
  });
});
