// What a click on a word of a Dockerfile may open: what it copies out of the build context.

import { BuildContext, isPattern } from '#core/dockerfile/build-context.ts';
import type { ServiceBuild } from '#core/language/dockerfile/builds.ts';
import { sourcesOf } from '#core/language/dockerfile/word.ts';
import type { Link } from '#core/language/links.ts';
import type { FileSystem } from '#core/outside.ts';

/** The files and folders that are copied as they are written; where builds lead to different places, the first counts. */
export async function linksInDockerfile(builds: readonly ServiceBuild[], files: FileSystem): Promise<readonly Link[]> {
  const links = new Map<number, Link>();
  for (const { dockerfile, folder, path } of builds) {
    if (folder === undefined) continue;
    const context = await BuildContext.open(folder, path, files);
    for (const step of dockerfile.stages.flatMap(({ steps }) => steps)) {
      if ((step.kind !== 'copy' && step.kind !== 'mount') || step.from !== undefined) continue;
      for (const { value, span } of sourcesOf(step)) {
        if (value === '' || links.has(span[0]) || isPattern(value) || /["'$\\]|:\/\//.test(value)) continue;
        const target = context.pathOf(value);
        if (target !== folder && await files.stat(target) !== undefined) links.set(span[0], { span, kind: 'path', target });
      }
    }
  }
  return [...links.values()].toSorted((a, b) => a.span[0] - b.span[0]);
}
