// An image's name taken apart (github.com/distribution/reference): what is pulled from where, in which version.

/** The parts of `quay.io/org/name:1.2@sha256:…`. */
export interface ImageName {
  /** The host; undefined for Docker Hub. */
  readonly registry: string | undefined;
  /** Without the `library/` of Docker's own images. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Reads an image's name. A first part with a dot, a colon or the name `localhost` is a host. */
export function readImageName(text: string): ImageName {
  const [name = '', digest] = text.split('@', 2);
  const colon = name.lastIndexOf(':');
  const isTagged = colon > name.lastIndexOf('/');
  const path = isTagged ? name.slice(0, colon) : name;
  const slash = path.indexOf('/');
  const first = slash === -1 ? '' : path.slice(0, slash);
  const isHost = first === 'localhost' || /[.:]/.test(first);
  const isHub = !isHost || /^(?:(?:registry-1|index)\.)?docker\.io$/.test(first);
  return {
    registry: isHub ? undefined : first,
    repository: (isHost ? path.slice(slash + 1) : path).replace(isHub ? /^library\// : /^$/, ''),
    tag: isTagged ? name.slice(colon + 1) : undefined,
    digest,
  };
}
