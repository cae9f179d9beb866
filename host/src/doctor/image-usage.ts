// What the engine's images and its build cache take, as `docker system df` tells it; volumes, which hold data, are not
// even looked at where the engine can leave them out (API 1.42: `type`).

import type { ImageUsage } from '#core/doctor/facts.ts';
import type { Engine } from '#host/engine/engine.ts';

/** @throws Failure as every question to the engine does. */
export async function askImageUsage(engine: Engine, signal?: AbortSignal): Promise<ImageUsage> {
  const answer = await engine.ask((docker, abortSignal) => new Promise((resolve, reject) => {
    docker.modem.dial({
      path: '/system/df?type=image&type=build-cache', method: 'GET', abortSignal, statusCodes: { 200: true, 500: 'server error' },
    }, (error, data) => { if (error) reject(error); else resolve(data); });
  }), signal);
  return usageIn(answer);
}

/** Reads both forms of the answer: sums of their own (from API 1.52), and lists. */
export function usageIn(answer: unknown): ImageUsage {
  const [imageSums, cacheSums] = [at(answer, 'ImageUsage'), at(answer, 'BuildCacheUsage')];
  const images = list(answer, 'Images');
  const layers = number(answer, 'LayersSize');
  const used = images.filter((image) => number(image, 'Containers') > 0);
  // Layers are shared: what nothing uses is at least what the used images leave, and at least what no other image has.
  const left = layers - sum(used.map((image) => number(image, 'Size')));
  const alone = sum(images.filter((image) => !used.includes(image)).map((image) => number(image, 'Size') - Math.max(number(image, 'SharedSize'), 0)));
  const cache = list(answer, 'BuildCache').filter((each) => at(each, 'Shared') !== true);
  return {
    images: imageSums === undefined ? layers : number(imageSums, 'TotalSize'),
    unusedImages: imageSums === undefined ? Math.max(left, alone, 0) : number(imageSums, 'Reclaimable'),
    buildCache: cacheSums === undefined ? sum(cache.map((each) => number(each, 'Size'))) : number(cacheSums, 'TotalSize'),
    unusedBuildCache: cacheSums === undefined ? sum(cache.filter((each) => at(each, 'InUse') !== true).map((each) => number(each, 'Size'))) : number(cacheSums, 'Reclaimable'),
  };
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) ?? undefined : undefined;
}

function list(value: unknown, key: string): readonly unknown[] {
  const found = at(value, key);
  return Array.isArray(found) ? found : [];
}

function number(value: unknown, key: string): number {
  const found = at(value, key);
  return typeof found === 'number' && found > 0 ? found : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
