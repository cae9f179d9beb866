// Where a service listens, as far as texts tell: what it publishes on the host, and whether it may listen on a port itself.

import { commandOf } from '#core/compose/command.ts';
import { healthcheckOf } from '#core/compose/healthcheck.ts';
import type { Project, Service } from '#core/compose/model.ts';
import type { Port } from '#core/compose/ports.ts';
import { effective, type Variable } from '#core/compose/service-addresses.ts';
import { servedPorts } from '#core/images/served-ports.ts';
import type { EnvFileVariables } from '#core/rules/env-file-variables.ts';
import { imageFacts, type ImageFacts } from '#core/rules/image-facts.ts';
import { leavesPort, mountedConfiguration, type MountedConfiguration } from '#core/rules/mounted-configuration.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { get, items, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** The entry of `ports` that publishes a host port, and the container port behind it where one is certain. */
export function publishing(service: Service, port: number): { readonly entry: Port; readonly target: number | undefined } | undefined {
  const entry = service.ports.find(({ published, protocol }) => protocol === 'tcp' && published !== undefined && published.first <= port && port <= published.last);
  if (entry?.published === undefined || entry.target === undefined) return undefined;
  const { published, target } = entry;
  const isParallel = published.last - published.first === target.last - target.first;
  const single = target.first === target.last && published.first === published.last;
  return { entry, target: single || isParallel ? target.first + port - published.first : undefined };
}

/** Whether a port is among those that a service says are its containers', or may be. */
export async function mayExpose(project: Project, service: Service, port: number, context: RuleContext): Promise<boolean> {
  for (const { target, targetText } of service.ports) {
    if (target === undefined ? targetText !== undefined : target.first <= port && port <= target.last) return true;
  }
  const exposed = items(get(service.node, 'expose')).flatMap((item) => textOf(item) ?? []);
  if (exposed.some(({ value, unresolved }) => unresolved.length > 0 || covers(value, port))) return true;
  const image = await imageFacts(project, service, context);
  return image.exposed === undefined || image.exposed.some((each) => covers(each, port)) || image.texts.some((text) => names(text, port));
}

/** Whether a service listens on a port of its own or may do so: every word of it that has the number counts. */
export async function mayListen(project: Project, service: Service, port: number, fromFiles: readonly Variable[], context: RuleContext): Promise<boolean> {
  const own = [...effective(service, fromFiles).flatMap(({ content }) => content ?? []), ...commandOf(service).map(({ value }) => value)];
  return own.some((text) => names(text, port)) || mayExpose(project, service, port, context);
}

/** The port that another one surely stands for: that of a known image which is run as it comes, or one that is mistyped. */
export async function servesInstead(project: Project, service: Service, port: number, files: EnvFileVariables, context: RuleContext): Promise<number | undefined> {
  const { build, image } = service;
  const variables = effective(service, await files.of(service));
  const facts = await imageFacts(project, service, context);
  const configuration = await mountedConfiguration(project, service, context);
  const mayBeConfigured = facts.isConfigured || configuration === undefined
    || commandOf(service).some((word) => mayPointElsewhere(word, configuration))
    || variables.some(({ name, content, value }) => /port|listen|addr|bind|host/i.test(name) && (content === undefined || (value?.unresolved.length ?? 0) > 0));
  const declared = declaredPorts(service, variables, facts);
  // No configuration makes a server listen on its own port with two digits swapped.
  const said = portOptions(service).find((each) => isMistyped(each, port)) ?? declared.find((each) => isMistyped({ ...each, isAll: false }, port))
    // Whoever keeps the configuration in a volume and says the port beside it has said all.
    ?? (configuration?.hasVolume === true ? exposedBy(service).find((each) => isMistyped(each, port)) : undefined);
  if ((mayBeConfigured || configuration.hasVolume) && said === undefined) return undefined;
  if (configuration?.texts.some((text) => names(text, port)) === true) return undefined;
  const known = build === undefined && image?.unresolved.length === 0 ? servedPorts(image.value)?.[0] : undefined;
  const serves = said?.port ?? known ?? facts.official?.serves ?? declared.find((each) => isMistyped(each, port))?.port;
  if (serves === undefined || serves === port || (said === undefined && configuration !== undefined && !leavesPort(configuration, serves))) return undefined;
  return await mayListen(project, service, port, await files.of(service), context) ? undefined : serves;
}

/** A port that a service says is its own. */
interface Declared {
  readonly port: number;
  /** True where all ports are said, as `EXPOSE` does: what is published or asked by a health check may be one of several. */
  readonly isAll: boolean;
}

/** Whether a word of a command leads to a configuration that was not read. */
function mayPointElsewhere({ value, unresolved }: Text, { targets }: MountedConfiguration): boolean {
  return unresolved.length > 0 || (/conf|cnf|defaults/i.test(value) && !targets.some((target) => value.includes(target)));
}

const isAll = (texts: readonly string[]): readonly Declared[] => texts.flatMap((text) => /^(\d+)(?:\/tcp)?$/.exec(text)?.[1] ?? []).map((port) => ({ port: Number(port), isAll: true }));

/** The ports that the service itself says. */
function exposedBy(service: Service): readonly Declared[] {
  return isAll(items(get(service.node, 'expose')).flatMap((item) => textOf(item)?.value ?? []));
}

function declaredPorts(service: Service, variables: readonly Variable[], { exposed, built }: ImageFacts): readonly Declared[] {
  const checked = (healthcheckOf(service)?.command ?? []).flatMap(({ value }) => [...value.matchAll(/(?:localhost|127\.0\.0\.1)[:/ ](\d{2,5})(?!\d)/g)].map((match) => match[1] ?? ''));
  return [
    ...exposedBy(service),
    ...(built ? isAll(exposed ?? []) : []),
    ...isAll(variables.flatMap(({ name, content }) => (name === 'PORT' ? content ?? [] : []))),
    ...portOptions(service),
    ...service.ports.flatMap(({ target }) => (target !== undefined && target.first === target.last ? [{ port: target.first, isAll: false }] : [])),
    ...checked.map((port) => ({ port: Number(port), isAll: false })),
  ];
}

/** `--port 4000`, in one text or in two items of a list. */
function portOptions(service: Service): readonly Declared[] {
  const text = commandOf(service).map(({ value }) => value).join(' ');
  return [...text.matchAll(/(?:^|\s)--port[= ](\d{2,5})(?!\d)/g)].map((match) => ({ port: Number(match[1]), isAll: true }));
}

/** Whether two neighbours are swapped, or one digit differs: programs love 8080 beside 8081, and 8025 beside 1025. */
function isMistyped({ port, isAll }: Declared, other: number): boolean {
  const [left, right] = [String(port).split(''), String(other).split('')];
  const places = left.flatMap((digit, index) => (digit === right[index] ? [] : [index]));
  const [first = 0, second] = places;
  if (left.length !== right.length || places.length > 2) return false;
  return places.length === 1 ? isAll : second === first + 1 && left[first] === right[second] && left[second] === right[first];
}

/** `8000-8010/tcp` */
function covers(text: string, port: number): boolean {
  const match = /^(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(text);
  return match === null ? true : Number(match[1]) <= port && port <= Number(match[2] ?? match[1]);
}

/** Whether a text has the number, but for URLs that lead elsewhere. */
function names(text: string, port: number): boolean {
  return text.includes(String(port)) && new RegExp(String.raw`(?<!\d)${port}(?!\d)`).test(text.replaceAll(/[a-z][a-z0-9+.-]{0,30}:\/\/(?!0\.0\.0\.0|[+*[]|:)[^\s,]*/gi, ''));
}
