// Reads the manifest of a backup, which may come from anywhere: nothing is believed before it has the shape that
// docs/backup-format.md describes, and no path in it can lead out of the backup's folder.

import { formatVersion, type Manifest } from '#core/backup/manifest.ts';

/** A manifest, or what is wrong with the text: each problem begins with the place in it. */
export type ReadManifest = { readonly manifest: Manifest } | { readonly problems: readonly string[] };

/** Says what is wrong with a value at a place, if anything is. */
type Shape = (value: unknown, place: string) => readonly string[];

/** Problems that are told of one manifest. */
const problemLimit = 20;

/** Reads the text of a `manifest.json`. */
export function readManifest(text: string): ReadManifest {
  const read = json(text);
  if (read === undefined) return { problems: ['it is no JSON, as if it was cut off'] };
  const format = typeof read === 'object' && read !== null ? (read as Partial<Manifest>).format : undefined;
  if (typeof format === 'number' && format > formatVersion) return { problems: [`format: ${format} is newer than ${formatVersion}, the newest that this version of Composure reads`] };
  const problems = manifestShape(read, '');
  return problems.length === 0 ? { manifest: read as Manifest } : { problems: problems.slice(0, problemLimit) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const one = (what: string, holds: (value: unknown) => boolean): Shape => (value, place) => (holds(value) ? [] : [`${place}: ${value === undefined ? 'is missing' : `is not ${what}`}`]);
const text = one('a text', (value) => typeof value === 'string');
const flag = one('true or false', (value) => typeof value === 'boolean');
const count = one('a whole number', (value) => Number.isSafeInteger(value) && (value as number) >= 0);
const hash = one('a SHA-256 in hexadecimal', (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
const choice = (...words: readonly unknown[]): Shape => one(`one of ${words.join(', ')}`, (value) => words.includes(value));
const optional = (shape: Shape): Shape => (value, place) => (value === undefined || value === null ? [] : shape(value, place));
const pattern = (what: string, expression: RegExp): Shape => one(what, (value) => typeof value === 'string' && expression.test(value));

function list(shape: Shape): Shape {
  return (value, place) => (Array.isArray(value) ? value.flatMap((each, index) => shape(each, `${place}[${index}]`)) : [`${place}: ${value === undefined ? 'is missing' : 'is not a list'}`]);
}

function record(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place === '' ? 'it' : `${place}:`} ${value === undefined ? 'is missing' : 'is not an object'}`];
    return Object.entries(shapes).flatMap(([key, shape]) => shape((value as Readonly<Record<string, unknown>>)[key], place === '' ? key : `${place}.${key}`));
  };
}

const texts: Shape = (value, place) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place}: ${value === undefined ? 'is missing' : 'is not an object'}`];
  return Object.entries(value).flatMap(([key, each]) => text(each, `${place}.${key}`));
};

/** A path inside the backup's folder, as Composure writes them. */
const insidePath = one('a path inside the backup', (value) => typeof value === 'string' && value.length < 1000
  && /^(?:volumes|binds|files|dumps|images)(?:\/[^/\\\0]+)+$/.test(value) && value.split('/').every((part) => part !== '.' && part !== '..'));
/** The path of something that a restore may put back. */
const hostPath = one('a path', (value) => typeof value === 'string' && value !== '' && !value.includes('\0'));
const compression = choice('none', 'gzip', 'zstd');
const consistency = choice('stop', 'pause', 'live', 'dump');
const names = list(text);
/** What the engine takes for a volume's name. */
const volumeName = pattern('the name of a volume', /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/);
const project = pattern('the name of a project', /^[a-z0-9][a-z0-9_-]*$/);
const file = { file: insidePath, bytes: count, sha256: hash } as const;

const archive = record({ ...file, compression, tarBytes: count, tarSha256: hash, entries: count, contentBytes: count });

const manifestShape = record({
  format: choice(formatVersion),
  id: pattern('the name of a backup', /^[\w.-]+$/),
  createdAt: one('a time', (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))),
  sequence: count,
  purpose: choice('backup', 'safety-copy'),
  madeBy: record({ composure: text, compose: text, engine: text }),
  project,
  environment: text,
  directory: hostPath,
  engine: record({ id: text, address: text, context: optional(text) }),
  services: list(record({
    name: text, consistency, image: text, imageId: text, digests: names, configHash: text,
    containers: list(record({ name: text, state: text, exitCode: optional(one('a whole number', Number.isSafeInteger)) })),
  })),
  volumes: list(record({
    name: volumeName, key: optional(text), external: flag, anonymous: optional(record({ service: text, target: text })),
    driver: text, options: texts, labels: texts, services: names, archive,
  })),
  binds: list(record({ path: hostPath, isFolder: flag, services: names, archive })),
  files: list(record({ path: hostPath, role: choice('compose', 'env', 'env_file', 'config', 'secret', 'dockerfile', 'composure'), ...file, mode: count })),
  dumps: list(record({
    service: text, kind: text, dump: names, load: names, volumes: list(volumeName), ...file, compression, contentBytes: count, contentSha256: hash,
  })),
  images: list(record({ id: text, references: names, ...file, compression })),
  limits: names,
  encryption: optional(record({ cipher: choice('aes-256-gcm'), keyId: pattern('the id of a key', /^[0-9a-f]{16}$/) })),
});
