import type { Project, Service } from '#core/compose/model.ts';
import type { Address } from '#core/compose/service-addresses.ts';
import { connectionOf, linkAliases, namesOf } from '#core/compose/service-networks.ts';
import { isBroken } from '#core/rules/broken-text.ts';
import { EnvFileVariables } from '#core/rules/env-file-variables.ts';
import { NameService } from '#core/rules/name-service.ts';
import { isWritten } from '#core/rules/path-fixes.ts';
import type { Fix, RelatedPlace, Report, Rule } from '#core/rules/rule.ts';
import { spokenAddresses } from '#core/rules/spoken-addresses.ts';
import { mistakenForItself } from '#core/rules/unreachable-service/localhost.ts';
import { joinFix } from '#core/rules/unreachable-service/join.ts';

/**
 * The engine's name service answers for containers on the same networks only (docs.docker.com, "Networking in Compose"):
 * `could not translate host name "db"`. Names with dots may be known to the world and are left alone.
 */
export const unreachableService: Rule = {
  code: 'unreachable-service',
  title: 'A service speaks to another that it cannot reach',
  stage: 'run',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    const names = NameService.of(project);
    for await (const [service, address] of spokenAddresses(project, new EnvFileVariables(project, context), context)) {
      const report = address.host === 'localhost' || address.host === '127.0.0.1'
        ? await mistakenForItself(project, service, address, context)
        : unreachable(project, service, address, names);
      if (report !== undefined) yield report;
    }
  },
};

function unreachable(project: Project, service: Service, address: Address, names: NameService): Report | undefined {
  const { host } = address;
  if (host.includes('.') && !project.services.has(host)) return undefined;
  const answer = names.ask(service, host);
  const [other] = answer?.unreached ?? [];
  if (answer === undefined || other === undefined || answer.reached.length > 0 || isBroken(project, service) || answer.unreached.some((each) => isBroken(project, each))) return undefined;
  const connection = connectionOf(other);
  const at = address.hostText();
  if (connection.kind === 'service') {
    const holder = connection.service.value;
    if (!project.services.has(holder)) return undefined;
    return {
      at, message: `${other.name} runs in the network of ${holder} and has no name of its own: ${service.name} cannot reach "${host}"`,
      related: connection.service.unresolved.length > 0 ? [] : [{ at: connection.service, message: `${other.name} joins ${holder} here` }],
      fixes: (): readonly Fix[] => (isWritten(at) && (names.ask(service, holder)?.reached.length ?? 0) > 0 ? [{ title: `Use ${holder}`, safety: 'ask', edits: [{ kind: 'replace', at, text: holder }] }] : []),
    };
  }
  if (connectionOf(service).kind === 'host') return { at, message: `${service.name} is on the host's network, where no container has a name: it cannot reach "${host}"` };
  if (connection.kind === 'host') return { at, message: `${other.name} is on the host's network and has no name there: ${service.name} cannot reach "${host}"` };
  if (connectionOf(service).kind === 'none') return { at, message: `${service.name} has no network: it cannot reach "${host}"` };
  if (connection.kind === 'none') return { at, message: `${other.name} has no network: ${service.name} cannot reach "${host}"` };
  const related = [...networksOf(service), ...networksOf(other)];
  const named = namesOf(project, other).has(linkAliases(service).get(host) ?? host);
  const [aliased] = connection.kind === 'networks' && !named ? connection.networks.filter(({ aliases }) => aliases.includes(host)) : [];
  if (aliased === undefined) {
    return {
      at, message: `${service.name} shares no network with ${other.name}: it cannot reach "${host}"`, related,
      fixes: (): readonly Fix[] => [...joinFix(project, service, other), ...joinFix(project, other, service)],
    };
  }
  return {
    at, message: `${other.name} is called "${host}" on the network ${aliased.name} alone: ${service.name} is not on it and cannot reach that name`, related,
    fixes: () => [
      ...joinFix(project, service, other, aliased.name),
      ...(isWritten(at) && names.ask(service, other.name)?.reached.includes(other) === true ? [{ title: `Use ${other.name}`, safety: 'ask', edits: [{ kind: 'replace', at, text: other.name }] } satisfies Fix] : []),
    ],
  };
}

function networksOf({ name, networks, key }: Service): readonly RelatedPlace[] {
  const [first] = networks;
  const said = networks.map(({ value }) => value).join(', ');
  return [{ at: first ?? key, message: `${name} is on ${first === undefined ? 'the default network alone' : said}` }];
}
