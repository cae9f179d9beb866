// The pages of whole environments as HTML and SVG, and where the boxes of a picture go.

import assert from 'node:assert/strict';
import type { MatrixRow } from '#core/matrix/matrix-row.ts';
import type { DriftAnswer, GraphAnswer, Place, PlacedNode } from '#core/protocol.ts';
import { driftBar, driftHtml } from '#client/views/overviews/drift-html.ts';
import { graphBar, hiddenAtFirst } from '#client/views/overviews/graph-bar.ts';
import { laidOut, type Layout } from '#client/views/overviews/graph-layout.ts';
import { boxesAndLines, graphSvg, type Conditions } from '#client/views/overviews/graph-svg.ts';
import { matrixHtml, type MatrixLine } from '#client/views/overviews/matrix-html.ts';
import { overviewPage } from '#client/views/overviews/page.ts';
import { english, place } from './samples.ts';

const evil = '"><img src=x onerror=alert(1)>\'&';
const textOf = (html: string): string => html.replaceAll(/<title>.*?<\/title>/g, '').replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ').trim();
const row = (name: string, more: Partial<MatrixRow> = {}): MatrixRow => ({
  id: `/work/shop\n${name}`, name, mode: 'other', project: 'shop', folder: '/work/shop', directory: '/work/shop', files: ['/work/shop/compose.yaml'], envFiles: [], profiles: [],
  services: ['web', 'db'], networks: ['default'], ports: ['8080'], memory: { limit: 0, reserved: 0, unlimited: ['web', 'db'], machine: undefined }, gpu: [], gpus: { wanted: 0, machine: undefined }, variables: ['TAG'], unset: [], secrets: [], partial: false, ...more,
});
const line = (of: MatrixRow, more: Partial<MatrixLine> = {}): MatrixLine => ({ row: of, status: 'running · 2/2 healthy', state: 'running', isBroken: false, lastBackup: 'none', ...more });
const registering = (): { readonly places: Place[]; readonly register: (each: Place) => number } => {
  const places: Place[] = [];
  return { places, register: (each) => places.push(each) - 1 };
};
/** No text of a file becomes an element. */
const assertTame = (html: string): void => {
  assert.equal(html.includes(evil), false);
  assert.equal(/<(?!\/?(?:table|thead|tbody|tr|th|td|span|div|button|section|h2|h3|article|dl|dt|dd|code|p|svg|defs|marker|path|g|rect|text|title)\b)/.test(html), false, html);
  assert.deepEqual([...html.matchAll(/<[^>]*>/g)].filter(([tag]) => /\s(?:on\w+|style)=/.test(tag.replaceAll(/"[^"]*"/g, '""'))), []);
};

describe('the pages of whole environments', () => {
  it('load nothing but their own', () => {
    const html = overviewPage({ kind: 'matrix', title: evil, cspSource: 'https://csp', style: 'a.css', script: 'a.js', nonce: 'n' });
    assert.match(html, /content="default-src 'none'; style-src https:\/\/csp; script-src 'nonce-n'"/);
    assert.equal(html.includes(evil), false);
  });

  it('are a row for each environment, by folder where there are several', () => {
    const now = Date.parse('2026-01-02T12:00:00Z');
    const one = matrixHtml([line(row('dev', { mode: 'dev' }), { lastBackup: { at: '2026-01-02T09:00:00Z', verified: undefined } }), line(row('prod', { unset: ['TAG'], gpu: ['web'] }), { status: undefined, state: 'unknown', lastBackup: undefined })], now, english);
    assert.equal(textOf(one), 'Environment Status Files Services Networks Ports Memory GPU Variables Secrets Last backup'
      + ' dev Graph Drift running · 2/2 healthy compose.yaml 2 default 8080 no limit no 1 0 3 hours ago, never verified'
      + ' prod Graph Drift unknown compose.yaml 2 default 8080 no limit web 1, 1 unset 0 unknown');
    const two = matrixHtml([line(row('dev')), line(row('dev', { folder: '/work/blog' }))], now, english);
    assert.match(textOf(two), /Last backup shop dev Graph .* blog dev Graph /);
    assertTame(matrixHtml([line(row(evil, { files: [evil], networks: [evil], profiles: [evil] }), { status: evil })], now, english));
  });

  const answer: DriftAnswer = {
    compared: ['dev', 'prod', 'test'], left: ['broken'],
    differences: [
      { service: 'db', attribute: 'image', same: 0, because: undefined, accident: 'db is postgres:15 in dev', values: [
        { environment: 'dev', text: 'postgres:15', known: true, group: 0, place: place(3) }, { environment: 'prod', text: 'postgres:16', known: true, group: 1, place: place(4) },
        { environment: 'test', text: 'postgres:16', known: true, group: 1, place: place(5) },
      ] },
      { service: 'mail', attribute: 'service', same: 1, because: 'only dev', accident: undefined, values: [
        { environment: 'dev', text: 'defined', known: true, group: 0, place: place(8) }, { environment: 'prod', text: undefined, known: true, group: 1, place: place(1) },
        { environment: 'test', text: undefined, known: false, group: undefined, place: undefined },
      ] },
    ],
  };
  const view = { environments: [{ id: 'a', name: 'dev', chosen: true }, { id: 'b', name: 'prod', chosen: true }], all: false };

  it('are each value of drift once, with a way to both places', () => {
    const { places, register } = registering();
    const html = driftHtml(view, answer, register, english);
    assert.equal(textOf(html), 'Not compared, because a part of the files cannot be read: broken db image dev postgres:15 compose.yaml:4 prod and test postgres:16 compose.yaml:5 Looks like an accident: db is postgres:15 in dev Open Both On Purpose…');
    const both = /data-do="open" data-with="\[(\d+),(\d+)\]"/.exec(html);
    assert.deepEqual([both?.[1], both?.[2]].map((index) => places[Number(index)]?.range.start.line), [3, 4]);
    assert.match(driftBar(view, answer, english), /aria-pressed="false"[^>]*>Show 1 on purpose</);
    assert.match(textOf(driftHtml({ ...view, all: true }, answer, register, english)), / mail the service itself dev defined compose\.yaml:9 prod not there compose\.yaml:2 On purpose: only dev Open Both$/);
    const [db] = answer.differences;
    assert.ok(db !== undefined);
    const elsewhere = { ...db, service: 'web', values: db.values.map((value) => ({ ...value, place: place(9) })) };
    const shared = driftHtml(view, { ...answer, left: [], differences: [db, elsewhere] }, register, english);
    assert.equal(textOf(shared), 'db and web image dev postgres:15 compose.yaml:4 compose.yaml:10 prod and test postgres:16 compose.yaml:5 compose.yaml:10 Looks like an accident: db is postgres:15 in dev Looks like an accident: db is postgres:15 in dev Open Both On Purpose…');
    assert.match(shared, /aria-label="services db and web"/);
    assert.match(shared, /data-do="record" data-with="\[&quot;image&quot;,&quot;db&quot;,&quot;web&quot;\]"/);
    assert.equal(textOf(driftHtml(view, { compared: ['dev'], left: [], differences: [] }, register, english)), 'Choose two environments to compare');
    assert.equal(textOf(driftHtml(view, { compared: ['dev', 'prod'], left: [], differences: [] }, register, english)), 'dev and prod do not differ');
    assertTame(driftHtml(view, { ...answer, differences: answer.differences.map((each) => ({ ...each, service: evil, attribute: evil, accident: evil, values: each.values.map((value) => ({ ...value, text: evil, environment: evil })) })) }, register, english));
  });
});

const node = (name: string, kind: PlacedNode['kind'] = 'service', more: Partial<PlacedNode> = {}): PlacedNode => ({ id: `${kind}:${name}`, kind, name, detail: '', ports: [], place: place(1), ...more });
const needs = (from: string, to: string): GraphAnswer['edges'][number] => ({ from: `service:${from}`, to: `service:${to}`, kind: 'needs', label: 'service_healthy' });

describe('the picture of an environment', () => {
  const graph: GraphAnswer = {
    name: 'dev', nodes: [node('web', 'service', { detail: 'example/web', ports: [{ text: '8080 → 80', place: place(6) }] }), node('db'), node('back', 'network'), node('data', 'volume')],
    edges: [needs('web', 'db'), { from: 'service:db', to: 'network:back', kind: 'joins', label: '' }, { from: 'service:db', to: 'volume:data', kind: 'keeps', label: '/data' }],
  };
  const draw = (of: GraphAnswer, conditions: Conditions, hidden = new Set<PlacedNode['kind']>()): string => {
    const { boxes, lines } = boxesAndLines(of, hidden);
    return graphSvg(of, hidden, laidOut(boxes, lines), conditions, registering().register, english);
  };
  const labels = (svg: string): readonly string[] => [...svg.matchAll(/<g class="node[^>]*aria-label="([^"]*)"/g)].map(([, label]) => label ?? '');

  it('tells in words what it draws', () => {
    assert.deepEqual(labels(draw(graph, new Map([['web', 'unhealthy']]))), [
      'service web, unhealthy, example/web, publishes 8080 → 80, needs db', 'service db, not running, on back, keeps data in data, needed by web', 'network back, used by db', 'volume data, used by db',
    ]);
    assert.equal(textOf(draw(graph, new Map([['web', 'unhealthy'], ['db', 'healthy']]))), 'web example/web ▲ unhealthy 8080 → 80 db ● healthy back data');
    assert.equal(textOf(draw(graph, undefined)), 'web example/web 8080 → 80 db back data');
    assert.equal(labels(draw(graph, undefined, new Set(['network', 'volume']))).length, 2);
    assertTame(draw({ name: evil, nodes: [node(evil, 'service', { detail: evil, ports: [{ text: evil, place: place(1) }] })], edges: [] }, undefined));
  });

  it('keeps its size when a state changes', () => {
    const size = (svg: string): string => /viewBox="[^"]*"/.exec(svg)?.[0] ?? '';
    assert.equal(size(draw(graph, undefined)), size(draw(graph, new Map([['web', 'unhealthy'], ['db', 'healthy']]))));
  });

  it('has a sign for each kind that can be hidden', () => {
    assert.deepEqual([...graphBar(graph, hiddenAtFirst(graph), english).matchAll(/aria-pressed="true">(\w+)</g)].map(([, name]) => name), ['Networks', 'Volumes']);
    const large = { ...graph, nodes: [...graph.nodes, ...Array.from({ length: 20 }, (_, index) => node(`s${index}`))] };
    assert.deepEqual([...hiddenAtFirst(large)], ['network', 'volume', 'folder']);
  });
});

describe('the layout of a picture', () => {
  const box = (id: string): { readonly id: string; readonly width: number; readonly height: number } => ({ id, width: 180, height: 70 });
  const boxes = Array.from({ length: 50 }, (_, index) => box(`s${index}`));
  const pictures: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
    'fifty that stand alone': [],
    'fifty that all need one': boxes.slice(1).map((_, index) => [index + 1, 0]),
    'fifty in a row': boxes.slice(1).map((_, index) => [index, index + 1]),
    'fifty in layers': boxes.flatMap((_, index) => (index < 10 ? [] : [[index, index % 10], [index, (index * 7 + 3) % 10]] as const)),
    'a circle': [[0, 1], [1, 2], [2, 0]],
  };
  const overlaps = ({ boxes: placed }: Layout): number => {
    const all = [...placed.values()];
    return all.filter((one, index) => all.some((other, at) => at > index && Math.abs(one.x - other.x) < 180 && Math.abs(one.y - other.y) < 70)).length;
  };
  for (const [name, pairs] of Object.entries(pictures)) {
    it(`of ${name} has a place for each, none upon another`, () => {
      const lines = pairs.map(([from, to]) => ({ from: `s${from}`, to: `s${to}` }));
      const layout = laidOut(boxes, lines);
      assert.equal(layout.boxes.size, 50);
      assert.equal(overlaps(layout), 0);
      assert.ok(layout.lines.every((points) => points.length >= 2));
      for (const { x, y } of layout.boxes.values()) assert.ok(x >= 0 && y >= 0 && x + 180 <= layout.width && y + 70 <= layout.height);
    });
  }

  it('fills a page rather than a strip', () => {
    for (const name of ['fifty that stand alone', 'fifty that all need one', 'fifty in layers']) {
      const { width, height } = laidOut(boxes, (pictures[name] ?? []).map(([from, to]) => ({ from: `s${from}`, to: `s${to}` })));
      assert.ok(width / height > 0.4 && width / height < 4, `${name}: ${width} × ${height}`);
    }
  });

  it('needs no box at all', () => assert.deepEqual(laidOut([], []).boxes.size, 0));
});
