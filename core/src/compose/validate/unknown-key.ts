// A key that Compose does not know where it stands: mistyped, or indented to the wrong place.

import type { MappingForm } from '#core/compose/spec/attribute.ts';
import { service } from '#core/compose/spec/service.ts';
import type { Findings } from '#core/compose/validate/findings.ts';
import { capital } from '#core/compose/validate/words.ts';
import { nearest } from '#core/words/nearest.ts';
import { entry, type Entry, type Mapping } from '#core/yaml/node.ts';
import type { Located } from '#core/yaml/span.ts';

/** What keys were called before, or are called elsewhere. */
const renamed: Readonly<Record<string, string>> = {
  env: 'environment', envs: 'environment', env_vars: 'environment', net: 'network_mode', log_driver: 'logging', log_opt: 'logging', cmd: 'command',
  dir: 'working_dir', workdir: 'working_dir', context_path: 'context', depends: 'depends_on', cpu: 'cpus', memory: 'mem_limit', mount: 'volumes', mounts: 'volumes',
};

/** Reports one unknown key. `around` are the mappings that it stands in, the outermost first and its own last. */
export function reportUnknownKey(unknown: Entry, mapping: Mapping, around: readonly MappingForm[], findings: Findings): void {
  const { key, value } = unknown;
  const name = key.content;
  const form = around.at(-1);
  if (form === undefined) return;
  const at: Located<unknown> = { value: unknown, file: key.file, span: key.span };
  const misplaced = whereItBelongs(unknown, form, around);
  if (misplaced !== undefined) return findings.report('unknown-key', at, misplaced);
  const other = renamed[name];
  const meant = other !== undefined && form.keys.has(other) ? other : nearest(name, form.keys.keys());
  const isFree = meant !== undefined && !meant.startsWith('x-') && entry(mapping, meant) === undefined;
  if (meant === undefined || meant.startsWith('x-')) {
    const own = form.extensions && value.kind !== 'scalar' ? '; a field of your own begins with x-' : '';
    return findings.report('unknown-key', at, `${capital(form.what)} has no key "${name}": Compose refuses the project${own}`);
  }
  const mend = isFree && key.text.pieces !== undefined ? { mend: { title: `Use "${meant}"`, at: key.text, text: meant } } : {};
  findings.report('unknown-key', at, `${capital(form.what)} has no key "${name}": did you mean "${meant}"?`, mend);
}

/** The place that the key is known at, as a sentence: above, below, or as a service of its own. */
function whereItBelongs({ key, value }: Entry, form: MappingForm, around: readonly MappingForm[]): string | undefined {
  const name = key.content;
  const isTop = around.length === 1;
  if (looksLikeService(value)) {
    if (isTop) return `"${name}" looks like a service: it belongs below services`;
    if (form === service.mapping) return `"${name}" looks like a service: it is indented too far`;
  }
  if (isTop && service.mapping?.keys.has(name)) return `"${name}" belongs to a service: it is not indented far enough`;
  const above = around.slice(0, -1).findLast((each) => each.keys.has(name));
  if (above !== undefined) return `"${name}" belongs to ${above.what}: it is indented too far`;
  if (name.length < 4 || isTop) return undefined;
  for (const [parent, each] of form.keys) {
    if (each.mapping?.keys.has(name) && !parent.startsWith('x-')) return `"${name}" belongs below ${parent}`;
  }
  return undefined;
}

function looksLikeService(value: Entry['value']): boolean {
  return value.kind === 'mapping' && value.entries.some(({ key }) => key.content === 'image' || key.content === 'build') && value.entries.every(({ key }) => service.mapping?.keys.has(key.content) || key.content.startsWith('x-'));
}
