// Makes a screenshot a third of its size: at most 256 colours, chosen by median cut, are enough for a picture of an editor.
// It reads what browsers write: PNG of 8 bits per channel, RGB or RGBA without holes, not interlaced (PNG specification, third edition).
import { crc32, deflateSync, inflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

/** The same picture with a palette. @throws where it is no PNG of that kind. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, pixels } = decoded(png);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const boxes = medianCut([...counts], 256);
  const palette = boxes.map(meanOf);
  const indexOf = new Map(boxes.flatMap((box, index) => box.map(([pixel]) => [pixel, index] as const)));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = indexOf.get(pixels[y * width + x] ?? 0) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature, chunk('IHDR', header), chunk('PLTE', Buffer.from(palette.flat())), chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0)),
  ]);
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A colour as one number, and how many pixels have it. */
type Counted = readonly [pixel: number, count: number];

const channelsOf = (pixel: number): Colour => [pixel >> 16, pixel >> 8 & 255, pixel & 255];

/** Cuts the box whose colours differ most, weighed by its pixels, at the middle of its longest side until there are enough. */
function medianCut(colours: readonly Counted[], limit: number): readonly (readonly Counted[])[] {
  const boxes = [boxOf(colours)];
  while (boxes.length < limit) {
    boxes.sort((a, b) => a.weight - b.weight);
    const box = boxes.at(-1);
    if (box === undefined || box.weight === 0) break;
    boxes.pop();
    const sorted = box.colours.toSorted(([a], [b]) => (channelsOf(a)[box.side] ?? 0) - (channelsOf(b)[box.side] ?? 0));
    const values = sorted.map(([pixel]) => channelsOf(pixel)[box.side] ?? 0);
    const middle = ((values[0] ?? 0) + (values.at(-1) ?? 0)) / 2;
    const at = values.findIndex((value) => value > middle);
    boxes.push(boxOf(sorted.slice(0, at)), boxOf(sorted.slice(at)));
  }
  return boxes.map((box) => box.colours);
}

interface Box {
  readonly colours: readonly Counted[];
  /** The channel in which its colours lie farthest apart. */
  readonly side: 0 | 1 | 2;
  readonly weight: number;
}

function boxOf(colours: readonly Counted[]): Box {
  const lengths = ([0, 1, 2] as const).map((side) => {
    const values = colours.map(([pixel]) => channelsOf(pixel)[side]);
    return { side, length: values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 255) };
  }).toSorted((a, b) => b.length - a.length);
  const { side, length } = lengths[0] ?? { side: 0, length: 0 };
  return { colours, side, weight: length ** 2 * Math.sqrt(colours.reduce((sum, [, count]) => sum + count, 0)) };
}

function meanOf(colours: readonly Counted[]): Colour {
  const all = colours.reduce((sum, [, count]) => sum + count, 0);
  const mean = (side: 0 | 1 | 2): number => Math.round(colours.reduce((sum, [pixel, count]) => sum + channelsOf(pixel)[side] * count, 0) / all);
  return [mean(0), mean(1), mean(2)];
}

function decoded(png: Buffer): { readonly width: number; readonly height: number; readonly pixels: Uint32Array } {
  if (!png.subarray(0, 8).equals(signature)) throw new Error('no PNG');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, kind, , , interlaced] = png.subarray(24, 29);
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error('no PNG of 8 bits per channel');
  const size = kind === 2 ? 3 : 4;
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const rows = unfiltered(inflateSync(Buffer.concat(data)), width * size, height, size);
  const pixels = Uint32Array.from({ length: width * height }, (_, index) => (rows[index * size] ?? 0) << 16 | (rows[index * size + 1] ?? 0) << 8 | (rows[index * size + 2] ?? 0));
  return { width, height, pixels };
}

/** Takes back what a filter did to each line (section 9 of the specification). */
function unfiltered(data: Buffer, line: number, height: number, size: number): Buffer {
  const rows = Buffer.alloc(line * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (line + 1)] ?? 0;
    for (let x = 0; x < line; x += 1) {
      const left = x < size ? 0 : rows[y * line + x - size] ?? 0;
      const above = y === 0 ? 0 : rows[(y - 1) * line + x] ?? 0;
      const corner = x < size || y === 0 ? 0 : rows[(y - 1) * line + x - size] ?? 0;
      rows[y * line + x] = (data[y * (line + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return rows;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0: return 0;
    case 1: return left;
    case 2: return above;
    case 3: return left + above >> 1;
    case 4: {
      const [a, b, c] = [left, above, corner].map((value) => Math.abs(left + above - corner - value)) as [number, number, number];
      return a <= b && a <= c ? left : b <= c ? above : corner;
    }
    default: throw new Error(`no filter ${filter} in PNG`);
  }
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
