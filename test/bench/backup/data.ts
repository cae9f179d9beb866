// The two volumes of the bench: one of many small files, one of a few large ones, each of which can be compressed to about a
// half, as text and pictures together are.

import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { docker } from '../../support/docker/docker.ts';
import { testImage } from '../../support/docker/image.ts';

export interface Shape {
  readonly name: string;
  readonly files: number;
  readonly fileBytes: number;
}

/** @param share of a gigabyte */
export function shapes(share: number): readonly Shape[] {
  return [
    { name: 'small', files: Math.round(65_536 * share), fileBytes: 16 * 1024 },
    { name: 'large', files: 4, fileBytes: Math.round(256 * share) * 1024 * 1024 },
  ];
}

const part = 16 * 1024;

/** Fills a volume. */
export async function fill(volume: string, { files, fileBytes }: Shape): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'composure-bench-data-'));
  try {
    for (let file = 0; file < files; file++) {
      const own = path.join(folder, String(file % 256));
      if (file < 256) await mkdir(own, { recursive: true });
      const target = path.join(own, `file-${file}.dat`);
      await writeFile(target, '');
      for (let at = 0; at < fileBytes; at += 16 * 1024 * 1024) {
        const size = Math.min(16 * 1024 * 1024, fileBytes - at);
        const noise = randomBytes(size / 2);
        const bytes = Buffer.alloc(size);
        for (let block = 0; block < size; block += part) {
          noise.copy(bytes, block, block / 2, (block + part) / 2);
          bytes.fill(`${file} ${at + block} 2026-11-21T08:00:00Z GET /index.html 200 `, block + part / 2, block + part);
        }
        await writeFile(target, bytes, { flag: 'a' });
      }
    }
    await docker('run', '--rm', '--network', 'none', '-v', `${folder}:/from:ro`, '-v', `${volume}:/to`, testImage, 'cp', '-a', '/from/.', '/to/');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
