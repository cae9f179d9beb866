// The short form of `depends_on`, and how it becomes the long one.

import type { Service } from '#core/compose/model.ts';
import type { Edit } from '#core/rules/rule.ts';
import type { Text } from '#core/yaml/span.ts';

/** The names in the short form of an active service's `depends_on`. */
export function withoutCondition({ active, references }: Service): readonly Text[] {
  return references.flatMap(({ key, condition, service }) => (active && key === 'depends_on' && condition === undefined && service.unresolved.length === 0 ? [service] : []));
}

/** The list that holds a name in the long form, which waits for the health of these services and for the start of all others. */
export function waitFor(named: Text, healthy: readonly Service[]): Edit {
  return { kind: 'key-items', at: named, key: 'condition', values: Object.fromEntries(healthy.map(({ name }) => [name, 'service_healthy'])), usual: 'service_started' };
}
