// Finds host names and ports in texts: URLs, `host:port`, connection strings, and bare words where a variable's name says
// that they are hosts. It knows no services; what is found may be any host of the world.

/** A host that a text names, and the port if it names one; offsets are those of the text. */
export interface FoundAddress {
  readonly host: string;
  readonly at: readonly [from: number, to: number];
  readonly port: number | undefined;
  readonly portAt: readonly [from: number, to: number] | undefined;
  /** The scheme of a URL, in lower case. */
  readonly scheme: string | undefined;
  /** True for a word that is a host only because of the name that it stands behind. */
  readonly bare: boolean;
}

/** Characters. In longer texts nothing is looked for: they are no addresses. */
const longest = 16_384;
/** Addresses of one text: nobody writes more. */
const mostInOne = 64;

const url = /([a-z][a-z0-9+.-]{0,30}):\/\/((?:,(?![a-z][a-z0-9+.-]{0,30}:\/\/)|[^\s,/?#"'<>|\\;])*)/gi;
const inMember = /^([a-z0-9][\w.-]*)(?::(\d{1,5}))?$/i;
/** `db:5432` by itself or before a path; ports below 80 look like tags of images: `postgres:16`. */
const hostAndPort = /(?<![^\s,;=@"'(<[])([a-z0-9][\w.-]{0,252}):(\d{2,5})(?![^\s,;/"')>\]?\\])/gi;
/** `user@tcp(db:3306)/shop`, as Go's MySQL driver has it. */
const inBrackets = /@tcp\(([a-z0-9][\w.-]{0,252})(?::(\d{1,5}))?\)/gi;
const connection = /(?<![^;\s"'])(?:host|hostname|server|data source|datasource|addr|address|network address)[ \t]{0,8}=[ \t]{0,8}(?:tcp:)?([a-z0-9][\w.-]{0,252})(?:[,:](\d{1,5}))?(?![^\s;"',\\])/gi;
const connectionPort = /(?<![^;\s"'])port[ \t]{0,8}=[ \t]{0,8}(\d{1,5})(?![^\s;"'])/i;
const word = /[^\s,;]+/g;

/** Ends of the names of variables whose values look like `host:port` and are none. */
const otherThings = /(?:user|username|login|pass|passwd|password|auth|secret|token|credential|image|tag|version|key|uid|gid|owner|ttl|time|date|cron|schedule)s?$/i;
/** Names of variables that hold hosts: `DB_HOST`, `redisHost`, `BOOTSTRAP_SERVERS`. */
const ofHosts = /(?:hosts?|host_?names?|addr|addrs|address|addresses|endpoints?|urls?|uris?|servers?|brokers?|upstreams?)$/i;
/** Names of variables that hold the names by which something is known outside: a browser's, a proxy's, its own. */
const ofOutside = /(?:^|[_.-])(?:cors|origins?|public|external|callback|redirect|browser|advertised|allowed|trusted|issuer|no_proxy|virtual|letsencrypt|vite|react_app|expo_public|vue_app|gatsby|server_?name|(?:frontend|client|site|website)_?ur[li]s?)(?:$|[_.-])|^(?:no_?proxy|hostname|(?:app|base|root|self)_?ur[li])$/i;

/** True for a variable whose value is for the world outside, where container names mean nothing. */
export function isForOutside(name: string): boolean {
  return ofOutside.test(name);
}

/** True for a variable that holds a host by its name. */
export function isHostName(name: string): boolean {
  return ofHosts.test(name.replace(/[_.-]?\d+$/, '')) && !otherThings.test(name);
}

/** The name of the variable with the port that belongs to a host: `DB_PORT` for `DB_HOST`; undefined where there is none. */
export function portNameFor(name: string): string | undefined {
  const match = /^(.*?)(?:host_?name|host|addr|address|server|endpoint)$/i.exec(name);
  return match === null ? undefined : `${match[1]}port`.toLowerCase();
}

/** The addresses that a text names, in its order. `name` is that of the variable whose value it is. */
export function addressesIn(text: string, name?: string): readonly FoundAddress[] {
  if (text.length > longest) return [];
  const found = new Map<number, FoundAddress>();
  const add = (address: FoundAddress): void => {
    if (found.size >= mostInOne) return;
    const { at: [from, to] } = address;
    for (const other of found.values()) if (from < other.at[1] && other.at[0] < to) return;
    found.set(from, address);
  };
  const insideUrls: (readonly [number, number])[] = [];
  if (text.includes('://')) for (const each of urlsIn(text, insideUrls)) add(each);
  if (name !== undefined && otherThings.test(name)) return [...found.values()];
  const free = (from: number): boolean => insideUrls.every(([start, end]) => from < start || from >= end);
  for (const match of text.includes('@tcp(') ? text.matchAll(inBrackets) : []) add(addressAt(match, match.index));
  for (const match of text.includes('=') ? text.matchAll(connection) : []) {
    const address = addressAt(match, match.index);
    const port = address.port === undefined ? connectionPort.exec(text) : null;
    if (free(match.index)) add(port === null ? address : { ...address, port: Number(port[1]), portAt: endOf(port) });
  }
  for (const match of text.includes(':') ? text.matchAll(hostAndPort) : []) {
    if (Number(match[2]) >= 80 && free(match.index)) add(addressAt(match, match.index));
  }
  if (name !== undefined && found.size === 0 && isHostName(name)) {
    const words = [...text.matchAll(word)];
    if (words.every(([each]) => inMember.test(each)) && !/[^\s,;]\s+[^\s,;]/.test(text)) for (const match of words) add({ host: match[0], at: [match.index, match.index + match[0].length], port: undefined, portAt: undefined, scheme: undefined, bare: true });
  }
  return [...found.values()].toSorted((a, b) => a.at[0] - b.at[0]);
}

/** A match whose first group is the host and whose second the port. */
function addressAt(match: RegExpExecArray, from: number): FoundAddress {
  const [whole, host = '', port] = match;
  const start = from + whole.indexOf(host, hostOffset(whole, host, port));
  const portStart = port === undefined ? 0 : from + whole.lastIndexOf(port);
  return {
    host, at: [start, start + host.length], scheme: undefined, bare: false,
    port: port === undefined ? undefined : Number(port), portAt: port === undefined ? undefined : [portStart, portStart + port.length],
  };
}

/** Where a host may begin at the earliest: `Server=server,1433` has its word twice. */
function hostOffset(whole: string, host: string, port: string | undefined): number {
  return port === undefined ? whole.lastIndexOf(host) : whole.lastIndexOf(host, whole.lastIndexOf(port) - 1);
}

function endOf(match: RegExpExecArray): readonly [number, number] {
  const end = match.index + match[0].length;
  return [end - (match[1]?.length ?? 0), end];
}

/** The members of the authorities of all URLs: `mongodb://user:word@a:1,b:2/shop` has two. */
function urlsIn(text: string, inside: (readonly [number, number])[]): readonly FoundAddress[] {
  const found: FoundAddress[] = [];
  for (const match of text.matchAll(url)) {
    const [whole, scheme = '', authority = ''] = match;
    const start = match.index + whole.length - authority.length;
    inside.push([match.index, start + authority.length]);
    // A record of the name service stands behind it, no host.
    if (scheme.toLowerCase().endsWith('+srv')) continue;
    let from = authority.lastIndexOf('@') + 1;
    for (const member of authority.slice(from).split(',')) {
      const named = inMember.exec(member);
      const [, host, port] = named ?? [];
      if (host !== undefined) {
        const hostAt = start + from;
        const portAt = hostAt + host.length + 1;
        found.push({
          host, at: [hostAt, hostAt + host.length], scheme: scheme.toLowerCase(), bare: false,
          port: port === undefined ? undefined : Number(port), portAt: port === undefined ? undefined : [portAt, portAt + port.length],
        });
      }
      from += member.length + 1;
    }
  }
  return found;
}
