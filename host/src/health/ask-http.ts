// Asks one HTTP endpoint, within a time and a size. It follows redirects of the same server only: a redirect elsewhere is
// an answer, and takes no header along.

import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Answer, HttpProbe } from '#core/health/probe.ts';

/** Bytes of an answer that are read. */
const bodyLimit = 256 * 1024;
const redirectLimit = 5;

/** Asks at a host and port; `signal` ends it. Never throws but for that. */
export async function askHttp(probe: HttpProbe, host: string, port: number, signal: AbortSignal): Promise<Answer> {
  let { path, method, send } = probe;
  const wantsRedirect = probe.status.some(([from]) => from >= 300 && from < 400) && probe.status.every(([, to]) => to < 400 && to >= 300);
  for (let redirects = 0; ; redirects += 1) {
    const response = await askOnce({ ...probe, path, method, send }, host, port, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      return wordsFor(error);
    });
    if (typeof response === 'string') return { kind: 'none', why: response };
    const next = wantsRedirect ? undefined : sameServer(response, probe, host, port, path);
    if (next === undefined) return { kind: 'http', ...response };
    if (redirects === redirectLimit) return { kind: 'none', why: `is redirected more than ${redirectLimit} times, at last to ${next}` };
    path = next;
    // As browsers and curl do: all but 307 and 308 ask for what stands there.
    if (response.status !== 307 && response.status !== 308 && method !== 'HEAD') [method, send] = ['GET', undefined];
  }
}

interface Response {
  readonly status: number;
  readonly body: string;
  readonly cut: boolean;
  readonly location: string | undefined;
}

function askOnce({ scheme, path, method, headers, send, insecure }: HttpProbe, host: string, port: number, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const options = {
      host, port, path, method, signal, agent: false as const,
      // As curl and browsers do it: the headers of CGI programs often end with a bare line feed.
      insecureHTTPParser: true,
      headers: { accept: '*/*', 'user-agent': 'composure', connection: 'close', ...(send === undefined ? {} : { 'content-length': Buffer.byteLength(send) }), ...Object.fromEntries(headers) },
    };
    const answered = (response: IncomingMessage): void => { read(response).then(resolve, reject); };
    const request = scheme === 'https' ? secureRequest({ ...options, rejectUnauthorized: !insecure }, answered) : plainRequest(options, answered);
    request.on('error', reject);
    request.end(send);
  });
}

async function read(response: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > bodyLimit) break;
  }
  response.destroy();
  return { status: response.statusCode ?? 0, location: response.headers.location, cut: size > bodyLimit, body: Buffer.concat(chunks).subarray(0, bodyLimit).toString('utf8') };
}

/** The path that a redirect names, where it is one of this very server. */
function sameServer({ status, location }: Response, { scheme }: HttpProbe, host: string, port: number, path: string): string | undefined {
  if (status < 301 || status > 308 || status === 304 || location === undefined) return undefined;
  const here = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (!URL.canParse(location, `${here}${path}`)) return undefined;
  const next = new URL(location, `${here}${path}`);
  return next.origin === new URL(here).origin ? `${next.pathname}${next.search}` : undefined;
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection: nothing listens there',
  ECONNRESET: 'closes the connection without an answer',
  EPIPE: 'closes the connection without an answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ENOTFOUND: 'has no address: nobody knows this host',
  EAI_AGAIN: 'has no address: the name service does not answer',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a certificate that nobody vouches for',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a certificate that nobody vouches for',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'shows a certificate that nobody vouches for',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate for another host',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired',
};

/** What went wrong on the way, as it follows an address. */
export function wordsFor(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('HPE_')) return 'answers something that is not HTTP';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return 'answers something that is not TLS';
  return words[code] ?? `cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
}
