// An image in its parts: where it is pulled from, what it is called, which version it is.

import type { HoverSubject } from '#core/language/hover/hover.ts';
import { inProjects } from '#core/language/hover/in-projects.ts';
import { isBuilt, known } from '#core/language/effective.ts';
import { imageParts } from '#core/language/image-name.ts';
import type { Block, Run } from '#core/language/prose.ts';
import { touches } from '#core/yaml/span.ts';

/** What the image at a place is. */
export function describeImage({ place, parts, offset }: HoverSubject): readonly Block[] | undefined {
  if (place.on !== 'value' || place.path.length !== 3 || place.path[0] !== 'services' || place.path[2] !== 'image') return undefined;
  return inProjects(parts, (part) => {
    const service = part.services.find(({ image }) => image !== undefined && touches(image.span, offset));
    const image = known(service?.image);
    const name = image && imageParts(image.value);
    if (service === undefined || image === undefined || name === undefined) return undefined;
    if (isBuilt(part, service)) return ['What is built is called ', { code: image.value }];
    const version: readonly Run[] = name.digest !== undefined ? [', digest ', { code: name.digest }] : name.tag !== undefined ? [', tag ', { code: name.tag }] : [', no tag: ', { code: 'latest' }, ' is pulled'];
    return ['Image ', { code: name.repository }, ' of ', { code: name.registry }, ...version];
  });
}
