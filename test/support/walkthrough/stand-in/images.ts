// Images that stand for those of the observability stack, so that its walkthrough needs no registry: each answers as its
// product does, as far as the page asks, and keeps data in the same place. Their tags are nobody else's.

import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { docker } from '../../docker/docker.ts';
import { ensureTestImage } from '../../docker/image.ts';

/** Makes the images if the engine lacks them, and returns the tag that all of them have. */
export async function ensureStandIns(): Promise<string> {
  const base = await ensureTestImage();
  const entrypoint = path.join(import.meta.dirname, 'entrypoint.sh');
  const tag = `composure-test-${createHash('sha256').update(await readFile(entrypoint)).digest('hex').slice(0, 12)}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'composure-stand-in-'));
  try {
    await copyFile(entrypoint, path.join(folder, 'entrypoint.sh'));
    for (const product of ['grafana', 'loki', 'tempo', 'mimir', 'alloy']) {
      const image = `grafana/${product}:${tag}`;
      if (await docker('image', 'ls', '--quiet', image) !== '') continue;
      await writeFile(path.join(folder, 'Dockerfile'), `FROM ${base}\nCOPY entrypoint.sh /entrypoint.sh\nRUN chmod 755 /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh", "${product}"]\n`);
      await docker('build', '--quiet', '--tag', image, folder);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return tag;
}
