import type { Service } from '#core/compose/model.ts';
import { cleanTarget } from '#core/compose/mounts.ts';
import { eachService } from '#core/rules/each-service.ts';
import type { Rule } from '#core/rules/rule.ts';
import { get, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import { part, type Text } from '#core/yaml/span.ts';

/**
 * Compose: checkConsistency 13, since compose-go 2.5. Of two `volumes` for one target the last counts silently; a `tmpfs`
 * and a volume, or two of `tmpfs`, are refused.
 */
export const duplicateMountTarget: Rule = {
  code: 'duplicate-mount-target',
  title: 'Two mounts of a service have the same target',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: eachService(function* judge(service) {
    if (!service.active || (service.mounts.length < 2 && get(service.node, 'tmpfs') === undefined)) return;
    const first = new Map<string, Text>();
    for (const { target, path, at } of targets(service)) {
      if (target.unresolved.length > 0) continue;
      const other = first.get(path);
      if (other === undefined) first.set(path, target);
      else {
        yield {
          at: target, message: `Something is mounted at ${path} already: Compose refuses the project`,
          related: [{ at: other, message: 'It is mounted here' }],
          fixes: () => [{ title: 'Remove this mount', safety: 'ask', edits: [{ kind: 'remove', at }] }],
        };
      }
    }
  }),
};

interface Target {
  readonly target: Text;
  readonly path: string;
  readonly at: { readonly value: unknown; readonly file: string; readonly span: readonly [number, number] };
}

function* targets(service: Service): Generator<Target> {
  const tmpfs: YamlNode | undefined = get(service.node, 'tmpfs');
  for (const node of tmpfs?.kind === 'sequence' ? items(tmpfs) : tmpfs === undefined ? [] : [tmpfs]) {
    const text = textOf(node);
    if (text === undefined) continue;
    const colon = text.value.indexOf(':');
    const target = colon === -1 ? text : part(text, 0, colon);
    yield { target, path: target.value, at: text };
  }
  for (const { target, at } of service.mounts) if (target !== undefined) yield { target, path: cleanTarget(target.value), at };
}
