import type { Project, Resource, Service } from '#core/compose/model.ts';
import { hasBrokenText } from '#core/rules/broken-text.ts';
import { forgottenVariables } from '#core/rules/unused-definition/variables.ts';
import type { Rule, SharedReport } from '#core/rules/rule.ts';
import { get, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

interface Kind {
  readonly noun: string;
  readonly defined: (project: Project) => ReadonlyMap<string, Resource>;
  /** The names that a service uses. */
  readonly used: (service: Service) => readonly (Text | undefined)[];
}

const kinds: readonly Kind[] = [
  { noun: 'network', defined: ({ networks }) => networks, used: ({ networks, node }) => [...networks, textOf(get(get(node, 'build'), 'network'))] },
  { noun: 'volume', defined: ({ volumes }) => volumes, used: ({ mounts }) => mounts.flatMap(({ type, source }) => (type === 'volume' ? source ?? [] : [])) },
  { noun: 'secret', defined: ({ secrets }) => secrets, used: ({ secrets, build }) => [...secrets, ...build?.secrets ?? []] },
  { noun: 'config', defined: ({ configs }) => configs, used: ({ configs, node }) => [...configs, textOf(get(get(node, 'credential_spec'), 'config'))] },
  { noun: 'model', defined: ({ models }) => models, used: ({ models }) => models },
];

/** Compose leaves out what no service uses. A file may be part of several environments: one that uses the definition is enough. */
export const unusedDefinition: Rule = {
  code: 'unused-definition',
  title: 'A network, volume, secret, config or model that no service uses, or a variable that nothing uses',
  stage: 'policy',
  severity: 'hint',
  speed: 'typing',
  fixable: true,
  check: () => [],
  async *checkTogether(projects, context) {
    yield* await forgottenVariables(projects, context);
    for (const kind of kinds) {
      const unused = new Map<string, SharedReport>();
      const excused = new Set<string>();
      for (const project of projects) {
        const isUsed = rememberedUses(project, kind);
        for (const resource of kind.defined(project).values()) {
          const place = `${resource.key.file}\n${resource.key.span[0]}`;
          if (isUsed(resource.name)) excused.add(place);
          else if (!unused.has(place)) unused.set(place, report(project, kind, resource));
        }
      }
      for (const [place, each] of unused) if (!excused.has(place)) yield each;
    }
  },
};

/** Of a hundred projects a keystroke changes one: what the others use is known. */
function rememberedUses(project: Project, kind: Kind): (name: string) => boolean {
  const ofProject = uses.get(project) ?? new Map<Kind, (name: string) => boolean>();
  uses.set(project, ofProject);
  const known = ofProject.get(kind) ?? usesOf(project, kind);
  ofProject.set(kind, known);
  return known;
}

const uses = new WeakMap<Project, Map<Kind, (name: string) => boolean>>();

/** Whether a name is used, or may be: by a service that uses one that is not defined, by a name with a variable, in text that cannot be read, or in a part that is not here. */
function usesOf(project: Project, kind: Kind): (name: string) => boolean {
  const used = [...project.services.values()].flatMap(kind.used).filter((text) => text !== undefined);
  const names = new Set(used.map(({ value }) => value));
  let mayBeMeant: boolean | undefined;
  return (name) => names.has(name) || (kind.noun === 'network' && name === 'default') || (mayBeMeant ??= isUncertain(project, kind.defined(project), used));
}

function isUncertain(project: Project, defined: ReadonlyMap<string, Resource>, used: readonly Text[]): boolean {
  // A key that Compose does not know may be the one that was to use it.
  return project.partial || hasBrokenText(project) || project.problems.some(({ code }) => code === 'unknown-key')
    || used.some(({ value, unresolved }) => unresolved.length > 0 || (!defined.has(value) && value !== 'default'));
}

function report(project: Project, { noun }: Kind, { name, key, node }: Resource): SharedReport {
  return {
    project, at: key.text,
    message: `No service uses the ${noun} ${name}: Compose leaves it out`,
    fixes: () => (node.alias === undefined ? [{ title: `Remove the ${noun} ${name}`, safety: 'ask', edits: [{ kind: 'remove', at: key.text }] }] : []),
  };
}
