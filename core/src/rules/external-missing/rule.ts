import type { Project, Service } from '#core/compose/model.ts';
import { namedBy, realNameOf } from '#core/compose/real-name.ts';
import type { Rule, SharedReport } from '#core/rules/rule.ts';
import { get } from '#core/yaml/node.ts';

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
  check: () => [],
  *checkTogether(projects, { engine }) {
    // A swarm has networks that are listed only where they are used, and secrets and configs.
    if (engine === undefined || engine.swarm) return;
    for (const project of projects) {
      yield* missing('network', project, projects, engine.networks, networksOf);
      yield* missing('volume', project, projects, engine.volumes, volumesOf);
      for (const [kind, resources, used] of [['secret', project.secrets, 'secrets'], ['config', project.configs, 'configs']] as const) {
        for (const { name, key, external } of resources.values()) {
          const user = external ? userOf(project, (service) => service[used].some(({ value }) => value === name)) : undefined;
          if (user === undefined) continue;
          yield { project, at: key.text, message: `The external ${kind} ${name} can only be in a swarm, and this engine is in none: Compose refuses to start ${user.name}` };
        }
      }
    }
  },
};

function* missing(kind: 'network' | 'volume', project: Project, projects: readonly Project[], there: readonly string[], usedBy: (service: Service) => readonly string[]): Iterable<SharedReport> {
  for (const resource of project[`${kind}s`].values()) {
    const at = namedBy(resource);
    // A network may be named by its id.
    if (!resource.external || at.unresolved.length > 0 || there.includes(at.value) || /^[\da-f]{12,64}$/.test(at.value)) continue;
    const user = userOf(project, (service) => usedBy(service).includes(resource.name));
    if (user === undefined) continue;
    const maker = projects.find((other) => (kind === 'network' && at.value === `${other.name}_default` && !other.networks.has('default'))
      || [...other[`${kind}s`].values()].some((each) => !each.external && realNameOf(each, other.name) === at.value));
    yield {
      // Whoever has the other project beside this one knows that it comes first.
      project, at, severity: maker === undefined ? 'error' : 'warning',
      message: `The external ${kind} ${at.value} does not exist on this engine: ${user.name} could not start before ${maker === undefined ? `"docker ${kind} create ${at.value}"` : `${maker.name} was started`}`,
    };
  }
}

function userOf(project: Project, uses: (service: Service) => boolean): Service | undefined {
  return [...project.services.values()].find((service) => service.active && uses(service));
}

function networksOf({ networks, networkMode, node }: Service): readonly string[] {
  if (networkMode !== undefined) return [];
  return networks.length === 0 && get(node, 'networks') === undefined ? ['default'] : networks.map(({ value }) => value);
}

function volumesOf({ mounts }: Service): readonly string[] {
  return mounts.flatMap(({ type, source }) => (type === 'volume' && source !== undefined ? [source.value] : []));
}
