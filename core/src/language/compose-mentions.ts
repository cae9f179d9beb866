// Every name in one compose file, read from the tree as it is written: not interpolated, not merged. What a name means
// depends on the projects that the file is part of, which names.ts knows.

import { readMount } from '#core/compose/mounts.ts';
import { resourceKinds, variablesBetween, type BuildText, type Mention, type NameKind } from '#core/language/mention.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { nameOf } from '#core/project/path.ts';
import { anchorMarks } from '#core/yaml/anchors.ts';
import { entries, get, items, textOf, type Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { part, type Span, type Text } from '#core/yaml/span.ts';

/** The names of a file, and the files that it brings in. */
export interface Outline {
  readonly mentions: readonly Mention[];
  /** Texts in which variables make a name: what they name depends on the environment. */
  readonly computed: readonly ComputedName[];
  readonly includes: readonly IncludeText[];
  /** The files of `extends`, as written. */
  readonly extendsFiles: readonly string[];
  /** The env files of services, as written. */
  readonly envFiles: readonly string[];
  /** Where each `dockerfile_inline` stands. */
  readonly inlineDockerfiles: readonly Span[];
}

/** A text that holds a name of a kind, or part of one, in its variables. */
export interface ComputedName {
  readonly kind: NameKind;
  readonly text: string;
}

/** An item of `include`, as written. */
export interface IncludeText {
  readonly paths: readonly string[];
  readonly directory: string | undefined;
  /** Undefined where none is given: then the included project's `.env` counts. */
  readonly envFiles: readonly string[] | undefined;
}

const outlines = new WeakMap<YamlFile, Outline>();

/** The outline of a file. It must be asked for when the file is the newest that was parsed of its path: spans move with later texts. */
export function outlineOf(file: YamlFile): Outline {
  const known = outlines.get(file) ?? new Outliner(file).outline();
  outlines.set(file, known);
  return known;
}

const namespaceKeys = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'];

class Outliner {
  readonly #file: YamlFile;
  readonly #mentions: Mention[] = [];
  readonly #computed: ComputedName[] = [];
  readonly #seen = new Set<string>();
  readonly #includes: IncludeText[] = [];
  readonly #extendsFiles = new Set<string>();
  readonly #envFiles = new Set<string>();
  readonly #inlineDockerfiles: Span[] = [];

  constructor(file: YamlFile) {
    this.#file = file;
  }

  outline(): Outline {
    for (const document of this.#file.documents) {
      if (document === undefined) continue;
      this.#variables(document);
      if (nameOf(this.#file.file) === configurationName) this.#configuration(document);
      else for (const { key, value } of entries(document)) this.#topLevel(key.content, value);
    }
    for (const { name, span, anchor } of anchorMarks(this.#file)) {
      if (anchor !== undefined) this.#mentions.push({ kind: 'anchor', name, file: this.#file.file, span, role: anchor === span ? 'definition' : 'use', anchor: anchor[0] });
    }
    return {
      mentions: this.#mentions.toSorted((a, b) => a.span[0] - b.span[0]), computed: this.#computed, includes: this.#includes,
      extendsFiles: [...this.#extendsFiles], envFiles: [...this.#envFiles], inlineDockerfiles: this.#inlineDockerfiles,
    };
  }

  /** `whole` is the text of which the name is a part. */
  #add(kind: NameKind, text: Text | undefined, more: Partial<Mention> = {}, whole = text): void {
    if (text === undefined || text.value === '') return;
    if (kind !== 'file' && text.value.includes('$')) {
      this.#computed.push({ kind, text: whole?.value ?? text.value });
      return;
    }
    const { value: name, span: [start, end] } = text;
    // What an alias stands for is met once for each alias.
    const place = `${kind} ${start}`;
    if (this.#seen.has(place)) return;
    this.#seen.add(place);
    this.#mentions.push({ kind, name, file: text.file, span: [start, end], role: 'use', ...more });
  }

  #topLevel(key: string, value: YamlNode): void {
    if (key === 'include') for (const item of items(value)) this.#include(item);
    if (!isResource(key)) return;
    for (const each of entries(value)) {
      const external = get(each.value, 'external');
      const says = { name: get(each.value, 'name') !== undefined, external: external !== undefined && textOf(external)?.value !== 'false' };
      this.#add(resourceKinds[key], each.key.text, { role: 'definition', ...(key === 'services' ? {} : { says }) });
      if (key === 'services') this.#service(each.value);
      if (key !== 'secrets' && key !== 'configs') continue;
      this.#add('variable', textOf(get(each.value, 'environment')));
      this.#path(get(each.value, 'file'));
    }
  }

  /** The files of environments in `composure.yaml`. */
  #configuration(document: YamlNode): void {
    for (const { value } of entries(get(document, 'environments'))) {
      for (const node of value.kind === 'mapping' ? [get(value, 'files'), get(value, 'envFiles')] : [value]) for (const text of listed(node)) this.#add('file', text);
    }
  }

  #include(item: YamlNode): void {
    const paths = listed(item.kind === 'mapping' ? get(item, 'path') : item);
    const envFile = get(item, 'env_file');
    for (const text of [...paths, ...listed(envFile)]) this.#add('file', text);
    this.#includes.push({
      paths: paths.map(({ value }) => value), directory: textOf(get(item, 'project_directory'))?.value,
      envFiles: envFile === undefined ? undefined : listed(envFile).map(({ value }) => value),
    });
  }

  #service(service: YamlNode): void {
    for (const { key, value } of entries(service)) this.#attribute(key.content, value);
  }

  #attribute(key: string, value: YamlNode): void {
    switch (key) {
      case 'depends_on': return this.#names('service', value);
      case 'networks': return this.#names('network', value);
      case 'models': return this.#models(value);
      case 'profiles': return this.#names('profile', value);
      case 'links': return this.#starts('service', value);
      case 'external_links': return this.#starts('container', value);
      case 'volumes_from': for (const text of listed(value)) this.#other(text); return;
      case 'container_name': return this.#add('container', textOf(value), { role: 'definition' });
      case 'extends': return this.#extends(value);
      case 'volumes': for (const item of items(value)) this.#mount(item); return;
      case 'secrets': case 'configs': return this.#sources(key === 'secrets' ? 'secret' : 'config', value, 'path');
      case 'credential_spec': return this.#add('config', textOf(get(value, 'config')));
      case 'environment': return this.#bare(value);
      case 'build': return this.#build(value);
      case 'env_file': return this.#serviceEnvFiles(value);
      case 'label_file': for (const text of listed(value)) this.#add('file', text); return;
      default: if (namespaceKeys.includes(key)) this.#other(textOf(value), true);
    }
  }

  /** The items of a list, or the keys of a mapping. */
  #names(kind: NameKind, value: YamlNode): void {
    for (const { key } of entries(value)) this.#add(kind, key.text);
    for (const item of items(value)) this.#add(kind, textOf(item));
  }

  /** `name:alias`. */
  #starts(kind: NameKind, value: YamlNode): void {
    for (const item of items(value)) this.#add(kind, before(textOf(item), ':'), {}, textOf(item));
  }

  /** `service:name` and `container:name`; without either word a service where `marked` is false. */
  #other(text: Text | undefined, marked = false): void {
    const [, word = ''] = /^(service|container):/.exec(text?.value ?? '') ?? [];
    if (text === undefined) return;
    if (word === '' && text.value.includes('$')) this.#computed.push({ kind: 'service', text: text.value }, { kind: 'container', text: text.value });
    if (word === '' && marked) return;
    const name = word === '' ? text : part(text, word.length + 1, text.value.length);
    this.#add(word === 'container' ? 'container' : 'service', before(name, ':'), {}, text);
  }

  #extends(value: YamlNode): void {
    const file = textOf(get(value, 'file'));
    if (file !== undefined) this.#extendsFiles.add(file.value);
    this.#add('file', file);
    this.#add('service', textOf(value) ?? textOf(get(value, 'service')), { extendsFile: file?.value ?? '' });
  }

  #mount(item: YamlNode): void {
    const mount = readMount(item);
    if (mount?.type === 'bind') this.#add('file', mount.source);
    else if (mount?.type === 'volume') this.#add('volume', mount.source, {}, textOf(item));
    else if (mount?.type.includes('$') === true && mount.source !== undefined) this.#computed.push({ kind: 'volume', text: mount.source.value });
  }

  /** Short syntax, and the long one; without a target, it is found by its name. */
  #sources(kind: NameKind, value: YamlNode | undefined, foundBy: 'path' | 'id'): void {
    for (const item of items(value)) {
      const more = get(item, 'target') === undefined ? { foundBy } : {};
      this.#add(kind, item.kind === 'mapping' ? textOf(get(item, 'source')) : textOf(item), more);
    }
  }

  /** Without names of their own for its variables, a model's are called after it. */
  #models(value: YamlNode): void {
    for (const { key, value: options } of entries(value)) this.#add('model', key.text, get(options, 'endpoint_var') === undefined || get(options, 'model_var') === undefined ? { foundBy: 'variables' } : {});
    for (const item of items(value)) this.#add('model', textOf(item), { foundBy: 'variables' });
  }

  /** Names without a value, which they take from the project's variables. */
  #bare(value: YamlNode | undefined): void {
    for (const { key, value: given } of entries(value)) if (given.kind === 'scalar' && given.value === null && given.alias === undefined) this.#add('variable', key.text, { bare: 'key' });
    for (const text of listed(value)) if (value?.kind === 'sequence' && !text.value.includes('=')) this.#add('variable', text, { bare: 'item' });
  }

  #build(value: YamlNode): void {
    const context = textOf(value) ?? textOf(get(value, 'context'));
    const dockerfile = textOf(get(value, 'dockerfile'));
    const inline = get(value, 'dockerfile_inline');
    if (inline !== undefined) this.#inlineDockerfiles.push([inline.span[0], inline.span[1]]);
    const build: BuildText = { context: context?.value ?? '.', dockerfile: dockerfile?.value || 'Dockerfile', inline: inline && [inline.span[0], inline.span[1]] };
    this.#add('file', dockerfile, { build });
    this.#add('stage', textOf(get(value, 'target')), { build });
    this.#bare(get(value, 'args'));
    this.#sources('secret', get(value, 'secrets'), 'id');
    const contexts = get(value, 'additional_contexts');
    for (const each of entries(contexts)) this.#other(textOf(each.value), true);
    for (const text of items(contexts).flatMap((item) => textOf(item) ?? [])) this.#other(part(text, text.value.indexOf('=') + 1, text.value.length), true);
  }

  #serviceEnvFiles(value: YamlNode): void {
    for (const text of listed(value)) {
      this.#envFiles.add(text.value);
      this.#add('file', text);
    }
  }

  #path(node: YamlNode | undefined): void {
    this.#add('file', textOf(node));
  }

  /** Every variable of a text, each text where it is written. */
  #variables(node: YamlNode): void {
    if (node.alias !== undefined) return;
    if (node.kind === 'sequence') for (const item of node.items) this.#variables(item);
    else if (node.kind === 'mapping') for (const each of node.entries) {
      if (each.merged === undefined) this.#variables(each.value);
    } else if (node.content.includes('$')) this.#variablesIn(node);
  }

  #variablesIn(node: Scalar): void {
    const { text, file } = this.#file;
    const [start, end] = node.span;
    // Behind `|` may stand a comment.
    const from = node.style === 'block' ? Math.max(start, text.indexOf('\n', start)) : start;
    for (const each of variablesBetween(text, from, end)) this.#mentions.push({ kind: 'variable', ...each, file, role: 'use' });
  }
}

function isResource(key: string): key is keyof typeof resourceKinds {
  return Object.hasOwn(resourceKinds, key);
}

function before(text: Text | undefined, separator: string): Text | undefined {
  const at = text?.value.indexOf(separator) ?? -1;
  return text === undefined || at === -1 ? text : part(text, 0, at);
}

/** A text, or a list of texts and of mappings with a `path`. */
function listed(node: YamlNode | undefined): readonly Text[] {
  const all = node?.kind === 'sequence' ? node.items : node === undefined ? [] : [node];
  return all.flatMap((each) => (each.kind === 'mapping' ? textOf(get(each, 'path')) : textOf(each)) ?? []);
}
