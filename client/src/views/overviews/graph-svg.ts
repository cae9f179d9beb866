// The picture of an environment as SVG. What a colour says, a sign and a word say too; every box can be reached by the
// keyboard and tells in words what its lines show.

import type { GraphAnswer, Place, PlacedNode } from '#core/protocol.ts';
import { conditionText, isBroken, isGood, type Condition } from '#client/environment-status.ts';
import type { Localize } from '#client/localize.ts';
import { escapedHtml } from '#client/views/monitor/chart.ts';
import type { Box, Layout, Line, Point } from '#client/views/overviews/graph-layout.ts';

/** What a service is doing; undefined while the engine has not answered. */
export type Conditions = ReadonlyMap<string, Condition> | undefined;

/** Remembers a place, and gives the number by which the page calls it. */
export type Register = (place: Place) => number;

/** The kinds of boxes that are not drawn. */
export type Hidden = ReadonlySet<PlacedNode['kind']>;

const [character, lineHeight, padding] = [7.3, 18, 10] as const;
const longest = 30;
/** Services in a picture in which only what one looks for is drawn: no images, and no networks, volumes and folders at first. */
export const many = 20;
/** Room for a state in words, whichever it is: it changes without another layout. */
const longestState = 16;

/** The boxes and lines that are to be placed. */
export function boxesAndLines({ nodes, edges }: GraphAnswer, hidden: Hidden): { readonly nodes: readonly PlacedNode[]; readonly boxes: readonly Box[]; readonly lines: readonly (Line & { readonly kind: string; readonly label: string })[] } {
  const isLarge = nodes.filter(({ kind }) => kind === 'service').length > many;
  const shown = nodes.filter(({ kind }) => !hidden.has(kind)).map((node) => (isLarge && node.kind === 'service' ? { ...node, detail: '' } : node));
  const ids = new Set(shown.map(({ id }) => id));
  return { nodes: shown, boxes: shown.map(boxOf), lines: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

function boxOf(node: PlacedNode): Box {
  const first = cut(node.name).length + (node.kind === 'service' ? longestState : 2);
  const lengths = [cut(node.detail), ...node.ports.map(({ text }) => cut(text))].map((text) => text.length);
  const rows = 1 + (node.detail === '' ? 0 : 1) + node.ports.length;
  return { id: node.id, width: Math.ceil(Math.max(first, ...lengths) * character) + 2 * padding, height: rows * lineHeight + 2 * padding - 4 + (node.kind === 'volume' ? 8 : 0) };
}

/** The whole picture. The conditions change without another layout. */
export function graphSvg(graph: GraphAnswer, hidden: Hidden, layout: Layout, conditions: Conditions, register: Register, l10n: Localize): string {
  const { nodes, boxes, lines } = boxesAndLines(graph, hidden);
  const { width, height } = layout;
  const drawnLines = lines.map((line, index) => lineSvg(line, layout.lines[index] ?? [])).join('');
  const drawnNodes = nodes.map((node, index) => nodeSvg(node, { graph, at: layout.boxes.get(node.id) ?? { x: 0, y: 0 }, box: boxes[index] ?? { id: '', width: 0, height: 0 }, conditions, register, l10n })).join('');
  return `<svg id="picture" role="group" aria-label="${escapedHtml(l10n.t('{0}: services, networks, volumes and folders', graph.name))}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" data-width="${width}" data-height="${height}">`
    + '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>'
    + `<g aria-hidden="true">${drawnLines}</g>${drawnNodes}</svg>`;
}

function lineSvg({ from, to, kind, label }: Line & { readonly kind: string; readonly label: string }, points: readonly Point[]): string {
  const title = label === '' ? '' : `<title>${escapedHtml(label)}</title>`;
  return `<path class="line ${kind}${label === 'service_healthy' || label === 'service_completed_successfully' ? ' waits' : ''}" data-from="${escapedHtml(from)}" data-to="${escapedHtml(to)}" d="${curve(points)}"${kind === 'needs' ? ' marker-end="url(#arrow)"' : ''}>${title}</path>`;
}

/** Through the middles between corners, bent at the corners. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return '';
  const pair = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    return `Q${pair(point)} ${pair(next === last ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return `M${pair(first)}${bends.length === 0 ? `L${pair(last)}` : bends.join('')}`;
}

interface Drawing {
  readonly graph: GraphAnswer;
  readonly at: Point;
  readonly box: Box;
  readonly conditions: Conditions;
  readonly register: Register;
  readonly l10n: Localize;
}

function nodeSvg(node: PlacedNode, { graph, at, box, conditions, register, l10n }: Drawing): string {
  const { id, kind, name, detail, ports, place } = node;
  const condition = kind === 'service' && conditions !== undefined ? conditions.get(name) ?? 'none' : undefined;
  const said = condition === undefined ? '' : conditionText(condition, l10n);
  const state = condition === undefined ? '' : `<text class="state" text-anchor="end" x="${box.width - padding}" y="${row(0)}">${signOf(condition)} ${escapedHtml(said)}</text>`;
  const words = escapedHtml(spoken(graph.nodes.find((each) => each.id === id) ?? node, said, graph, l10n));
  const portRows = ports.map((port, index) => {
    const y = row((detail === '' ? 1 : 2) + index);
    return `<text class="port" role="link" tabindex="-1" x="${padding}" y="${y}" data-do="open" data-with="[${register(port.place)}]" aria-label="${escapedHtml(l10n.t('port {0} of {1}', port.text, name))}">${escapedHtml(cut(port.text))}</text>`;
  });
  return `<g class="box" transform="translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})"><g class="node ${kind} ${condition === undefined ? '' : stateClass(condition)}" role="link" tabindex="-1" data-key="${escapedHtml(id)}" data-do="open" data-with="[${register(place)}]" `
    + `data-x="${(at.x + box.width / 2).toFixed(1)}" data-y="${(at.y + box.height / 2).toFixed(1)}" aria-label="${words}">`
    + `<title>${words}</title>${shape(kind, box)}`
    + `<text class="name" x="${padding}" y="${row(0) + (kind === 'volume' ? 5 : 0)}">${escapedHtml(cut(name))}</text>${detail === '' ? '' : `<text class="detail" x="${padding}" y="${row(1) + (kind === 'volume' ? 5 : 0)}">${escapedHtml(cut(detail))}</text>`}${state}</g>${portRows.join('')}</g>`;
}

function row(index: number): number {
  return padding + 12 + index * lineHeight;
}

/** Each kind has a form of its own: a box, a pill, a barrel, a folder. */
function shape(kind: PlacedNode['kind'], { width, height }: Box): string {
  switch (kind) {
    case 'service': return `<rect class="shape" width="${width}" height="${height}" rx="4"/>`;
    case 'network': return `<rect class="shape" width="${width}" height="${height}" rx="${height / 2}"/>`;
    case 'volume': return `<path class="shape" d="M0 6a${width / 2} 6 0 0 1 ${width} 0v${height - 12}a${width / 2} 6 0 0 1 -${width} 0zM0 6a${width / 2} 6 0 0 0 ${width} 0"/>`;
    case 'folder': return `<path class="shape" d="M0 0h${Math.min(width / 3, 40)}l6 5H${width}v${height - 5}H0z"/>`;
  }
}

/** `service web, healthy, example/web, publishes 8080, needs db, on front, keeps data in data`. */
function spoken({ id, kind, name, detail, ports }: PlacedNode, state: string, { nodes, edges }: GraphAnswer, l10n: Localize): string {
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  const to = (wanted: string): string => edges.filter((edge) => edge.from === id && edge.kind === wanted).map((edge) => names.get(edge.to)).join(', ');
  const from = edges.filter((edge) => edge.to === id).map((edge) => names.get(edge.from)).join(', ');
  const [needs, joins, keeps] = [to('needs'), to('joins'), to('keeps')];
  const kinds = { service: l10n.t('service {0}', name), network: l10n.t('network {0}', name), volume: l10n.t('volume {0}', name), folder: l10n.t('folder {0}', name) };
  return [
    kinds[kind], state, detail,
    ports.length === 0 ? '' : l10n.t('publishes {0}', ports.map(({ text }) => text).join(', ')),
    needs === '' ? '' : l10n.t('needs {0}', needs), joins === '' ? '' : l10n.t('on {0}', joins), keeps === '' ? '' : l10n.t('keeps data in {0}', keeps),
    from === '' ? '' : kind === 'service' ? l10n.t('needed by {0}', from) : l10n.t('used by {0}', from),
  ].filter((part) => part !== '').join(', ');
}

function signOf(condition: Condition): string {
  if (isBroken(condition)) return '▲';
  if (isGood(condition)) return condition === 'finished' ? '✓' : '●';
  return condition === 'starting' ? '◌' : condition === 'paused' ? '‖' : '○';
}

function stateClass(condition: Condition): string {
  return isBroken(condition) ? 'bad' : isGood(condition) ? 'good' : condition === 'starting' || condition === 'paused' ? 'between' : 'quiet';
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
