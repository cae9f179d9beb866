// Asks the engine what lies on its disk and how large it is. It walks all volumes for that, and an engine before 23.0 measures
// for one at a time and refuses everybody else meanwhile.

import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '#core/failure.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Milliseconds for the answer, and for all the questions until there is one (D4). */
const limit = 300_000;

/** Milliseconds between two questions to an engine that measures for somebody else. */
const busyPause = 200;

/** `GET /system/df`, as far as it is read (API 1.41, which ignores `type`). */
export interface DiskUsage {
  readonly Volumes?: readonly { readonly Name: string; readonly UsageData?: { readonly Size: number } | null }[] | null;
  readonly Containers?: readonly {
    readonly Id: string; readonly Names: readonly string[]; readonly Image: string; readonly ImageID: string; readonly State: string; readonly SizeRw?: number;
    readonly Labels: Readonly<Record<string, string>> | null;
    readonly Mounts: readonly { readonly Type?: string; readonly Name?: string; readonly Source: string; readonly Destination: string }[] | null;
  }[] | null;
  readonly Images?: readonly {
    readonly Id: string; readonly RepoTags: readonly string[] | null; readonly RepoDigests: readonly string[] | null;
    readonly Size: number; readonly SharedSize: number; readonly Labels: Readonly<Record<string, string>> | null;
  }[] | null;
  readonly BuildCache?: readonly { readonly Type?: string; readonly InUse: boolean; readonly Shared: boolean; readonly Size: number }[] | null;
}

/** An engine that measures for somebody else is asked again. @throws Failure as every question does. */
export async function askDiskUsage(engine: Engine, types: readonly ('volume' | 'container' | 'image' | 'build-cache')[], signal?: AbortSignal): Promise<DiskUsage> {
  for (const began = Date.now(); ; await delay(busyPause, undefined, { signal })) {
    try {
      return await engine.ask((docker, abortSignal) => new Promise<DiskUsage>((resolve, reject) => {
        // dockerode's own `df` sends no parameters; its dialler cuts off the last sign of an address that has a `?`.
        const question = { path: `/system/df?${types.map((type) => `type=${type}&`).join('')}`, method: 'GET', abortSignal, statusCodes: { 200: true, 500: 'server error' } };
        docker.modem.dial(question, (error: Error | null, said) => (error === null ? resolve(said as DiskUsage) : reject(error)));
      }), signal, limit);
    } catch (error) {
      if (!(error instanceof Failure) || !error.message.includes('disk usage operation is already running') || Date.now() - began > limit) throw error;
    }
  }
}
