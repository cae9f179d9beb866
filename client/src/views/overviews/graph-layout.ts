// Where each box and line of an environment's picture goes. The library lays out what hangs together; what does not is put
// beside it, so that fifty services fill a page and no mile-long row. Loaded when somebody looks at a picture.

import { Graph, layout } from '@dagrejs/dagre';

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
const gap = { box: 20, rank: 70, part: 40, edge: 16 } as const;

/** Boxes in one column at most, where they need something and nothing needs them. */
const longestColumn = 8;

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
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: gap.box, ranksep: gap.rank, edgesep: 10 });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  const further = lengthsOf(boxes, lines);
  for (const [index, { from, to }] of lines.entries()) graph.setEdge(from, to, { minlen: further.get(from) ?? 1 }, String(index));
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

/** Of many boxes that only need others, those beyond a column's length move further away: in a column of fifty nothing could be read. */
function lengthsOf(boxes: readonly Box[], lines: readonly Line[]): ReadonlyMap<string, number> {
  const needed = new Set(lines.map(({ to }) => to));
  const outermost = boxes.filter(({ id }) => !needed.has(id));
  const columns = Math.ceil(outermost.length / longestColumn);
  return new Map(outermost.map(({ id }, index) => [id, 1 + index % Math.max(columns, 1)]));
}
