// What an entry of a tar archive may be before it is given to an engine. An engine extracts what it is given: a name that
// leaves the root, or a way through a link, is refused here, and so is what no volume can hold.

/** One entry of a tar archive, as its header says it. */
export interface TarEntry {
  /** Without a trailing slash. Where it is no UTF-8, each byte above 0x7F stands as 0xDC00 + the byte: no two names are one. */
  readonly name: string;
  readonly type: EntryType;
  /** Bytes of content that follow; 0 for what is no file. */
  readonly size: number;
  /** Permission bits with suid, sgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970, with a fraction where the archive has one. */
  readonly mtime: number;
  /** Where a link points; empty for what is none. */
  readonly link: string;
  readonly major: number;
  readonly minor: number;
  /** Extended attributes, by name. Their values are written as `name` is. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** `other`: what POSIX does not know, such as GNU's sparse files; an engine never writes it. */
export type EntryType = 'file' | 'folder' | 'symlink' | 'hardlink' | 'fifo' | 'character-device' | 'block-device' | 'other';

export interface EntryConsent {
  /** Whether device nodes are wanted: with one, a container reaches the disks of the machine. */
  readonly devices: boolean;
}

/** The longest path and the longest part of one that Linux takes, in bytes. */
const longestPath = 4095;
const longestPart = 255;

/**
 * Judges the entries of one archive, one after the other: what is wrong with an entry, or undefined. The first entry is the
 * root, and everything else lies in it.
 */
export function entryJudge(consent: EntryConsent): (entry: TarEntry) => string | undefined {
  let root: string | undefined;
  const symlinks = new Set<string>();
  return (entry) => {
    const { name, type, link } = entry;
    const said = problemOfName(name);
    if (said !== undefined) return `${shown(name)} ${said}`;
    if (root === undefined) {
      root = name;
      if (name.includes('/')) return `${shown(name)} stands first and is not the root of the archive`;
    } else if (!lies(name, root) || name === root) {
      return `${shown(name)} lies outside of ${shown(root)}`;
    }
    if (symlinks.size > 0) {
      for (let slash = name.indexOf('/'); slash !== -1; slash = name.indexOf('/', slash + 1)) {
        if (symlinks.has(name.slice(0, slash))) return `${shown(name)} would be written through the link ${shown(name.slice(0, slash))}`;
      }
    }
    if (type === 'symlink') symlinks.add(name);
    else if (symlinks.size > 0) symlinks.delete(name);
    if (type === 'hardlink' && (problemOfName(link) !== undefined || !lies(link, root))) return `${shown(name)} is a hard link to ${shown(link)}, outside of ${shown(root)}`;
    if (type === 'other') return `${shown(name)} is of a kind that no volume holds`;
    if (!consent.devices && (type === 'character-device' || type === 'block-device') && !isWhiteout(entry)) {
      return `${shown(name)} is a device (${entry.major}:${entry.minor}), by which a container reaches the machine`;
    }
    return undefined;
  };
}

/** A name as a message shows it: bytes that are no text, line breaks and the like are escaped. */
export function shown(name: string): string {
  // With `u` a half of a pair is none of these.
  return name.replace(/[\uDC80-\uDCFF]/gu, (unit) => `\\x${(unit.charCodeAt(0) - 0xdc00).toString(16)}`)
    // oxlint-disable-next-line no-control-regex -- what a terminal would obey
    .replace(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function problemOfName(name: string): string | undefined {
  if (name === '') return 'has no name';
  if (name.startsWith('/')) return 'is an absolute path';
  const parts = name.split('/');
  if (parts.includes('..')) return 'leads out of the archive';
  if (parts.includes('.') || parts.includes('')) return 'is written in a roundabout way';
  if (name.includes('\0')) return 'has a byte 0 in its name';
  if (bytesOf(name) > longestPath || parts.some((part) => part.length > longestPart / 4 && bytesOf(part) > longestPart)) return 'has a name that is too long for a file system';
  return undefined;
}

function lies(name: string, root: string): boolean {
  return name === root || (name.startsWith(root) && name.charAt(root.length) === '/');
}

/** Overlay file systems mark what is deleted by a device 0:0, which opens nothing. */
function isWhiteout({ type, major, minor }: TarEntry): boolean {
  return type === 'character-device' && major === 0 && minor === 0;
}

function bytesOf(text: string): number {
  let bytes = 0;
  for (const sign of text) {
    const point = sign.codePointAt(0) ?? 0;
    bytes += point < 0x80 || (point >= 0xdc80 && point <= 0xdcff) ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
