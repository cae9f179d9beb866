// Writes the manifest of a backup: what was planned, what was read, and who made it.

import packageManifest from '../../../package.json' with { type: 'json' };
import { formatVersion, type BackedUpService, type Manifest } from '#core/backup/manifest.ts';
import type { BackupPlan } from '#core/backup/plan-backup.ts';

/** What only the making of it tells. */
export interface Made extends Pick<Manifest, 'id' | 'purpose' | 'createdAt' | 'sequence' | 'files' | 'images' | 'volumes' | 'binds' | 'dumps' | 'limits'> {
  readonly keyId: string | undefined;
}

/** The manifest of a backup that was made as planned. */
export function describeBackup({ facts, services }: BackupPlan, { keyId, ...made }: Made): Manifest {
  const { id, address, context, version } = facts.engine;
  const described = [...services].flatMap(([name, consistency]): BackedUpService[] => {
    const own = facts.containers.filter(({ service }) => service === name);
    const [first] = own;
    if (first === undefined) return [];
    const image = facts.images.find((each) => each.id === first.imageId);
    return [{
      name, consistency, image: first.image, imageId: first.imageId, digests: image?.digests ?? [], configHash: first.configHash,
      containers: own.map((container) => ({ name: container.name, state: container.state, exitCode: container.exitCode })),
    }];
  });
  return {
    ...made, format: formatVersion, project: facts.project, environment: facts.environment, directory: facts.directory,
    madeBy: { composure: packageManifest.version, compose: facts.compose, engine: version },
    engine: { id, address, context }, services: described,
    encryption: keyId === undefined ? undefined : { cipher: 'aes-256-gcm', keyId },
  };
}
