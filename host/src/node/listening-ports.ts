// Which processes of this machine listen on which ports, as Linux tells it in /proc. Other systems tell it to programs
// with more rights only: there nothing is known.

import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/** A port on which a process listens. */
export interface ListeningPort {
  /** Empty for all addresses of both families. */
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** The process's name; undefined for a process of another user. */
  readonly process: string | undefined;
}

/** Ports above are given out by the system to whoever asks for any (ip(7), ip_local_port_range): they come and go. */
const firstEphemeral = 32_768;

/** TCP sockets in the state LISTEN, and UDP sockets without a peer (proc(5), /proc/net/tcp). */
const tables = [
  { file: 'tcp', protocol: 'tcp', state: '0A' }, { file: 'tcp6', protocol: 'tcp', state: '0A' },
  { file: 'udp', protocol: 'udp', state: '07' }, { file: 'udp6', protocol: 'udp', state: '07' },
] as const;

/** The ports that processes of this machine listen on; none where the system does not tell. */
export async function listeningPorts(proc = '/proc'): Promise<readonly ListeningPort[]> {
  if (process.platform !== 'linux') return [];
  const sockets = (await Promise.all(tables.map(async ({ file, protocol, state }) => {
    const text = await readFile(`${proc}/net/${file}`, 'latin1').catch(orNothing(''));
    return text.split('\n').slice(1).flatMap((line) => {
      const [, local = '', , said, , , , , , inode = ''] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      const number = Number.parseInt(port, 16);
      if (said !== state || (protocol === 'udp' && number >= firstEphemeral)) return [];
      return [{ address: addressOf(address), port: number, protocol, inode }];
    });
  }))).flat();
  const names = await processesOf(new Set(sockets.map(({ inode }) => inode)), proc);
  const found = sockets.map(({ inode, ...socket }) => ({ ...socket, process: names.get(inode) }));
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()]
    .toSorted((a, b) => a.port - b.port || compare(a.protocol, b.protocol) || compare(a.address, b.address) || compare(a.process ?? '', b.process ?? ''));
}

/** The kernel writes each 32 bits of an address as one number in the machine's order, which is little-endian wherever Docker runs. */
function addressOf(hex: string): string {
  const bytes = hex.match(/.{8}/g)?.flatMap((word) => [6, 4, 2, 0].map((at) => Number.parseInt(word.slice(at, at + 2), 16))) ?? [];
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '';
  if (bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255) return bytes.slice(12).join('.');
  return Array.from({ length: 8 }, (_, index) => (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16)).join(':');
}

/** The names of the processes that have these sockets open. Only those of this user can be looked into. */
async function processesOf(inodes: ReadonlySet<string>, proc: string): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of await readdir(proc).catch(orNothing([]))) {
    if (!/^\d+$/.test(id)) continue;
    const open = await readdir(`${proc}/${id}/fd`).catch(orNothing([]));
    const links = await Promise.all(open.map((each) => readlink(`${proc}/${id}/fd/${each}`).catch(orNothing(''))));
    const own = links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []).filter((inode) => inodes.has(inode) && !names.has(inode));
    if (own.length === 0) continue;
    const name = await nameOf(`${proc}/${id}`);
    for (const inode of own) if (name !== '') names.set(inode, name);
  }
  return names;
}

/** A script has its own name there, and not its interpreter's. Node calls the thread that it begins with "MainThread", which tells nobody anything. */
async function nameOf(folder: string): Promise<string> {
  const name = (await readFile(`${folder}/comm`, 'utf8').catch(orNothing(''))).trim();
  return name === 'MainThread' ? basename(await readlink(`${folder}/exe`).catch(orNothing(name))) : name;
}

/** A process may be gone, or another user's: then it tells nothing. */
function orNothing<T>(nothing: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === undefined) throw error;
    return nothing;
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
