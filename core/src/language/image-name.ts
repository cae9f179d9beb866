// Image names as Docker reads them (distribution/reference, normalize.go), and the pages on which registries show them.

/** The parts of an image name, with what Docker puts where nothing is said. */
export interface ImageName {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Reads an image name; undefined where Docker would refuse it. */
export function imageParts(image: string): ImageName | undefined {
  const match = /^((?:(?!\/)[^@\s])+?(?:\/[^@\s:]+)*)(?::(\w[\w.-]{0,127}))?(?:@(\w+:[\da-f]{32,}))?$/.exec(image);
  if (match === null) return undefined;
  const [, name = '', tag, digest] = match;
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const registry = !isHost || first === 'index.docker.io' ? 'docker.io' : first;
  const path = isHost ? rest.join('/') : name;
  if (!/^[a-z\d]+(?:(?:\.|_{1,2}|-+|\/)[a-z\d]+)*$/.test(path)) return undefined;
  return { registry, repository: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path, tag, digest };
}

/** The page of an image, where its registry is known to have one. */
export function imagePage({ registry, repository }: ImageName): string | undefined {
  const [owner = '', name = ''] = repository.split('/');
  switch (registry) {
    case 'docker.io': return owner === 'library' ? `https://hub.docker.com/_/${name}` : `https://hub.docker.com/r/${repository}`;
    case 'ghcr.io': return `https://ghcr.io/${repository}`;
    case 'quay.io': return `https://quay.io/repository/${repository}`;
    case 'mcr.microsoft.com': return `https://mcr.microsoft.com/artifact/mar/${repository}`;
    default: return undefined;
  }
}
