import type { Project, Resource, Service } from '#core/compose/model.ts';
import type { EngineFacts } from '#core/outside.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { get, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/**
 * Compose makes nothing that is external: "network front declared as external, but could not be found", "external volume
 * "data" not found", "unsupported external secret token". It asks for what the services use alone.
 */
export const externalMissing: Rule = {
  code: 'external-missing',
  title: 'Something external that a service uses is not there',
  stage: 'start',
  severity: 'error',
  speed: 'live',
  fixable: false,
  *check(project, { engine }) {
    // A swarm has networks that are listed only where they are used, and secrets and configs.
    if (engine === undefined || engine.swarm) return;
    yield* missing('network', project.networks, engine.networks, project, networksOf);
    yield* missing('volume', project.volumes, engine.volumes, project, volumesOf);
    for (const [kind, resources, used] of [['secret', project.secrets, 'secrets'], ['config', project.configs, 'configs']] as const) {
      for (const { name, key, external } of resources.values()) {
        const user = external ? userOf(project, (service) => service[used].some(({ value }) => value === name)) : undefined;
        if (user === undefined) continue;
        yield { at: key.text, message: `The external ${kind} ${name} can only be in a swarm, and this engine is in none: Compose refuses to start ${user.name}` };
      }
    }
  },
};

function* missing(kind: 'network' | 'volume', resources: ReadonlyMap<string, Resource>, there: EngineFacts['networks'], project: Project, usedBy: (service: Service) => readonly string[]): Iterable<Report> {
  for (const resource of resources.values()) {
    const at = nameOf(resource);
    // A network may be named by its id.
    if (!resource.external || at.unresolved.length > 0 || there.includes(at.value) || /^[\da-f]{12,64}$/.test(at.value)) continue;
    const user = userOf(project, (service) => usedBy(service).includes(resource.name));
    if (user === undefined) continue;
    yield { at, message: `The external ${kind} ${at.value} does not exist on this engine: ${user.name} could not start before "docker ${kind} create ${at.value}"` };
  }
}

function userOf(project: Project, uses: (service: Service) => boolean): Service | undefined {
  return [...project.services.values()].find((service) => service.active && uses(service));
}

/** The name by which the engine knows it. `external: { name: … }` is the form of old files. */
function nameOf({ key, node }: Resource): Text {
  return textOf(get(node, 'name')) ?? textOf(get(get(node, 'external'), 'name')) ?? key.text;
}

function networksOf({ networks, networkMode, node }: Service): readonly string[] {
  if (networkMode !== undefined) return [];
  return networks.length === 0 && get(node, 'networks') === undefined ? ['default'] : networks.map(({ value }) => value);
}

function volumesOf({ mounts }: Service): readonly string[] {
  return mounts.flatMap(({ type, source }) => (type === 'volume' && source !== undefined ? [source.value] : []));
}
