// What can be asked of a service that nobody wrote down: the URL that its own health check asks, or what its image is known
// to answer. It is asked from outside, through the port that the service publishes: so it sees what the container cannot.

import { shellWords } from '#core/compose/command.ts';
import { healthcheckOf } from '#core/compose/healthcheck.ts';
import type { Service } from '#core/compose/model.ts';
import { redacted } from '#core/words/redacted.ts';
import { knownEndpoint } from '#core/health/known-images.ts';
import { usualInterval, usualStatus, usualTimeLimit, type Check, type HttpProbe } from '#core/health/probe.ts';

/** The check of a service's endpoint, or undefined where nothing is known of one. */
export function inferredCheck(service: Service): Check | undefined {
  const endpoint = ofHealthcheck(service) ?? ofImage(service);
  if (endpoint === undefined) return undefined;
  const probe: HttpProbe = {
    kind: 'http', scheme: endpoint.scheme, path: endpoint.path, target: { kind: 'published', service: service.name, ports: endpoint.ports },
    method: 'GET', headers: [], send: undefined, status: usualStatus, body: [], insecure: true,
  };
  return {
    name: service.name, title: `GET ${redacted(endpoint.path, endpoint.secrets)}`, probe, inferred: true,
    timeLimit: usualTimeLimit, retries: 0, interval: usualInterval, missing: [], secrets: endpoint.secrets,
  };
}

interface Endpoint {
  readonly scheme: 'http' | 'https';
  readonly ports: readonly number[];
  readonly path: string;
  /** What variables brought into the path. */
  readonly secrets: readonly string[];
}

/** Options of curl and wget by which a request is more than its URL, and the shell's `!`. */
const more = /^(?:!|-[a-z]*[HudXF].*|--(?:header|user|data|request|post|form|upload|http-user|http-password|method|body|cert|proxy|unix-socket|resolve|connect-to)\b.*)$/;

function ofHealthcheck(service: Service): Endpoint | undefined {
  const command = healthcheckOf(service)?.command ?? [];
  if (command.some(({ unresolved }) => unresolved.length > 0)) return undefined;
  const words = command.flatMap((text) => shellWords(text)).map(({ value }) => value);
  const urls = new Set(words.filter((word) => /^https?:\/\//i.test(word)));
  const [written = ''] = urls;
  if (urls.size !== 1 || words.some((word) => more.test(word))) return undefined;
  const endpoint = readUrl(written, service);
  // Where a text cannot be told apart, neither can a key in the URL from the rest of it.
  if (endpoint === undefined || (endpoint.path.includes('?') && command.some(({ pieces }) => pieces === undefined))) return undefined;
  const filledIn = command.flatMap(({ value, pieces = [] }) => pieces.filter(({ verbatim }) => !verbatim).map(({ from, to }) => value.slice(from, to)));
  return { ...endpoint, secrets: filledIn.filter((each) => each !== '' && endpoint.path.includes(each)) };
}

/** URLs are cut apart by hand: the language itself has no reader of them. */
function readUrl(url: string, { name, containerName }: Service): Endpoint | undefined {
  const [, said = '', host = '', port, path = ''] = /^(https?):\/\/(\[[0-9a-f:]+\]|[^/:?#@\s]+)(?::(\d{1,5}))?([/?][^#\s]*)?$/i.exec(url) ?? [];
  const itself = ['localhost', '127.0.0.1', '0.0.0.0', '[::1]', '[::]', name, containerName?.value];
  if (host === '' || !itself.includes(host.toLowerCase()) || /[$`{}\\]/.test(url)) return undefined;
  const scheme = said.toLowerCase() === 'https' ? 'https' : 'http';
  return { scheme, ports: [port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port)], path: path.startsWith('/') ? path : `/${path}`, secrets: [] };
}

function ofImage({ image }: Service): Endpoint | undefined {
  if (image === undefined || image.unresolved.length > 0) return undefined;
  const known = knownEndpoint(image.value);
  return known && { scheme: 'http', ...known, secrets: [] };
}
