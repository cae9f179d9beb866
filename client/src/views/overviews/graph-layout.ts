// Where each box and line of an environment's picture goes. The library lays out what hangs together; what does not is put
// beside it, so that fifty services fill a page and no mile-long row. Loaded when somebody looks at a picture.

import { Graph, layout } from '@dagrejs/dagre';

import { groupBy } from '#core/words/group-by.ts';

/** A box to be placed. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** A line to be drawn from one box to another. */
export interface Line {
  readonly from: string;
  readonly to: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Everything placed; a box by its upper left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Point>;
  /** The corners of each line, in the order of the lines. */
  readonly lines: readonly (readonly Point[])[];
}

/** Pixels between things, and around all of it. */
const gap = { box: 16, rank: 70, part: 40, edge: 16 } as const;

/** Boxes that nothing needs are put in several columns where there are more than this. */
const longestColumn = 10;

/** How much wider than high a picture should be. */
const ratio = 1.6;

/** Places the boxes from left to right: what needs stands left of what is needed. */
export function laidOut(boxes: readonly Box[], lines: readonly Line[]): Layout {
  const parts = partsOf(boxes, lines).map((part) => placedPart(part, lines));
  const area = parts.reduce((sum, { width, height }) => sum + (width + gap.part) * (height + gap.part), 0);
  const widest = Math.max(Math.sqrt(area * ratio), ...parts.map(({ width }) => width));
  const placed = new Map<string, Point>();
  const corners = new Map<Line, readonly Point[]>();
  let [x, y, shelf, right] = [0, 0, 0, 0];
  for (const part of parts) {
    if (x > 0 && x + part.width > widest) [x, y, shelf] = [0, y + shelf + gap.part, 0];
    const moved = (point: Point): Point => ({ x: point.x + x + gap.edge, y: point.y + y + gap.edge });
    for (const [id, point] of part.boxes) placed.set(id, moved(point));
    for (const [line, points] of part.lines) corners.set(line, points.map(moved));
    right = Math.max(right, x + part.width);
    shelf = Math.max(shelf, part.height);
    x += part.width + gap.part;
  }
  return { width: right + 2 * gap.edge, height: y + shelf + 2 * gap.edge, boxes: placed, lines: lines.map((line) => corners.get(line) ?? []) };
}

/** The boxes that hang together, the largest groups first. */
function partsOf(boxes: readonly Box[], lines: readonly Line[]): readonly (readonly Box[])[] {
  const partOf = new Map(boxes.map((box) => [box.id, [box]]));
  for (const { from, to } of lines) {
    const [one, other] = [partOf.get(from), partOf.get(to)];
    if (one === undefined || other === undefined || one === other) continue;
    one.push(...other);
    for (const { id } of other) partOf.set(id, one);
  }
  return [...new Set(partOf.values())].toSorted((a, b) => b.length - a.length);
}

interface PlacedPart {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (readonly [string, Point])[];
  readonly lines: readonly (readonly [Line, readonly Point[]])[];
}

function placedPart(boxes: readonly Box[], all: readonly Line[]): PlacedPart {
  const [only] = boxes;
  if (only !== undefined && boxes.length === 1) return { width: only.width, height: only.height, boxes: [[only.id, { x: 0, y: 0 }]], lines: [] };
  const ids = new Set(boxes.map(({ id }) => id));
  const lines = all.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const needed = new Set(lines.map(({ to }) => to));
  const outermost = boxes.filter(({ id }) => !needed.has(id));
  if (outermost.length > longestColumn) return folded(outermost, boxes.filter(({ id }) => needed.has(id)), lines);
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: gap.box, ranksep: gap.rank, edgesep: 6 });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  for (const [index, { from, to }] of lines.entries()) graph.setEdge(from, to, {}, String(index));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  return {
    width, height,
    boxes: boxes.map((box) => {
      const { x = 0, y = 0 } = graph.node(box.id) as Partial<Point>;
      return [box.id, { x: x - box.width / 2, y: y - box.height / 2 }];
    }),
    lines: lines.map((line, index) => [line, (graph.edge(line.from, line.to, String(index)) as { readonly points?: readonly Point[] }).points ?? []]),
  };
}

/** Of fifty boxes that need one, the library makes a column of fifty. Those that nothing needs stand in rows beside the rest instead, each near what it needs. */
function folded(outermost: readonly Box[], rest: readonly Box[], lines: readonly Line[]): PlacedPart {
  const inner = new Set(rest.map(({ id }) => id));
  const innerLines = lines.filter(({ from }) => inner.has(from));
  const right = laidOut(rest, innerLines);
  const needs = groupBy(lines.filter(({ from }) => !inner.has(from)), ({ from }) => from);
  const middle = ({ id }: Box): number => {
    const all = (needs.get(id) ?? []).map(({ to }) => right.boxes.get(to)?.y ?? 0);
    return all.reduce((sum, y) => sum + y, 0) / all.length;
  };
  const ordered = outermost.toSorted((one, other) => middle(one) - middle(other));
  const [width, height] = [Math.max(...ordered.map((box) => box.width)) + gap.rank / 2, Math.max(...ordered.map((box) => box.height)) + gap.box];
  const columns = Math.ceil(ordered.length / Math.max(longestColumn, Math.floor(right.height / height)));
  const left = Math.ceil(ordered.length / columns) * height;
  const [down, beside] = [Math.max(0, (left - right.height) / 2), columns * width + gap.rank];
  const boxes = new Map<string, Point>(ordered.map(({ id }, index) => [id, { x: index % columns * width, y: Math.floor(index / columns) * height + Math.max(0, (right.height - left) / 2) }]));
  for (const [id, { x, y }] of right.boxes) boxes.set(id, { x: x + beside, y: y + down });
  const sizes = new Map([...outermost, ...rest].map((box) => [box.id, box]));
  const direct = ({ from, to }: Line): readonly Point[] => {
    const [one, other] = [boxes.get(from) ?? { x: 0, y: 0 }, boxes.get(to) ?? { x: 0, y: 0 }];
    const [start, end] = [{ x: one.x + (sizes.get(from)?.width ?? 0), y: one.y + (sizes.get(from)?.height ?? 0) / 2 }, { x: other.x, y: other.y + (sizes.get(to)?.height ?? 0) / 2 }];
    return [start, { x: beside - gap.rank, y: start.y }, { x: end.x - gap.rank / 2, y: end.y }, end];
  };
  const moved = innerLines.map((line, index) => [line, (right.lines[index] ?? []).map(({ x, y }) => ({ x: x + beside, y: y + down }))] as const);
  return {
    width: beside + right.width, height: Math.max(left, right.height), boxes: [...boxes],
    lines: [...moved, ...[...needs.values()].flat().map((line) => [line, direct(line)] as const)],
  };
}
