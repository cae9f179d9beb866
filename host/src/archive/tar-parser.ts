// Reads a tar archive while it passes by: POSIX, PAX and GNU's long names, byte for byte as the engine's own library takes
// them (Go's archive/tar). It never holds content, keeps each header as it came, and an archive that merely stops is an error.

import type { EntryType, TarEntry } from '#core/backup/entry-rules.ts';
import { shown } from '#core/backup/entry-rules.ts';
import { Failure } from '#core/failure.ts';

export interface TarVisitor {
  /** An entry begins. `header` are the blocks that lead it, with those of its extended header: valid until the call ends. */
  entry(entry: TarEntry, header: readonly Buffer[]): void;
  /** A part of the entry's content: valid until the call ends. */
  content?(part: Buffer): void;
  /** The entry is complete. */
  ended?(entry: TarEntry): void;
}

const block = 512;

/** The longest extended header: one of more holds no names but nonsense. */
const longestExtension = 1024 * 1024;

type State = 'header' | 'extension' | 'content' | 'padding' | 'end';

/** Takes an archive in parts of any size. Each method throws Failure `backup-damaged` for what is no whole archive. */
export class TarParser {
  readonly #visitor: TarVisitor;
  #state: State = 'header';
  #entries = 0;
  #contentBytes = 0;
  #zeroBlocks = 0;
  /** What is left of the state's bytes. */
  #left = 0;
  #padding = 0;
  #current: TarEntry | undefined;
  #extensionType = '';
  #collected: Buffer[] = [];
  #header: Buffer[] = [];
  #pending: Extension = {};

  constructor(visitor: TarVisitor) {
    this.#visitor = visitor;
  }

  get entries(): number { return this.#entries; }
  get contentBytes(): number { return this.#contentBytes; }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      switch (this.#state) {
        case 'header': at = this.#takeHeader(chunk, at); break;
        case 'extension': at = this.#takeExtension(chunk, at); break;
        case 'content': at = this.#takeContent(chunk, at); break;
        case 'padding': {
          const length = Math.min(this.#left, chunk.length - at);
          this.#left -= length;
          at += length;
          if (this.#left === 0) this.#state = 'header';
          break;
        }
        case 'end':
          for (; at < chunk.length; at++) if (chunk[at] !== 0) throw damaged('the archive goes on behind its end');
      }
    }
  }

  /** Call it when there is no more: an archive ends with two blocks of zeros, and all else was cut off. */
  end(): void {
    if (this.#state === 'end') return;
    const { name } = this.#current ?? { name: undefined };
    if (name === undefined) throw damaged('the archive ends before its first entry');
    throw damaged(this.#state === 'header' && this.#collected.length === 0
      ? `the archive ends without its end, behind ${shown(name)}`
      : `the archive ends in the middle of ${this.#state === 'content' ? shown(name) : `what follows ${shown(name)}`}`);
  }

  #takeHeader(chunk: Buffer, start: number): number {
    const held = this.#collected.reduce((total, part) => total + part.length, 0);
    const end = Math.min(chunk.length, start + block - held);
    const part = chunk.subarray(start, end);
    if (held + part.length < block) {
      this.#collected.push(Buffer.from(part));
      return end;
    }
    const header = held === 0 ? part : Buffer.concat([...this.#collected, part]);
    this.#collected = [];
    if (isZero(header)) {
      if (this.#header.length > 0) throw damaged('an extended header belongs to no entry');
      this.#zeroBlocks += 1;
      if (this.#zeroBlocks === 2) this.#state = 'end';
      return end;
    }
    if (this.#zeroBlocks > 0) throw damaged('the archive goes on behind its end');
    this.#readHeader(header);
    return end;
  }

  #readHeader(header: Buffer): void {
    const behind = this.#current === undefined ? 'at its beginning' : `behind ${shown(this.#current.name)}`;
    if (!hasChecksum(header)) throw damaged(`the archive is damaged ${behind}: a header's checksum is wrong`);
    const flag = String.fromCharCode(header[156] ?? 0);
    if (flag === 'x' || flag === 'g' || flag === 'L' || flag === 'K') {
      const size = numberAt(header, 124, 12);
      if (size > longestExtension) throw damaged(`the archive has a name of ${size} bytes ${behind}`);
      this.#header.push(Buffer.from(header));
      this.#extensionType = flag;
      this.#left = size + paddingOf(size);
      this.#padding = paddingOf(size);
      this.#state = 'extension';
      if (this.#left === 0) this.#state = 'header';
      return;
    }
    const entry = entryOf(header, flag, this.#pending);
    if (!Number.isSafeInteger(entry.size) || entry.size < 0) throw damaged(`${shown(entry.name)} has a size that cannot be`);
    this.#header.push(header);
    this.#pending = {};
    this.#current = entry;
    this.#entries += 1;
    this.#contentBytes += entry.size;
    const blocks = this.#header;
    this.#header = [];
    this.#visitor.entry(entry, blocks);
    this.#left = entry.size;
    this.#padding = paddingOf(entry.size);
    if (entry.size > 0) this.#state = 'content';
    else this.#visitor.ended?.(entry);
  }

  #takeExtension(chunk: Buffer, start: number): number {
    const part = Buffer.from(chunk.subarray(start, start + this.#left));
    this.#left -= part.length;
    this.#collected.push(part);
    if (this.#left > 0) return start + part.length;
    const whole = Buffer.concat(this.#collected);
    this.#collected = [];
    this.#header.push(whole);
    const text = whole.subarray(0, whole.length - this.#padding);
    if (this.#extensionType === 'x') this.#pending = { ...this.#pending, records: recordsOf(text) };
    else if (this.#extensionType === 'L') this.#pending = { ...this.#pending, name: textOf(untilZero(text)) };
    else if (this.#extensionType === 'K') this.#pending = { ...this.#pending, link: textOf(untilZero(text)) };
    this.#state = 'header';
    return start + part.length;
  }

  #takeContent(chunk: Buffer, start: number): number {
    const part = chunk.subarray(start, start + this.#left);
    this.#left -= part.length;
    this.#visitor.content?.(part);
    if (this.#left === 0) {
      if (this.#current !== undefined) this.#visitor.ended?.(this.#current);
      this.#left = this.#padding;
      this.#state = this.#padding === 0 ? 'header' : 'padding';
    }
    return start + part.length;
  }
}

function damaged(message: string): Failure {
  return new Failure('backup-damaged', message);
}

interface Extension {
  readonly records?: ReadonlyMap<string, string>;
  readonly name?: string;
  readonly link?: string;
}

const types: Readonly<Record<string, EntryType>> = {
  '0': 'file', '\0': 'file', '7': 'file', '1': 'hardlink', '2': 'symlink', '3': 'character-device', '4': 'block-device', '5': 'folder', '6': 'fifo',
};

function entryOf(header: Buffer, flag: string, { records, name: longName, link: longLink }: Extension): TarEntry {
  // GNU has other fields where POSIX has the front of the name.
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? textOf(untilZero(header.subarray(345, 500))) : '';
  const short = textOf(untilZero(header.subarray(0, 100)));
  const name = records?.get('path') ?? longName ?? (prefix === '' ? short : `${prefix}/${short}`);
  const said = types[flag] ?? 'other';
  const type = said === 'file' && name.endsWith('/') ? 'folder' : isSparse(records) ? 'other' : said;
  const number = (key: string, at: number, length: number): number => {
    const record = records?.get(key);
    return record === undefined ? numberAt(header, at, length) : Number(record);
  };
  return {
    name: name.length > 1 ? name.replace(/\/+$/, '') : name, type,
    // What is no file has no content, whatever its header says: so Go reads it.
    size: type === 'file' || type === 'other' ? number('size', 124, 12) : 0,
    mode: numberAt(header, 100, 8) & 0o7777, uid: number('uid', 108, 8), gid: number('gid', 116, 8), mtime: number('mtime', 136, 12),
    link: type === 'symlink' || type === 'hardlink' ? records?.get('linkpath') ?? longLink ?? textOf(untilZero(header.subarray(157, 257))) : '',
    major: type.endsWith('device') ? numberAt(header, 329, 8) : 0, minor: type.endsWith('device') ? numberAt(header, 337, 8) : 0,
    attributes: attributesOf(records),
  };
}

const noAttributes: ReadonlyMap<string, string> = new Map();
const attributePrefix = 'SCHILY.xattr.';

function attributesOf(records: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> {
  if (records === undefined) return noAttributes;
  const found = [...records].filter(([key]) => key.startsWith(attributePrefix));
  return found.length === 0 ? noAttributes : new Map(found.map(([key, value]) => [key.slice(attributePrefix.length), value]));
}

function isSparse(records: ReadonlyMap<string, string> | undefined): boolean {
  return records !== undefined && [...records.keys()].some((key) => key.startsWith('GNU.sparse.'));
}

/** `LENGTH KEY=VALUE\n`, where the length counts itself. */
function recordsOf(text: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const space = text.indexOf(0x20, at);
    const length = Number(text.toString('latin1', at, space));
    const end = at + length;
    const equals = text.indexOf(0x3d, space);
    if (space === -1 || !Number.isInteger(length) || end <= space || end > text.length || text[end - 1] !== 0x0a || equals === -1 || equals >= end) {
      throw damaged('an extended header cannot be read');
    }
    records.set(textOf(text.subarray(space + 1, equals)), textOf(text.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}

/** Octal digits, or where the first bit is set a number to the base of 256 in two's complement. */
function numberAt(header: Buffer, at: number, length: number): number {
  const first = header[at] ?? 0;
  if ((first & 0x80) !== 0) {
    let value = (first & 0x40) === 0 ? BigInt(first & 0x3f) : BigInt(first | ~0xff);
    for (let index = at + 1; index < at + length; index++) value = value * 256n + BigInt(header[index] ?? 0);
    return Number(value);
  }
  const digits = header.toString('latin1', at, at + length).replace(/^[ \0]+|[ \0].*$/gs, '');
  if (!/^[0-7]*$/.test(digits)) throw damaged('a header has a number that cannot be read');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** The sum of the header's bytes, with its own field as blanks; old programs took the bytes as signed. */
function hasChecksum(header: Buffer): boolean {
  let sum = 8 * 0x20;
  let signed = sum;
  for (let index = 0; index < block; index++) {
    if (index >= 148 && index < 156) continue;
    const byte = header[index] ?? 0;
    sum += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const said = numberAt(header, 148, 8);
  return said === sum || said === signed;
}

function isZero(header: Buffer): boolean {
  for (const byte of header) if (byte !== 0) return false;
  return true;
}

function untilZero(field: Buffer): Buffer {
  const end = field.indexOf(0);
  return end === -1 ? field : field.subarray(0, end);
}

function paddingOf(size: number): number {
  return (block - (size % block)) % block;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes as UTF-8; where they are none, each above 0x7F as 0xDC00 + the byte, so that different names stay different. */
function textOf(bytes: Buffer): string {
  if (bytes.every((byte) => byte < 0x80)) return bytes.toString('latin1');
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return bytes.reduce((text, byte) => text + String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte), '');
  }
}
