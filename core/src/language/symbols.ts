// The outline of a compose file: its services with what a person looks for first, and its other resources.

import { resourceKinds, type NameKind } from '#core/language/mention.ts';
import { entries, get, items, textOf, type Entry, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Span } from '#core/yaml/span.ts';

/** One line of the outline. */
export interface OutlineSymbol {
  readonly name: string;
  readonly detail: string;
  /** `section` is a top-level key, `attribute` a key below what has a name. */
  readonly kind: NameKind | 'section' | 'attribute';
  readonly span: Span;
  /** The key. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineSymbol[];
}

/** The symbols of a file in their order. What is brought in by alias is left to its anchor. */
export function symbolsOf(file: YamlFile): readonly OutlineSymbol[] {
  return file.documents.flatMap((document) => own(document).map((each): OutlineSymbol => {
    const kind = Object.hasOwn(resourceKinds, each.key.content) ? resourceKinds[each.key.content as keyof typeof resourceKinds] : undefined;
    if (each.key.content === 'include') return symbol(file, each, 'section', '', items(each.value).map((item) => included(file, item)));
    if (kind === undefined) return symbol(file, each, 'section', brief(each.value), []);
    return symbol(file, each, 'section', '', own(each.value).map((one) => (
      symbol(file, one, kind, kind === 'service' ? serviceDetail(one.value) : resourceDetail(one.value), own(one.value).map((attribute) => symbol(file, attribute, 'attribute', brief(attribute.value), [])))
    )));
  }));
}

function symbol(file: YamlFile, { key, value }: Entry, kind: OutlineSymbol['kind'], detail: string, children: readonly OutlineSymbol[]): OutlineSymbol {
  const nameSpan: Span = [key.span[0], key.span[1]];
  const end = Math.max(nameSpan[1], trimmed(file.text, nameSpan[0], (value.alias ?? value.span)[1]));
  // A list of one line in which nothing stands yet has an empty name: the protocol allows none.
  return { name: key.content === '' ? '(empty)' : key.content, detail, kind, span: [nameSpan[0], end], nameSpan, children };
}

function included(file: YamlFile, item: YamlNode): OutlineSymbol {
  const path = item.kind === 'mapping' ? get(item, 'path') : item;
  const [start, end] = item.alias ?? item.span;
  const span: Span = [start, Math.max(start, trimmed(file.text, start, end))];
  const name = (path?.kind === 'sequence' ? path.items : [path]).flatMap((each) => textOf(each)?.value ?? []).join(', ');
  return { name: name === '' ? '(empty)' : name, detail: '', kind: 'file', span, nameSpan: span, children: [] };
}

function own(node: YamlNode | undefined): readonly Entry[] {
  return node === undefined || node.alias !== undefined ? [] : entries(node).filter(({ merged }) => merged === undefined);
}

/** The image or what it is built from, and the published ports. */
function serviceDetail(service: YamlNode): string {
  const build = get(service, 'build');
  const context = textOf(build) ?? textOf(get(build, 'context'));
  const image = textOf(get(service, 'image'))?.value ?? (build === undefined ? undefined : `build ${context?.value ?? '.'}`);
  const ports = items(get(service, 'ports')).flatMap((port) => (port.kind === 'mapping' ? textOf(get(port, 'published')) : textOf(port))?.value ?? []);
  return [image, ports.join(', ')].filter((each) => each !== undefined && each !== '').join(' · ');
}

function resourceDetail(resource: YamlNode): string {
  const external = get(resource, 'external');
  const said = [get(resource, 'driver'), get(resource, 'file'), get(resource, 'model'), get(resource, 'name')].flatMap((each) => textOf(each)?.value ?? []);
  return [external !== undefined && textOf(external)?.value !== 'false' ? 'external' : '', ...said].filter((each) => each !== '').join(' · ');
}

/** Characters of a value in the outline. */
const longestDetail = 60;

function brief(value: YamlNode): string {
  if (value.kind === 'scalar') {
    const [line = ''] = value.value === null ? [] : value.content.split('\n', 1);
    return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
  }
  const all = value.kind === 'sequence' ? value.items : value.entries.map(({ key }) => key);
  const words = all.every((each) => each.kind === 'scalar') ? all.map((each) => each.content).join(', ') : '';
  return words !== '' && words.length <= longestDetail ? words : String(all.length);
}

/** The end of what stands between two offsets, without the blanks behind it. */
function trimmed(text: string, from: number, to: number): number {
  return from + text.slice(from, to).trimEnd().length;
}
