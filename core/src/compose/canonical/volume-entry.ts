// A short mount as the long entry that it means. Facts: compose-go, format/volume.go.

import { cleanTarget, readMount } from '#core/compose/mounts.ts';
import { mappingAt, rewritten, scalarAt, scalarOf } from '#core/compose/canonical/make.ts';
import type { YamlNode } from '#core/yaml/node.ts';

const propagations = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/** The long entry of one mount of a service; itself where it is long already. */
export function volumeEntry(node: YamlNode): YamlNode {
  if (node.kind !== 'scalar') return node;
  const mount = readMount(node);
  if (mount?.target === undefined) return node;
  const { type, source, target, readOnly, options } = mount;
  const selinux = options.findLast((option) => option === 'z' || option === 'Z');
  const propagation = options.findLast((option) => propagations.includes(option));
  const isBind = type === 'bind';
  // One or two characters are a target, and no more is read of them.
  const isShort = source === undefined && target.value.length <= 2;
  return mappingAt(node, {
    type: scalarAt(node, type),
    source: source === undefined ? undefined : scalarOf(node, source),
    target: rewritten(scalarOf(node, target), cleanTarget(target.value)),
    read_only: readOnly ? scalarAt(node, true) : undefined,
    bind: isBind || selinux !== undefined || propagation !== undefined ? mappingAt(node, {
      create_host_path: isBind ? scalarAt(node, true) : undefined,
      selinux: selinux === undefined ? undefined : scalarAt(node, selinux),
      propagation: propagation === undefined ? undefined : scalarAt(node, propagation),
    }) : undefined,
    volume: (!isBind && !isShort) || options.includes('nocopy') ? mappingAt(node, { nocopy: options.includes('nocopy') ? scalarAt(node, true) : undefined }) : undefined,
  });
}
