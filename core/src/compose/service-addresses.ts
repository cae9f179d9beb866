// Every address that a service is given: in its environment, its command and its health check.

import { addressesIn, isHostName, portNameFor, type FoundAddress } from '#core/compose/addresses.ts';
import { commandOf, shellWords } from '#core/compose/command.ts';
import { environmentOf } from '#core/compose/environment.ts';
import { healthcheckOf } from '#core/compose/healthcheck.ts';
import { inBlock } from '#core/compose/block-pieces.ts';
import type { Service } from '#core/compose/model.ts';
import type { YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { part, type Text } from '#core/yaml/span.ts';

/** A variable that a container gets, from `environment` or from an env file. */
export interface Variable {
  readonly name: string;
  /** Undefined where the shell gives it. */
  readonly content: string | undefined;
  readonly value: Text | undefined;
}

/** A host, and the port if one is named, that a service is told to speak to. */
export interface Address extends Pick<FoundAddress, 'host' | 'port' | 'scheme' | 'bare'> {
  readonly source: 'variable' | 'command' | 'healthcheck';
  /** The variable's name, for one from a variable. */
  readonly name: string | undefined;
  readonly hostText: () => Text;
  readonly portText: () => Text | undefined;
}

const known = new WeakMap<YamlNode, readonly Address[]>();

/**
 * The addresses of a service. `fromFiles` are the variables of its env files: its own `environment` counts more. With
 * `files`, what stands in a command of many lines has a place of its own.
 */
export function addressesOf(service: Service, fromFiles: readonly Variable[], files: readonly YamlFile[] = []): readonly Address[] {
  if (fromFiles.length > 0) return [...inVariables(effective(service, fromFiles)), ...inCommands(service, files)];
  const before = known.get(service.node);
  if (before !== undefined) return before;
  const found = [...inVariables(environmentOf(service)), ...inCommands(service, files)];
  known.set(service.node, found);
  return found;
}

/** The variables that a container gets, each name once. */
export function effective(service: Service, fromFiles: readonly Variable[]): readonly Variable[] {
  return [...new Map([...fromFiles, ...environmentOf(service)].map((each) => [each.name, each])).values()];
}

function inVariables(variables: readonly Variable[]): readonly Address[] {
  let byName: ReadonlyMap<string, Variable> | undefined;
  return variables.flatMap((variable): readonly Address[] => {
    const { name, content } = variable;
    if (content === undefined || content === '' || !(/[:=]/.test(content) || isHostName(name))) return [];
    const found = addressesIn(content, name);
    if (found.length === 0 || variable.value === undefined || variable.value.unresolved.length > 0) return [];
    const portName = portNameFor(name);
    byName ??= new Map(variables.map((each) => [each.name.toLowerCase(), each]));
    const partner = portName === undefined || found.length !== 1 ? undefined : byName.get(portName) ?? byName.get(`${name}_port`.toLowerCase());
    return found.map((each) => withPort(located(each, 'variable', name, () => variable.value ?? nowhere()), partner?.value));
  });
}

function nowhere(): never {
  throw new Error('a variable with a content has a value');
}

function located(found: FoundAddress, source: Address['source'], name: string | undefined, text: () => Text): Address {
  const { host, port, scheme, bare, at, portAt } = found;
  return { host, port, scheme, bare, source, name, hostText: () => part(text(), ...at), portText: () => portAt && part(text(), ...portAt) };
}

/** The address with the port that another text has; one that is named already counts. */
function withPort(address: Address, text: Text | undefined): Address {
  if (text === undefined || address.port !== undefined || address.scheme !== undefined || text.unresolved.length > 0 || !/^\d{1,5}$/.test(text.value)) return address;
  return { ...address, port: Number(text.value), portText: () => text };
}

function inCommands(service: Service, files: readonly YamlFile[]): readonly Address[] {
  const placed = (texts: readonly Text[]): readonly Text[] => texts.map((text) => inBlock(text, files));
  return [
    ...inCommand(placed(commandOf(service)), 'command'),
    ...inCommand(placed(healthcheckOf(service)?.command ?? []), 'healthcheck'),
  ];
}

function inCommand(texts: readonly Text[], source: Address['source']): readonly Address[] {
  const certain = texts.filter(({ unresolved }) => unresolved.length === 0);
  return [
    ...certain.flatMap((text) => (/[:=]/.test(text.value) ? addressesIn(text.value).map((found) => located(found, source, undefined, () => text)) : [])),
    ...byOptions(certain.flatMap(shellWords), source),
  ];
}

/** Programs whose `-h` is a host, and what their option for the port is. */
const clients: ReadonlyMap<string, string> = new Map(Object.entries({
  psql: '-p', pg_isready: '-p', pg_dump: '-p', pg_restore: '-p', createdb: '-p', 'redis-cli': '-p', 'valkey-cli': '-p',
  mysql: '-P', mysqladmin: '-P', mysqldump: '-P', mariadb: '-P', 'mariadb-admin': '-P', 'mariadb-dump': '-P', 'wait-for-it': '-p', 'wait-for-it.sh': '-p',
}));
const hostOption = /^--?((?:[\w.-]*[_.-])?)(?:host|hostname|server|addr|address)$/i;
const name = /^[a-z0-9][\w.-]*$/i;

/** `--db-host=db --db-port 5433`, `psql -h db -p 5433`, `nc -z db 5432`. */
function byOptions(words: readonly Text[], source: Address['source']): readonly Address[] {
  const found: Address[] = [];
  let program = '';
  const add = (host: Text, port: Text | undefined): void => {
    if (!name.test(host.value)) return;
    found.push(withPort({ host: host.value, port: undefined, scheme: undefined, bare: true, source, name: undefined, hostText: () => host, portText: () => undefined }, port));
  };
  for (const [index, each] of words.entries()) {
    const next = words[index + 1];
    const base = each.value.slice(each.value.lastIndexOf('/') + 1);
    if (clients.has(base) || base === 'nc' || base === 'ncat' || base === 'telnet') program = base;
    const equals = each.value.indexOf('=');
    const option = equals === -1 ? each.value : each.value.slice(0, equals);
    const prefix = hostOption.exec(option)?.[1];
    if (prefix !== undefined) {
      const host = equals === -1 ? next : part(each, equals + 1, each.value.length);
      if (host !== undefined) add(host, optionOf(words, new RegExp(`^--?${prefix.replaceAll('.', String.raw`\.`)}port$`, 'i')));
    } else if (clients.has(program) && each.value === '-h' && next !== undefined) {
      add(next, optionOf(words, new RegExp(`^${clients.get(program)}$`)));
    } else if ((program === 'nc' || program === 'ncat' || program === 'telnet') && base !== program && next !== undefined && /^\d{1,5}$/.test(next.value) && /[a-z]/i.test(each.value)) {
      add(each, next);
    }
  }
  return found;
}

/** What stands behind an option, with `=` or as the next word. */
function optionOf(words: readonly Text[], option: RegExp): Text | undefined {
  for (const [index, each] of words.entries()) {
    const equals = each.value.indexOf('=');
    if (equals !== -1 && option.test(each.value.slice(0, equals))) return part(each, equals + 1, each.value.length);
    if (option.test(each.value)) return words[index + 1];
  }
  return undefined;
}
