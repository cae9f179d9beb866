// `localhost` in a container is the container itself. That is said only where nobody can have meant it: a database's URL
// or pair of host and port that fits what another service publishes on the host, or is the only one to serve.

import { environmentOf } from '#core/compose/environment.ts';
import type { Project, Service } from '#core/compose/model.ts';
import type { Address } from '#core/compose/service-addresses.ts';
import { connectionOf } from '#core/compose/service-networks.ts';
import { officialImage } from '#core/images/official.ts';
import { resolvePath, resolveText } from '#core/project/path.ts';
import { imageFacts } from '#core/rules/image-facts.ts';
import { mayExpose, publishing } from '#core/rules/listening.ts';
import { NameService } from '#core/rules/name-service.ts';
import { isWritten } from '#core/rules/path-fixes.ts';
import type { Edit, Fix, Report, RuleContext } from '#core/rules/rule.ts';
import type { Text } from '#core/yaml/span.ts';

/** Ports that a scheme has by itself. Browsers speak none of these. */
const schemes: ReadonlyMap<string, number> = new Map(Object.entries({
  postgres: 5432, postgresql: 5432, mysql: 3306, mariadb: 3306, redis: 6379, mongodb: 27017, amqp: 5672, nats: 4222, kafka: 9092,
}));

/** The report of an address that means another service and leads to the asking one. */
export async function mistakenForItself(project: Project, service: Service, address: Address, context: RuleContext): Promise<Report | undefined> {
  if (address.source !== 'variable') return undefined;
  // `postgresql+asyncpg` names its driver too.
  const usual = address.scheme === undefined ? undefined : schemes.get(address.scheme.split('+', 1)[0] ?? '');
  const port = address.port ?? usual;
  if (port === undefined || (usual === undefined && (address.scheme !== undefined || !address.bare))) return undefined;
  const names = NameService.of(project);
  if (connectionOf(service).kind !== 'networks' || names.isShared(service)) return undefined;
  const others = [...project.services.values()].filter((each) => each !== service && each.active);
  const published = others.filter((each) => publishing(each, port) !== undefined);
  // A database that only the project's containers reach is meant all the more.
  const isHidden = published.length === 0 && port === usual;
  const [other, ...more] = isHidden ? others.filter((each) => each.build === undefined && officialImage(each.image?.value ?? '')?.serves === port) : published;
  const target = isHidden ? port : other && publishing(other, port)?.target;
  if (other === undefined || target === undefined || more.length > 0 || (usual !== undefined && usual !== target)) return undefined;
  if (isForTheHost(project, address)) return undefined;
  const { official, exposed } = await imageFacts(project, other, context);
  if (!(official?.ports.includes(target) ?? exposed?.includes(String(target)) ?? false) || await mayExpose(project, service, port, context)) return undefined;
  return {
    at: address.hostText(),
    message: `${address.host} is the container of ${service.name} itself: ${other.name} answers at ${other.name}:${target}`,
    related: [{ at: other.key, message: isHidden ? `${other.name} is defined here` : `${other.name} publishes port ${port} on the host, which ${service.name} does not see` }],
    fixes: () => (names.ask(service, other.name)?.reached.includes(other) ? useName(address, other, target) : []),
  };
}

/** True for a line of an env file in whose place another service sets its own, which has the file too or could do without: what stands there is for programs outside of containers. */
function isForTheHost(project: Project, { name, hostText }: Address): boolean {
  const { file } = hostText();
  const isEnvFile = (path: Text): boolean => resolveText(project.directory, path) === file;
  const services = [...project.services.values()];
  if (!services.some(({ envFiles }) => envFiles.some(({ path }) => isEnvFile(path)))) return false;
  const isOfProject = file === resolvePath(project.directory, '.env');
  return services.some((each) => (isOfProject || each.envFiles.some(({ path }) => isEnvFile(path))) && environmentOf(each).some((entry) => entry.name === name));
}

function useName(address: Address, other: Service, target: number): readonly Fix[] {
  const [host, port] = [address.hostText(), address.portText()];
  if (!isWritten(host) || (port !== undefined && !isWritten(port))) return [];
  const edits: Edit[] = [{ kind: 'replace', at: host, text: other.name }];
  if (port !== undefined && port.value !== String(target)) edits.push({ kind: 'replace', at: port, text: String(target) });
  return [{ title: `Use ${other.name}${port === undefined ? '' : `:${target}`}`, safety: 'ask', edits }];
}
