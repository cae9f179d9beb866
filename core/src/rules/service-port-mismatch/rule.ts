import { isHostName } from '#core/compose/addresses.ts';
import type { Project, Service } from '#core/compose/model.ts';
import type { Address } from '#core/compose/service-addresses.ts';
import { isBroken } from '#core/rules/broken-text.ts';
import { EnvFileVariables } from '#core/rules/env-file-variables.ts';
import { mayListen, publishing, servesInstead } from '#core/rules/listening.ts';
import { NameService } from '#core/rules/name-service.ts';
import { isWritten } from '#core/rules/path-fixes.ts';
import type { Edit, Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { spokenAddresses } from '#core/rules/spoken-addresses.ts';

/**
 * docs.docker.com, "Networking in Compose": "Networked service-to-service communication uses the CONTAINER_PORT". Only a
 * port that is surely mixed up is reported: one that the other service publishes and that nothing of it speaks of otherwise.
 */
export const servicePortMismatch: Rule = {
  code: 'service-port-mismatch',
  title: 'A service speaks to another on the port that only the host has',
  stage: 'run',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    const files = new EnvFileVariables(project, context);
    for await (const [service, address] of spokenAddresses(project, files, context)) {
      const port = address.port ?? (address.scheme === 'http' ? 80 : address.scheme === 'https' ? 443 : undefined);
      const other = port === undefined ? undefined : meant(project, service, address);
      if (port === undefined || other === undefined) continue;
      const target = await mixedUp(project, other, port, files, context);
      const found = target === undefined ? await elsewhere(project, service, other, address, files, context) : report(service, other, address, port, target);
      if (found !== undefined) yield found;
    }
  },
};

/** The one service that an address of another leads to; itself only for what its own health check asks. */
function meant(project: Project, service: Service, { host, source }: Address): Service | undefined {
  const isLocal = host === 'localhost' || host === '127.0.0.1';
  if (isLocal) return source === 'healthcheck' && service.networkMode === undefined ? service : undefined;
  if (host.includes('.') && !project.services.has(host)) return undefined;
  const reached = NameService.of(project).ask(service, host)?.reached ?? [];
  const [other] = reached;
  return other === undefined || reached.length > 1 || (other === service && source !== 'healthcheck') ? undefined : other;
}

/** The report of a port that is surely mistyped. */
async function elsewhere(project: Project, service: Service, other: Service, address: Address, files: EnvFileVariables, context: RuleContext): Promise<Report | undefined> {
  const { port, scheme, bare, name } = address;
  if (port === undefined) return undefined;
  // `mysql:999` may be a user and a group.
  const isCertain = port >= 1024 || scheme !== undefined || bare || (name !== undefined && isHostName(name));
  if (!isCertain || other === service || NameService.of(project).isShared(other) || isBroken(project, other)) return undefined;
  const serves = await servesInstead(project, other, port, files, context);
  return serves === undefined ? undefined : {
    at: address.portText() ?? address.hostText(),
    message: `${other.name} listens on ${serves}: nothing answers on ${port}`,
    related: [{ at: other.key, message: `${other.name} is defined here` }],
    fixes: () => useTarget(address, serves),
  };
}

/** The container's port behind a port that is the host's alone. */
async function mixedUp(project: Project, service: Service, port: number, files: EnvFileVariables, context: RuleContext): Promise<number | undefined> {
  const published = publishing(service, port);
  if (published?.target === undefined || published.target === port || NameService.of(project).isShared(service) || isBroken(project, service)) return undefined;
  return await mayListen(project, service, port, await files.of(service), context) ? undefined : published.target;
}

function report(service: Service, other: Service, address: Address, port: number, target: number): Report {
  const at = address.portText() ?? address.hostText();
  const itself = other === service;
  const entry = publishing(other, port)?.entry;
  return {
    at,
    message: itself
      ? `${port} is the port of ${other.name} on the host: in its container it is ${target}, so that this check cannot pass`
      : `${port} is the port of ${other.name} on the host: between containers it is ${target}, and nothing answers here`,
    related: entry === undefined ? [] : [{ at: entry.at, message: `${other.name} publishes ${target} as ${port} here` }],
    fixes: () => useTarget(address, target),
  };
}

function useTarget(address: Address, target: number): readonly Fix[] {
  const [port, host] = [address.portText(), address.hostText()];
  const at = port ?? host;
  if (!isWritten(at)) return [];
  const edit: Edit = { kind: 'replace', at, text: port === undefined ? `${host.value}:${target}` : String(target) };
  return [{ title: `Use port ${target}`, safety: 'ask', edits: [edit] }];
}
