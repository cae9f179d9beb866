// Ports in short syntax: those that the image listens on, and the usual forms.

import { buildFacts, containerFacts } from '#core/language/completion/build-facts.ts';
import { checkedServices, imageOf, serviceName, type Asked } from '#core/language/completion/question.ts';
import type { Suggestion } from '#core/language/completion/suggestion.ts';
import { officialImage } from '#core/images/official.ts';
import type { Span } from '#core/yaml/span.ts';

const protocols = ['tcp', 'udp', 'sctp'];

/** What fits at the cursor of an item of `ports`. */
export async function shortPortSuggestions(asked: Asked): Promise<readonly Suggestion[]> {
  const { place: { word, typed }, offset } = asked;
  const slash = typed.lastIndexOf('/');
  if (slash !== -1) return protocols.map((label, rank) => ({ label, kind: 'value', text: label, rank, replace: [offset - (typed.length - slash - 1), word.span[1]] }));
  const colon = typed.lastIndexOf(':');
  const known = await containerPorts(asked);
  if (colon !== -1) return known.map((port, rank) => ({ label: port, kind: 'port', text: port, rank, replace: [offset - (typed.length - colon - 1), word.span[1]], detail: 'in the container' }));
  const quoted = (text: string): string => (word.quote === '' ? `"${text}"` : text);
  const taken = takenPorts(asked);
  const web = freePort('8080', taken);
  const fromImage = known.map((port, index): Suggestion => {
    const [number = port, protocol] = port.split('/');
    const host = freePort(number, taken);
    const text = `${host}:${port}`;
    return { label: quoted(text), kind: 'port', text: quoted(text), snippet: quoted(`\${1:${host}}:${number}${protocol === undefined ? '' : `/${protocol}`}`), filter: text, rank: index / 100 - 1, detail: 'the image exposes it' };
  });
  const forms: readonly (readonly [string, string, string])[] = [
    [`${web}:80`, `\${1:${web}}:\${2:80}`, 'host:container'],
    [`127.0.0.1:${web}:80`, `127.0.0.1:\${1:${web}}:\${2:80}`, 'this host alone'],
    ['53:53/udp', '${1:53}:${2:53}/udp', 'another protocol'],
    ['9090-9091:8080-8081', '${1:9090-9091}:${2:8080-8081}', 'ranges'],
  ];
  return [...fromImage, ...forms.map(([form, snippet, detail], rank): Suggestion => ({ label: quoted(form), kind: 'port', text: quoted(form), snippet: quoted(snippet), detail, rank, filter: form }))];
}

/** Container ports alone: `target`, and items of `expose`. */
export async function containerPortSuggestions(asked: Asked, replace: Span, quotes: boolean): Promise<readonly Suggestion[]> {
  return (await containerPorts(asked)).map((port) => port.split('/')[0] ?? port).map((label, rank) => ({ label, kind: 'port', text: quotes && asked.place.word.quote === '' ? `"${label}"` : label, filter: label, replace, rank }));
}

/** What the Dockerfile or an official image exposes, and what the service's ports lead to in other files. */
async function containerPorts(asked: Asked): Promise<readonly string[]> {
  const build = await buildFacts(asked);
  const { ports } = containerFacts(build);
  const official = build === undefined ? officialImage(imageOf(asked) ?? '')?.ports ?? [] : [];
  const checked = checkedServices(asked).flatMap(({ service }) => service.ports.flatMap((port) => (port.targetText === undefined || port.targetText.unresolved.length > 0 || port.at.file === asked.file ? [] : port.targetText.value)));
  return [...new Set([...ports.map((port) => port.replace(/\/tcp$/i, '')), ...checked, ...official.map(String)])].filter((port) => /^\d+(?:-\d+)?(?:\/\w+)?$/.test(port));
}

/** Host ports that other services of the projects, and other items of this list, publish. */
function takenPorts(asked: Asked): ReadonlySet<number> {
  const taken = new Set<number>();
  const own = serviceName(asked);
  for (const { services } of asked.projects) {
    for (const { name, ports } of services.values()) {
      if (name === own) continue;
      for (const { published } of ports) if (published !== undefined) for (let port = published.first; port <= Math.min(published.last, published.first + 1_000); port += 1) taken.add(port);
    }
  }
  for (const item of asked.place.others) {
    const port = /(?:^|:)(\d+):\d+(?:\/\w+)?$/.exec(item)?.[1];
    if (port !== undefined) taken.add(Number(port));
  }
  return taken;
}

/** The port, or the first behind it that nobody has; a range stays as it is. */
function freePort(port: string, taken: ReadonlySet<number>): string {
  if (!/^\d+$/.test(port)) return port;
  let free = Number(port);
  while (taken.has(free)) free += 1;
  return String(free);
}
