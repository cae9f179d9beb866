// The short syntax of mounts, `source:target:options`: what fits at the part where the cursor is.

import { isHostPath } from '#core/compose/mounts.ts';
import { readImageName } from '#core/images/image-name.ts';
import { statefulImage } from '#core/images/stateful.ts';
import { buildFacts, containerFacts } from '#core/language/completion/build-facts.ts';
import { pathSuggestions } from '#core/language/completion/host-paths.ts';
import { resourceSuggestions } from '#core/language/completion/names.ts';
import { checkedServices, directoryOf, imageOf, interpolated, type Asked } from '#core/language/completion/question.ts';
import type { Suggestion } from '#core/language/completion/suggestion.ts';
import { resolvePath } from '#core/project/path.ts';
import { get, textOf } from '#core/yaml/node.ts';
import type { Span } from '#core/yaml/span.ts';

const bindOptions = ['ro', 'rw', 'z', 'Z', 'cached', 'delegated', 'consistent', 'rshared', 'rslave', 'rprivate'];
const volumeOptions = ['ro', 'rw', 'nocopy'];

/** What fits at the cursor of a mount in short syntax. */
export async function shortMountSuggestions(asked: Asked): Promise<readonly Suggestion[]> {
  const { place: { word, typed }, offset } = asked;
  const [source = '', target, options] = parts(typed);
  const behind = /[:,]/.exec(word.text.slice(typed.length));
  const end = behind === null ? word.span[1] : offset + behind.index;
  if (target === undefined) {
    const isFollowed = word.text.charAt(typed.length + (behind?.index ?? 0)) === ':';
    const volumes = /[/.~$]/.test(typed) ? [] : resourceSuggestions(asked, 'volumes').map((each): Suggestion => ({ ...each, text: isFollowed ? each.label : `${each.label}:`, goesOn: !isFollowed, rank: -1, replace: [word.span[0], end] }));
    const paths = await pathSuggestions(asked, [word.span[0], end], { folders: 'too', dotted: true });
    // A path of the container alone is an anonymous volume there.
    const anonymous = typed.startsWith('/') && !isFollowed ? await containerPathSuggestions(asked, [word.span[0], end]) : [];
    return [...volumes, ...paths, ...anonymous, ...isFollowed || typed !== '' ? [] : usualMounts];
  }
  if (options !== undefined) {
    const from = offset - (typed.length - 1 - Math.max(typed.lastIndexOf(':'), typed.lastIndexOf(',')));
    return (isHostPath(source) ? bindOptions : volumeOptions).map((label, rank) => ({ label, kind: 'value', text: label, rank, replace: [from, end] }));
  }
  return containerPathSuggestions(asked, [offset - target.length, end], source);
}

const usualMounts: readonly Suggestion[] = [
  { label: '/var/run/docker.sock:/var/run/docker.sock', kind: 'value', text: '/var/run/docker.sock:/var/run/docker.sock', detail: 'the engine\'s API', rank: 5 },
  { label: './source:/target', kind: 'snippet', text: undefined, snippet: './${1:source}:/${2:target}', detail: 'mount a path of the host', rank: 4 },
];

/** Paths in the container: where the image has the source or keeps its data, what the Dockerfile names, and where other files mount. */
export async function containerPathSuggestions(asked: Asked, replace: Span, source?: string): Promise<readonly Suggestion[]> {
  const build = await buildFacts(asked);
  const facts = containerFacts(build);
  const path = source === undefined || !isHostPath(source) ? undefined : interpolated(source, asked.projects);
  const copied = path === undefined ? undefined : facts.copiedTo(resolvePath(directoryOf(asked), path));
  const all = new Map<string, Suggestion>();
  const add = (label: string, detail: string, rank: number): void => {
    if (label.startsWith('/') && !all.has(label)) all.set(label, { label, kind: 'folder', text: label, detail, rank, replace });
  };
  if (copied !== undefined) add(copied, 'where the Dockerfile copies it', -1);
  for (const image of isMount(asked) ? [facts.base, imageOf(asked)] : []) {
    const { paths = [], volume } = image === undefined ? {} : statefulImage(image) ?? {};
    // What the image declares a volume is to be mounted; a folder below it may belong to one version alone.
    [...volume === undefined ? [] : [volume], ...paths].forEach((each, index) => add(each, `where ${readImageName(image ?? '').repository} keeps its data`, -0.5 + index / 100));
  }
  facts.paths.forEach((each, index) => add(each, 'Dockerfile', index / 100));
  for (const { service } of checkedServices(asked)) {
    add(textOf(get(service.node, 'working_dir'))?.value ?? '', 'working_dir', 1);
    for (const { target } of service.mounts) if (target?.unresolved.length === 0 && target.file !== asked.file) add(target.value, 'mounted by another file', 1.5);
  }
  for (const { services } of source === undefined ? [] : asked.projects) {
    for (const { name, mounts } of services.values()) {
      for (const mount of mounts) if (mount.source?.value === source && mount.target?.unresolved.length === 0 && mount.target.value !== asked.text.slice(replace[0], asked.offset)) add(mount.target.value, `where ${name} mounts it`, 0.5);
    }
  }
  return [...all.values()];
}

function isMount({ shape }: Asked): boolean {
  return /^services\.\*\.(?:volumes|tmpfs)\b/.test(shape);
}

/** At colons, except the one behind a single letter, which is a drive, and those within `${…}`. */
function parts(typed: string): readonly string[] {
  return typed.replaceAll(/\$\{[^}]*\}?/g, (variable) => variable.replaceAll(':', '\u0000')).split(/(?<!^\p{L}):/u).map((each) => each.replaceAll('\u0000', ':'));
}
