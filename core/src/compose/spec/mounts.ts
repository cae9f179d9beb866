// What a container gets from outside: volumes, configs, secrets and devices in their short and long forms.

import { fileMode } from '#core/compose/format/number.ts';
import { deviceSpec } from '#core/compose/format/short-syntax.ts';
import { volumeSpec } from '#core/compose/format/volume-spec.ts';
import { choice, either, list, pairs, plainNumber, record, text, textOrNumber, type Attribute } from '#core/compose/spec/attribute.ts';
import { flag, size } from '#core/compose/spec/values.ts';

const bindOptions = record('Options of a bind mount', {
  propagation: text('How mounts below this one spread between host and container', { known: ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'] }),
  create_host_path: flag('Make an empty folder on the host where the source is missing; false stops the start instead'),
  recursive: choice('What happens to mounts below the source', ['enabled', 'disabled', 'writable', 'readonly']),
  selinux: choice('Label for SELinux: z is shared by containers, Z belongs to this one', ['z', 'Z']),
}, { what: 'the options of a bind mount' });

const volumeOptions = record('Options of a named volume', {
  labels: pairs('Labels of an anonymous volume', { example: 'team: web' }),
  nocopy: flag('Leave a new volume empty instead of filling it from the image'),
  subpath: text('Folder inside the volume to mount in place of its root'),
}, { what: 'the options of a volume' });

const longVolume = record('A mount in long syntax', {
  type: choice('What is mounted', ['bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'], { required: true }),
  source: text('Path on the host, name of a volume, or image; a tmpfs has none'),
  target: text('Path in the container'),
  read_only: flag('The container may read, and not write'),
  consistency: text('How strictly host and container agree; read by some platforms only', { known: ['consistent', 'cached', 'delegated'] }),
  bind: bindOptions,
  volume: volumeOptions,
  tmpfs: record('Options of a tmpfs', {
    size: size('Size of the tmpfs', 'whole', { min: 0 }),
    mode: plainNumber('Permissions as an octal number', 'any', { min: 0, example: '0o1777' }),
  }, { what: 'the options of a tmpfs' }),
  image: record('Options of a mounted image', {
    subpath: text('Folder inside the image to mount in place of its root'),
  }, { what: 'the options of an image mount' }),
}, { what: 'a mount' });

/** `volumes` of a container. */
export const volumes: Attribute = list('Folders, files and volumes that are mounted into the container', either('One mount', [
  text('source:target or source:target:options; a source that begins with . / or ~ is a path on the host, any other a volume', { format: volumeSpec }),
  longVolume,
]), { unique: true, example: '- ./data:/var/lib/data' });

const fileReference = (kind: string, example: string): Attribute => list(`${kind} that are mounted into the container as files`, either(`One of the ${kind}`, [
  text('Name of the definition at the top level'),
  record('A reference in long syntax', {
    source: text('Name of the definition at the top level'),
    target: text('Where the file stands in the container'),
    uid: text('Owner of the file, as a number in quotes'),
    gid: text('Group of the file, as a number in quotes'),
    mode: textOrNumber('Permissions of the file as an octal number', 'whole', { format: fileMode }),
  }, { what: 'a reference' }),
]), { example });

/** `configs` of a container. */
export const configReferences: Attribute = fileReference('Configs', '- app.conf');

/** `secrets` of a container and of a build. */
export const secretReferences: Attribute = fileReference('Secrets', '- db_password');

/** `devices` of a container. */
export const devices: Attribute = list('Devices of the host that the container may use', either('One device', [
  text('host:container:permissions, or a CDI name', { format: deviceSpec }),
  record('A device in long syntax', {
    source: text('Path on the host, or a CDI name', { required: true }),
    target: text('Path in the container'),
    permissions: text('Which of r, w and m the container may do', { known: ['rwm', 'rw', 'r'] }),
  }, { what: 'a device' }),
]), { example: '- /dev/ttyUSB0:/dev/ttyUSB0' });
