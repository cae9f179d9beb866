// The fix that gives a service a health check, for the images whose own tools can tell.

import type { Service } from '#core/compose/model.ts';
import type { ImageFacts } from '#core/rules/image-facts.ts';
import { waitFor } from '#core/rules/depends-on-without-condition/wait-for.ts';
import type { Fix } from '#core/rules/rule.ts';
import { get } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** A service that waits for another, and where it names it. */
export interface Waiting {
  readonly by: Service;
  readonly named: Text;
}

/** Adds a check that fits the image, and lets others wait for it; nothing for an image that none is known for. */
export function addHealthcheck(service: Service, { official, built }: ImageFacts, waiting: readonly Waiting[] = []): readonly Fix[] {
  const { name, key, node } = service;
  const said = get(node, 'healthcheck');
  if (built || official?.healthcheck === undefined || get(said, 'test') !== undefined) return [];
  const times = Object.entries({ interval: '5s', timeout: '5s', retries: '12' }).filter(([each]) => get(said, each) === undefined);
  return [{
    title: `Add a health check to ${name}${waiting.length === 0 ? '' : ' and wait for it'}`, safety: 'ask',
    edits: [
      { kind: 'add', file: key.file, path: ['services', name, 'healthcheck'], key: 'test', value: official.healthcheck, more: Object.fromEntries(times) },
      ...waiting.map(({ named }) => waitFor(named, [service])),
    ],
  }];
}
