// What a team wrote down to be asked of its services, in the `composure.yaml` of the folder of its environments:
//
//   health:                               # by service; in place of what is found out
//     grafana: /api/health
//     api: { http: /ready, port: 3000, status: 200, body: ok }
//     db: { tcp: 5432 }
//     worker: off
//   smoke:                                # by name, run by `smoke-test`
//     somebody can log in:
//       service: api
//       http: /login
//       method: POST
//       headers: { Authorization: "Bearer ${API_TOKEN}" }
//       send: '{"name": "probe"}'
//       status: 201
//       environments: [dev, staging]
//     the schema is there:
//       service: db
//       exec: [psql, -c, select count(*) from orders]
//
// A list stands for several checks. Variables are those of the environment's env files.

import { interpolateText, type Variables } from '#core/compose/interpolate.ts';
import type { LoadProblem, Project } from '#core/compose/model.ts';
import { commandWords, headersAt, numberAt, statusAt, textAt, textsAt, timeAt, truthAt, urlParts, WrongAttribute } from '#core/health/check-attributes.ts';
import { usualInterval, usualStatus, usualTimeLimit, type Check, type Probe, type Target } from '#core/health/probe.ts';
import type { Cancellation, FileSystem } from '#core/outside.ts';
import { configurationOf, configurationProblem } from '#core/project/configuration-of.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { nearest } from '#core/words/nearest.ts';
import { entries, get, isNull, type Entry, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Text } from '#core/yaml/span.ts';

/** What is written down for one environment. */
export interface ConfiguredChecks {
  /** Checks of services, by the service's name; empty for a service of which nothing is to be asked. */
  readonly health: ReadonlyMap<string, readonly Check[]>;
  readonly smoke: readonly Check[];
  readonly problems: readonly LoadProblem[];
}

const nothing: ConfiguredChecks = { health: new Map(), smoke: [], problems: [] };

/** Reads what holds for an environment. `variables` fill in `${…}`. */
export async function configuredChecks({ environment, variables }: Pick<Project, 'environment' | 'variables'>, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<ConfiguredChecks> {
  const file = await configurationOf(environment, files, parsed);
  cancellation.throwIfAborted();
  return file === undefined ? nothing : readChecks(file, environment.name, variables);
}

function readChecks(file: YamlFile, environment: string, variables: Variables): ConfiguredChecks {
  const problems: LoadProblem[] = [];
  const read = (node: YamlNode | undefined, kind: CheckReader['kind']): ReadonlyMap<string, readonly Check[]> => {
    if (node === undefined || isNull(node)) return new Map();
    if (node.kind !== 'mapping') {
      problems.push(configurationProblem(new WrongAttribute(node, kind === 'health' ? 'health is a mapping of services to what is asked of them' : 'smoke is a mapping of names to checks'), 'nothing is asked'));
      return new Map();
    }
    return new Map(entries(node).map(({ key, value }) => [key.content, (value.kind === 'sequence' ? value.items : [value]).flatMap((each) => {
      try {
        return new CheckReader(kind, key.content, file, environment, variables).read(each) ?? [];
      } catch (error) {
        if (!(error instanceof WrongAttribute)) throw error;
        problems.push(configurationProblem(isNull(each) ? new WrongAttribute(key, error.message) : error, 'this is not asked'));
        return [];
      }
    })]));
  };
  const health = read(get(file.documents[0], 'health'), 'health');
  return { health, smoke: [...read(get(file.documents[0], 'smoke'), 'smoke').values()].flat(), problems };
}

/** The attributes of a check, by what is asked. */
const attributes = {
  always: ['service', 'port', 'timeout', 'retries', 'interval', 'environments'],
  http: ['http', 'method', 'headers', 'send', 'status', 'body', 'insecure'],
  tcp: ['tcp'],
  exec: ['exec', 'exitCode', 'output'],
} as const;

/** Every attribute that a check may have. */
export const checkAttributes: readonly string[] = Object.values(attributes).flat();

/** Reads one check. */
class CheckReader {
  readonly kind: 'health' | 'smoke';
  readonly #name: string;
  readonly #file: YamlFile;
  readonly #environment: string;
  readonly #variables: Variables;
  readonly #missing = new Set<string>();
  readonly #secrets = new Set<string>();

  constructor(kind: 'health' | 'smoke', name: string, file: YamlFile, environment: string, variables: Variables) {
    this.kind = kind;
    this.#name = name;
    this.#file = file;
    this.#environment = environment;
    this.#variables = variables;
  }

  /** Undefined for one that is switched off, or meant for other environments. */
  read(node: YamlNode): Check | undefined {
    if (this.kind === 'health' && node.kind === 'scalar' && (node.value === false || node.content === 'off')) return undefined;
    const said = this.#filled(node);
    if (said.kind === 'sequence') throw new WrongAttribute(node, 'A check is a path, a URL or a mapping');
    if (said.kind === 'scalar') {
      const http = textAt(said, this.kind === 'health' ? 'A check is a path, a URL, a mapping or off' : 'A check is a URL or a mapping');
      return this.#check(`GET ${this.#asWritten(http)}`, this.#http(said, http, this.kind === 'health' ? this.#name : undefined, []), undefined);
    }
    const asked = (['http', 'tcp', 'exec'] as const).filter((each) => get(said, each) !== undefined);
    const [kind, other] = asked;
    if (kind === undefined || other !== undefined) throw new WrongAttribute(said.entries[0]?.key ?? said, 'A check has one of http, tcp and exec');
    const known: readonly string[] = [...attributes.always, ...attributes[kind]].filter((each) => this.kind === 'smoke' || each !== 'service');
    const unknown = said.entries.find(({ key }) => !known.includes(key.content));
    if (unknown !== undefined) throw new WrongAttribute(unknown.key, `A check by ${kind} has no ${unknown.key.content}`, nearest(unknown.key.content, known));
    const environments = get(said, 'environments');
    const isMeant = environments === undefined || textsAt(environments, 'environments is a name or a list of names').some(({ value }) => value === this.#environment);
    const check = this.#check(...this.#asked(kind, said), said);
    return isMeant ? check : undefined;
  }

  #asked(kind: 'http' | 'tcp' | 'exec', said: YamlNode): readonly [title: string, probe: Probe] {
    const serviceNode = get(said, 'service');
    const service = this.kind === 'health' ? this.#name : serviceNode && textAt(serviceNode, 'service is the name of one').value;
    const portNode = get(said, 'port');
    const ports = portNode === undefined ? [] : [numberAt(portNode, 'port', 1, 65_535)];
    const node = get(said, kind) ?? said;
    switch (kind) {
      case 'http': {
        const text = textAt(node, 'http is a path or a URL');
        return [`${methodOf(said)} ${this.#asWritten(text)}`, this.#http(node, text, service, ports, said)];
      }
      case 'tcp': {
        const text = textAt(node, 'tcp is a port, or a host and a port such as localhost:5432');
        return [`tcp ${this.#asWritten(text)}`, { kind: 'tcp', target: this.#tcpTarget(node, text, service) }];
      }
      case 'exec': {
        if (service === undefined) throw new WrongAttribute(node, 'A check by exec names the service in whose container it runs');
        const texts = textsAt(node, 'exec is a command, in one line or as a list of words');
        const command = node.kind === 'sequence' ? texts.map(({ value }) => value) : commandWords(texts[0]?.value ?? '');
        if (command.length === 0) throw new WrongAttribute(node, 'exec is a command, in one line or as a list of words');
        const exitCode = get(said, 'exitCode');
        return [`exec ${texts.map((text) => this.#asWritten(text)).join(' ')}`, {
          kind: 'exec', service, command,
          exitCode: exitCode === undefined ? 0 : numberAt(exitCode, 'exitCode', 0, 255),
          output: valuesIn(said, 'output'),
        }];
      }
    }
  }

  #http(node: YamlNode, { value, unresolved }: Text, service: string | undefined, ports: readonly number[], said?: YamlNode): Probe {
    const [headers, status, insecure] = [get(said, 'headers'), get(said, 'status'), get(said, 'insecure')];
    const written = headers === undefined ? [] : headersAt(headers);
    for (const [, text] of written) this.#secrets.add(text.value);
    const rest = {
      kind: 'http' as const, method: methodOf(said),
      headers: written.map(([name, text]) => [name, text.value] as const),
      send: textIn(said, 'send')?.value, status: status === undefined ? usualStatus : statusAt(status), body: valuesIn(said, 'body'),
      insecure: insecure !== undefined && truthAt(insecure, 'insecure'),
    };
    if (!/^[A-Z]{3,10}$/.test(rest.method)) throw new WrongAttribute(get(said, 'method') ?? node, 'method is one such as GET or POST');
    if (value.startsWith('/') || value.startsWith('?')) {
      if (service === undefined) throw new WrongAttribute(node, 'A path needs the service that answers it: name the service, or write a URL');
      return { ...rest, scheme: 'http', path: value.startsWith('/') ? value : `/${value}`, target: { kind: 'published', service, ports } };
    }
    const url = urlParts(value);
    if (url !== undefined) return { ...rest, scheme: url.scheme, path: url.path, target: { kind: 'address', host: url.host, port: url.port } };
    if (unresolved.length > 0) return { ...rest, scheme: 'http', path: '/', target: { kind: 'address', host: 'localhost', port: 80 } };
    throw new WrongAttribute(node, 'http is a path such as /ready or a URL such as http://localhost:8080/ready');
  }

  #tcpTarget(node: YamlNode, { value, unresolved }: Text, service: string | undefined): Target {
    const [, host, port = ''] = /^(?:(\[[0-9a-f:.]+\]|[\w.-]+):)?(\d{1,5})$/i.exec(value) ?? [];
    if (unresolved.length > 0) return { kind: 'address', host: 'localhost', port: 1 };
    if (port === '' || Number(port) === 0 || Number(port) > 65_535) throw new WrongAttribute(node, 'tcp is a port, or a host and a port such as localhost:5432');
    if (host !== undefined) return { kind: 'address', host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
    if (service === undefined) throw new WrongAttribute(node, 'A port needs the service that publishes it: name the service, or write localhost before it');
    return { kind: 'published', service, ports: [Number(port)] };
  }

  #check(title: string, probe: Probe, said: YamlNode | undefined): Check {
    const [timeout, retries, interval] = [get(said, 'timeout'), get(said, 'retries'), get(said, 'interval')];
    return {
      name: this.#name, title, probe, inferred: false,
      timeLimit: timeout === undefined ? usualTimeLimit : timeAt(timeout, 'timeout'),
      retries: retries === undefined ? 0 : numberAt(retries, 'retries', 0, 100),
      interval: interval === undefined ? usualInterval : timeAt(interval, 'interval'),
      missing: [...this.#missing], secrets: [...this.#secrets],
    };
  }

  /** The node with its variables filled in; what they are worth is a secret from here on. */
  #filled(node: YamlNode): YamlNode {
    switch (node.kind) {
      case 'sequence': return { ...node, items: node.items.map((item) => this.#filled(item)) };
      case 'mapping': return { ...node, entries: node.entries.map((entry): Entry => ({ ...entry, value: this.#filled(entry.value) })) };
      case 'scalar': {
        if (!node.content.includes('$')) return node;
        const text = interpolateText(node.text, this.#variables, ({ at, message, code }) => {
          if (code === 'interpolation-syntax') throw new WrongAttribute(node, message);
          this.#missing.add(/\w+/.exec(at.value)?.[0] ?? at.value);
        });
        for (const name of text.unresolved) this.#missing.add(name);
        for (const { from, to, verbatim } of text.pieces ?? []) {
          // A default stands in the file for everybody to read.
          const worth = text.value.slice(from, to);
          if (!verbatim && [...this.#variables.values()].includes(worth)) this.#secrets.add(worth);
        }
        return node.with({ value: text.value, text });
      }
    }
  }

  /** The text as the file has it: `https://example.com/?key=${KEY}`. */
  #asWritten({ value, file, pieces }: Text): string {
    if (pieces === undefined || file !== this.#file.file) return value;
    return pieces.map(({ from, to, span, verbatim }) => (verbatim ? value.slice(from, to) : this.#file.text.slice(span[0], span[1]))).join('');
  }
}

function methodOf(said: YamlNode | undefined): string {
  return textIn(said, 'method')?.value.toUpperCase() ?? (get(said, 'send') === undefined ? 'GET' : 'POST');
}

function textIn(node: YamlNode | undefined, key: string): Text | undefined {
  const found = get(node, key);
  return found && textAt(found, `${key} is one text`);
}

function valuesIn(node: YamlNode | undefined, key: string): readonly string[] {
  const found = get(node, key);
  return found === undefined ? [] : textsAt(found, `${key} is a text or a list of texts that the answer has to hold`).map(({ value }) => value);
}
