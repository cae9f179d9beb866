// What package.json says to the editor against what the extension really does: which contexts it sets, which rows it shows, what
// may be done in which state. A clause with a wrong name fails nowhere: the button is only never there.
import { strict as assert } from 'node:assert';
import { globSync, readFileSync } from 'node:fs';

import { contextKeys, type SidebarState } from '#client/sidebar-state.ts';
import type { Row } from '#client/views/row.ts';
import { rows } from '#client/views/rows.ts';
import { container, english, picture, published, summary } from './samples.ts';

interface Entry { readonly command: string; readonly when?: string }
interface Setting { readonly scope: string; readonly description?: string; readonly markdownDescription?: string; readonly enumDescriptions?: readonly string[] }
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string; readonly icon?: string; readonly enablement?: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly menus: Readonly<Record<string, readonly Entry[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly name: string; readonly when?: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[];
  };
}
interface Step { readonly id: string; readonly title: string; readonly description: string; readonly media: { readonly svg: string; readonly altText: string }; readonly completionEvents: readonly string[] }

const read = (path: string): string => readFileSync(path, 'utf8');
const { contributes, capabilities, dependencies } = JSON.parse(read('package.json')) as Manifest;
const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const sources = globSync('client/src/**/*.ts').map((path) => read(path));
const commands = new Map(contributes.commands.map((each) => [each.command, each]));
const views = Object.values(contributes.views).flat();

const states: readonly SidebarState[] = ['no-folder', 'loading', 'no-compose-file', 'untrusted', 'docker-missing', 'compose-missing', 'engine-unreachable', 'permission-denied', 'failed', 'ready'];
const hasEnvironments = (state: SidebarState): boolean => !['no-folder', 'loading', 'no-compose-file'].includes(state);

/** What the window knows in a state: what the extension sets, and what the editor says of itself. */
function contextIn(state: SidebarState): Readonly<Record<string, unknown>> {
  return { ...contextKeys(state, hasEnvironments(state) ? ['dev', 'prod', 'other'] : [], state === 'ready', false), workspaceFolderCount: state === 'no-folder' ? 0 : 1 };
}

/** Contexts that are set once something was done. */
const ticked = sources.flatMap((text) => [...text.matchAll(/tickOff\('(\w+)'\)/g)].map(([, step]) => `composure.${step}`));

/** All rows that there may be, with what menus ask of them. */
function allRows(): readonly Row[] {
  const old = container('web');
  const strays = (['orphan', 'unclaimed'] as const).map((kind) => ({ kind, project: 'shop', service: 'old', containers: [container('old')] }));
  const pictures = [
    picture(summary('dev'), [container('web', { ports: published }), container('db')], { strays }),
    picture(summary('prod'), [old, container('db', { state: 'exited', exitCode: 1 })], { outdated: [old] }),
    picture(summary('test'), []), picture(summary('other')),
  ];
  const all = (each: readonly Row[]): readonly Row[] => each.flatMap((row) => [row, ...all(row.children)]);
  return all(rows(pictures, [{ path: '/work/shop', name: 'shop' }], english, [{ id: '1', operation: 'restore', project: 'shop', step: '', options: [] }]));
}

describe('what package.json promises', () => {
  const clauses = [
    ...contributes.commands.map(({ command, enablement }) => ({ of: command, clause: enablement })),
    ...Object.entries(contributes.menus).flatMap(([menu, entries]) => entries.map(({ command, when }) => ({ of: `${menu}: ${command}`, clause: when }))),
    ...views.map(({ id, when }) => ({ of: id, clause: when })),
    ...contributes.viewsWelcome.map(({ contents, when }) => ({ of: contents, clause: when })),
  ].filter((each): each is { of: string; clause: string } => each.clause !== undefined);

  it('asks for contexts that there are, and for values that they can have', () => {
    const set = contextIn('ready');
    const values: Readonly<Record<string, readonly string[]>> = { 'composure.state': states, view: views.map(({ id }) => id) };
    for (const { of, clause } of clauses) {
      for (const { key, operator, value } of termsOf(clause)) {
        assert.ok(key in set || ['view', 'viewItem'].includes(key), `${of}: nobody sets ${key}`);
        if (operator === '==' || operator === '!=') assert.ok(values[key]?.includes(value), `${of}: ${key} is never ${value}`);
        if (operator === '=~' && key === 'composure.state') assert.ok(states.some((state) => regexOf(value).test(state)), `${of}: ${value}`);
      }
    }
  });

  it('has menus for rows that there are', () => {
    const found = allRows().map(({ contextValue }) => contextValue);
    const entries = contributes.menus['view/item/context'] ?? [];
    const idle = entries.filter(({ when = '' }) => termsOf(when).some(({ key, value }) => key === 'viewItem' && !found.some((each) => regexOf(value).test(each))));
    assert.deepEqual(idle, [], found.join('\n'));
  });

  it('gives every row words for those who cannot see it', () => {
    assert.deepEqual(allRows().filter(({ accessibilityLabel }) => accessibilityLabel.trim() === '').map(({ id }) => id), []);
  });

  it('offers nothing that runs something where nothing may run', () => {
    const enabled = (state: SidebarState): readonly string[] => contributes.commands.filter(({ enablement }) => enablement === undefined || holds(enablement, contextIn(state))).map(({ command }) => command.replace('composure.', ''));
    const always = ['refresh', 'showLog', 'getStarted', 'showDocumentation'];
    // They read files, write what a person sees first, or explain why not.
    const harmless = new Set([...always, 'openFile', 'showActions', 'newFile', ...readingOnly]);
    assert.deepEqual(enabled('no-folder').toSorted(), always.toSorted());
    assert.deepEqual(enabled('untrusted').filter((command) => !harmless.has(command)), []);
    assert.equal(enabled('ready').length, contributes.commands.length);
  });

  it('has all commands in the palette, for those who use the keyboard', () => {
    assert.deepEqual((contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false'), []);
    assert.deepEqual(contributes.commands.filter(({ category }) => category !== 'Composure').map(({ command }) => command), []);
  });

  it('restricts the settings of folders that are not trusted, and no others, to what a machine says', () => {
    const settings = Object.entries(contributes.configuration.properties);
    assert.deepEqual(settings.filter(([, { scope }]) => scope.startsWith('machine')).map(([name]) => name).toSorted(), [...capabilities.untrustedWorkspaces.restrictedConfigurations].toSorted());
    assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes('composure.dockerCommand'));
  });

  it('says nothing in one language alone', () => {
    const said = [
      ...contributes.commands.map(({ title }) => title), ...views.map(({ name }) => name), ...contributes.viewsWelcome.map(({ contents }) => contents),
      ...Object.values(contributes.configuration.properties).flatMap(({ description, markdownDescription, enumDescriptions = [] }) => [description ?? markdownDescription ?? 'no description', ...enumDescriptions]),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap(({ title, description, media }) => [title, description, media.altText])),
    ];
    assert.deepEqual(said.filter((text) => !/^%.+%$/.test(text)), []);
  });

  it('leads from texts to commands that there are', () => {
    const theirs = ['vscode.openFolder', 'workbench.trust.manage', ...views.map(({ id }) => `${id}.focus`)];
    const named = Object.values(texts).flatMap((text) => [...text.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command ?? ''));
    assert.ok(named.length > 5);
    assert.deepEqual(named.filter((command) => !commands.has(command) && !theirs.includes(command)), []);
  });

  it('ticks off steps of the walkthrough by what can happen', () => {
    for (const { id, completionEvents } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      for (const event of completionEvents) {
        const [kind, what = ''] = event.split(':');
        const happens = kind === 'onCommand' ? commands.has(what) : kind === 'onContext' && termsOf(what).every(({ key }) => key in contextIn('ready') || ticked.includes(key));
        assert.ok(happens, `${id}: ${event}`);
      }
    }
  });

  it('has pictures that follow the theme', () => {
    for (const { media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const colours = [...read(media.svg).matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour ?? '');
      assert.ok(colours.length > 10);
      assert.deepEqual(colours.filter((colour) => colour !== 'none' && !colour.startsWith('var(--vscode-')), [], media.svg);
    }
    const icons = [...JSON.stringify(contributes).matchAll(/"icon":"([^"]*)"/g)].map(([, icon]) => icon ?? '');
    assert.deepEqual([...new Set(icons.filter((icon) => !icon.startsWith('$(')))].toSorted(), ['media/activity-bar.svg', 'media/icon.png']);
  });

  it('measures nobody', () => {
    assert.deepEqual(Object.keys(dependencies).filter((name) => /telemetry|insights|analytics|sentry/i.test(name)), []);
    assert.deepEqual(sources.filter((text) => /telemetry/i.test(text)), []);
  });
});

/** Commands that need no trust because they only show or write what is in files. */
const readingOnly: readonly string[] = ['init', 'showMatrix', 'showDrift', 'showGraph', 'writeCi'];

interface Term { readonly not: boolean; readonly key: string; readonly operator: string; readonly value: string }

/** The terms of a clause of `&&` and `||` without brackets. */
function termsOf(clause: string): readonly Term[] {
  return clause.split(/ && | \|\| /).map((text) => {
    const found = /^(?<not>!?)(?<key>[\w.]+)(?: (?<operator>==|!=|=~|>) (?<value>.+))?$/.exec(text.trim())?.groups;
    assert.ok(found, `a clause that this test cannot read: ${text}`);
    return { not: found['not'] === '!', key: found['key'] ?? '', operator: found['operator'] ?? '', value: found['value'] ?? '' };
  });
}

function holds(clause: string, context: Readonly<Record<string, unknown>>): boolean {
  return clause.split(' || ').some((all) => termsOf(all).every(({ not, key, operator, value }) => {
    const is = context[key];
    switch (operator) {
      case '==': return String(is) === value;
      case '!=': return String(is) !== value;
      case '=~': return regexOf(value).test(String(is));
      case '>': return Number(is) > Number(value);
      default: return Boolean(is) !== not;
    }
  }));
}

function regexOf(literal: string): RegExp {
  return new RegExp(literal.replace(/^\/(.*)\/$/, '$1'));
}
