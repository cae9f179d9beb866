// Who answers to a name that a service asks for, as the engine's name service does: containers on the same networks.

import type { Project, Service } from '#core/compose/model.ts';
import { connectionOf, isShared, linkAliases, mayResolveElsewhere, namesOf, networkIdentity } from '#core/compose/service-networks.ts';
import { runTogether } from '#core/rules/port-conflict/host-ports.ts';
import { get } from '#core/yaml/node.ts';

/** Who has a name: all that the asking service reaches by it, or those that it does not reach. */
export interface Answer {
  readonly reached: readonly Service[];
  readonly unreached: readonly Service[];
}

/** A service by one of its names, and the networks on which it has the name; undefined where they are not known. */
interface Named {
  readonly service: Service;
  readonly networks: ReadonlySet<string> | undefined;
}

const known = new WeakMap<Project, NameService>();

export class NameService {
  readonly #project: Project;
  readonly #byName = new Map<string, Named[]>();
  /** The names of services in whose network another runs. */
  #hosts: ReadonlySet<string> | undefined;
  readonly #networks = new Map<Service, ReadonlySet<string> | undefined>();

  /** The names of a project; all rules that ask share them. */
  static of(project: Project): NameService {
    const before = known.get(project);
    if (before !== undefined) return before;
    const made = new NameService(project);
    known.set(project, made);
    return made;
  }

  private constructor(project: Project) {
    this.#project = project;
    for (const service of project.services.values()) {
      if (get(service.node, 'provider') !== undefined) continue;
      const connection = connectionOf(service);
      const networks = connection.kind === 'networks' ? this.networksOf(service) : connection.kind === 'unknown' ? undefined : new Set<string>();
      for (const name of namesOf(project, service)) this.#add(name, { service, networks });
      for (const { name, aliases } of connection.kind === 'networks' ? connection.networks : []) {
        for (const alias of aliases) this.#add(alias, { service, networks: new Set([networkIdentity(project, name)]) });
      }
    }
  }

  #add(name: string, named: Named): void {
    const all = this.#byName.get(name);
    if (all === undefined) this.#byName.set(name, [named]);
    else all.push(named);
  }

  /** The networks that a service sees, those of another where it runs in that one's; undefined where they are not known. */
  networksOf(service: Service): ReadonlySet<string> | undefined {
    if (this.#networks.has(service)) return this.#networks.get(service);
    const networks = this.#see(service);
    this.#networks.set(service, networks);
    return networks;
  }

  #see(service: Service): ReadonlySet<string> | undefined {
    const seen = new Set<Service>();
    for (let each: Service | undefined = service; each !== undefined && !seen.has(each);) {
      seen.add(each);
      const connection = connectionOf(each);
      if (connection.kind === 'networks') {
        // Which network an undefined one was to be is not known.
        if (connection.networks.some(({ name }) => name !== 'default' && !this.#project.networks.has(name))) return undefined;
        return new Set(connection.networks.map(({ name }) => networkIdentity(this.#project, name)));
      }
      if (connection.kind === 'none' || connection.kind === 'host') return new Set();
      if (connection.kind !== 'service' || connection.service.unresolved.length > 0) return undefined;
      each = this.#project.services.get(connection.service.value);
    }
    return undefined;
  }

  /** Who answers a service by this name. Undefined where nobody of the project has it, or where it cannot be known. */
  ask(service: Service, name: string): Answer | undefined {
    const all = this.#named(service, linkAliases(service).get(name) ?? name);
    if (all.length === 0 || mayResolveElsewhere(service, name)) return undefined;
    const own = this.networksOf(service);
    if (own === undefined || all.some(({ networks }) => networks === undefined)) return undefined;
    const reached = all.filter(({ networks }) => [...networks ?? []].some((network) => own.has(network)));
    if (reached.length === 0 && this.#mayMeetOthers(service)) return undefined;
    const reachedServices = new Set(reached.map((each) => each.service));
    return { reached: [...reachedServices], unreached: [...new Set(all.map((each) => each.service))].filter((each) => !reachedServices.has(each)) };
  }

  /** Who has the name while a service is up: of those that take part now, or else of those that a profile brings. */
  #named(service: Service, name: string): readonly Named[] {
    const all = this.#byName.get(name)?.filter((each) => each.service === service || runTogether(each.service, service)) ?? [];
    const active = service.active ? all.filter((each) => each.service.active) : all;
    return active.length > 0 ? active : all;
  }

  /** Whether containers of other projects may answer it. */
  #mayMeetOthers(service: Service): boolean {
    const connection = connectionOf(service);
    if (connection.kind !== 'networks') return connection.kind === 'service' && this.#othersOf(connection.service.value);
    return connection.networks.some(({ name }) => isShared(this.#project, name));
  }

  #othersOf(name: string): boolean {
    const service = this.#project.services.get(name);
    return service === undefined || connectionOf(service).kind !== 'networks' || this.#mayMeetOthers(service);
  }

  /** Whether another service runs in the network of this one, so that its ports are those of both. */
  isShared(service: Service): boolean {
    this.#hosts ??= new Set([...this.#project.services.values()].flatMap((other) => {
      const connection = connectionOf(other);
      return connection.kind === 'service' ? [connection.service.value] : [];
    }));
    return this.#hosts.has(service.name);
  }
}
