import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';

import { contextKeys, sidebarState, type SidebarFacts, type SidebarState } from '#client/sidebar-state.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string }[];
    readonly menus: Readonly<Record<string, readonly { command: string }[]>>;
    readonly views: { readonly composure: readonly { id: string; when?: string }[] };
    readonly viewsWelcome: readonly { contents: string; when: string }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
const fine: SidebarFacts = { folders: 1, trusted: true, environments: 2, failure: undefined };

describe("the sidebar's state", () => {
  const table: [facts: Partial<SidebarFacts>, expected: SidebarState][] = [
    [{}, 'ready'],
    [{ folders: 0, environments: 0 }, 'no-folder'],
    [{ folders: 0, environments: undefined, trusted: false, failure: 'docker-missing' }, 'no-folder'],
    [{ environments: undefined }, 'loading'],
    [{ environments: 0 }, 'no-compose-file'],
    [{ environments: 0, trusted: false }, 'no-compose-file'],
    [{ trusted: false }, 'untrusted'],
    [{ trusted: false, failure: 'engine-unreachable' }, 'untrusted'],
    [{ failure: 'docker-missing' }, 'docker-missing'],
    [{ failure: 'compose-missing' }, 'compose-missing'],
    [{ failure: 'engine-unreachable' }, 'engine-unreachable'],
    [{ failure: 'timed-out' }, 'engine-unreachable'],
    [{ failure: 'permission-denied' }, 'permission-denied'],
    [{ failure: 'command-failed' }, 'failed'],
  ];
  for (const [facts, expected] of table) {
    it(`is ${expected} for ${JSON.stringify(facts)}`, () => assert.equal(sidebarState({ ...fine, ...facts }), expected));
  }

  for (const state of new Set(table.map(([, state]) => state))) {
    if (state === 'ready' || state === 'loading') continue;
    it(`has one welcome text with one action for ${state}`, () => {
      const found = manifest.contributes.viewsWelcome.filter(({ when }) => when === `composure.state == ${state}`);
      assert.equal(found.length, 1);
      const text = texts[found[0]?.contents.replaceAll('%', '') ?? ''] ?? '';
      assert.equal(text.split('\n').filter((line) => /^\[.+\]\(.+\)$/.test(line)).length, 1, text);
    });
  }

  it('has a view for each state that Docker or trust is in', () => {
    const pattern = /=~ \/(.+)\/$/.exec(manifest.contributes.views.composure.find(({ id }) => id === 'composure.docker')?.when ?? '')?.[1] ?? '';
    const shown = [...new Set(table.map(([, state]) => state))].filter((state) => new RegExp(pattern).test(state));
    assert.deepEqual(shown, ['untrusted', 'docker-missing', 'compose-missing', 'engine-unreachable', 'permission-denied', 'failed']);
  });
});

describe('the context keys', () => {
  it('say the state and which modes there are', () => {
    assert.deepEqual(contextKeys('ready', ['dev', 'other'], true, false), {
      'composure.state': 'ready', 'composure.hasEnvironments': true, 'composure.hasDev': true, 'composure.hasProd': false, 'composure.isRunning': true, 'composure.mayDescribe': true,
    });
  });
});

describe('the manifest', () => {
  it('has a text for each %key% and no other', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  it('has a command for each that a menu names', () => {
    const commands = new Set(manifest.contributes.commands.map(({ command }) => command));
    const named = Object.values(manifest.contributes.menus).flat().map(({ command }) => command);
    assert.deepEqual(named.filter((command) => !commands.has(command)), []);
  });
});
