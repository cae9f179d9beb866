// Names of top-level resources that no file of the project defines: what the rules about them have in common.

import type { Project, Resource, Service } from '#core/compose/model.ts';
import { mayBeInBrokenText } from '#core/rules/broken-text.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Fix, Report } from '#core/rules/rule.ts';
import { nearest } from '#core/words/nearest.ts';
import type { Text } from '#core/yaml/span.ts';

export interface ResourceKind {
  /** As a person calls one: `secret`. */
  readonly noun: string;
  readonly defined: (project: Project) => ReadonlyMap<string, Resource>;
  /** The names that a service uses. */
  readonly named: (service: Service) => readonly Text[];
  /** How one is defined. */
  readonly define: (name: Text) => Fix;
}

/** What services name and `isDefined` does not know. Inactive services are not judged, as Compose does not judge them; of a partial project nothing is said. */
export function* undefinedNames<Named>(project: Project, named: (service: Service) => readonly (readonly [name: Text, said: Named])[], isDefined: (name: string) => boolean): Generator<readonly [Text, Named, Service]> {
  if (project.partial) return;
  for (const service of project.services.values()) {
    for (const [name, said] of service.active ? named(service) : []) {
      if (name.unresolved.length === 0 && !isDefined(name.value) && !mayBeInBrokenText(project, name.value)) yield [name, said, service];
    }
  }
}

/** One report for each name that is not defined. */
export function* undefinedResources(project: Project, kind: ResourceKind): Generator<Report> {
  const defined = kind.defined(project);
  for (const [name] of undefinedNames(project, (service) => kind.named(service).map((each) => [each, undefined]), (each) => defined.has(each))) {
    yield {
      at: name,
      message: `No ${kind.noun} "${name.value}" is defined: Compose refuses the project`,
      fixes: () => {
        const similar = nearest(name.value, defined.keys());
        const isName = /^[a-zA-Z0-9._-]+$/.test(name.value);
        return [...(similar === undefined ? [] : rewriteFix(name, similar, `Use "${similar}"`)), ...(isName ? [kind.define(name)] : [])];
      },
    };
  }
}
