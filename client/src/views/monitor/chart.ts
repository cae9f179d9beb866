// A small chart as SVG: what something was in the last minute. It says in words what it draws, because neither colour nor
// shape may be the only sign.

import { rememberedUsages } from '#core/monitor/usage.ts';

/** One line of a chart; undefined where it is interrupted. The oldest value comes first. */
export type Values = readonly (number | undefined)[];

export interface Chart {
  /** The first is drawn solid, the second dashed. */
  readonly lines: readonly Values[];
  /** Where the limit lies, if there is one. */
  readonly limit: number | undefined;
  /** What the top of the chart stands for at least, so that nothing is not drawn as much. */
  readonly least: number;
  /** For those who do not see it. */
  readonly label: string;
}

const [width, height] = [rememberedUsages - 1, 20];

/** The SVG element. The newest value stands at the right, whether there is a minute of them or less. */
export function chartSvg({ lines, limit, least, label }: Chart): string {
  const highest = Math.max(least, ...lines.flat().filter((value) => value !== undefined));
  // A limit far above would press the line to the floor.
  const isNear = limit !== undefined && limit <= highest * 4;
  const top = isNear ? Math.max(highest, limit) : highest * 1.1;
  const y = (value: number): string => (height - value / top * (height - 2) - 1).toFixed(1);
  const drawn = lines.map((values, index) => pieces(values, y).map((points) => `<polyline class="line-${index + 1}" points="${points}"/>`).join(''));
  const limitLine = isNear ? `<line class="limit" x1="0" x2="${width}" y1="${y(limit)}" y2="${y(limit)}"/>` : '';
  return `<svg role="img" aria-label="${escapedHtml(label)}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">${limitLine}${drawn.join('')}</svg>`;
}

/** Text for HTML, within and outside of attributes. */
export function escapedHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\'', '&#39;');
}

function pieces(values: Values, y: (value: number) => string): readonly string[] {
  const found: string[][] = [];
  let isOpen = false;
  for (const [index, value] of values.entries()) {
    if (value === undefined) {
      isOpen = false;
      continue;
    }
    const x = width - (values.length - 1 - index);
    if (!isOpen) found.push([]);
    isOpen = true;
    found.at(-1)?.push(`${x},${y(value)}`);
  }
  // A single point would not be seen.
  return found.map((points) => (points.length === 1 ? [points[0], points[0]] : points).join(' '));
}
