// A new name for one thing, in every file that speaks of it. What cannot be done safely is refused in one line, and
// what more would change than the name is said with the edits. Build stages are in rename-stage.ts.

import { configuredEdits } from '#core/language/configured-edits.ts';
import { hostMentions, secretPathMentions, type TextMention } from '#core/language/text-mentions.ts';
import { resourceKinds, type Mention, type NameKind } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import type { ScopedFile } from '#core/language/scope.ts';
import type { FilePath } from '#core/outside.ts';
import { nameOf } from '#core/project/path.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import { textEdits, type TextEdit } from '#core/yaml/patch.ts';

/** Why there is no rename: one line for the person who asked. */
export interface Refusal {
  readonly refused: string;
}

/** An edit of a rename. */
export interface RenameEdit extends TextEdit {
  /** What a person should know before it is made. */
  readonly note: RenameNote | undefined;
}

export interface RenameNote {
  readonly label: string;
  readonly description: string;
  /** True where it is not certain that the text means what is renamed: without a question it is not changed. */
  readonly unsure: boolean;
}

/** Why what stands at a mention cannot be renamed, whatever the new name; undefined where it can. */
export function refusalOf(names: Names, mention: Mention): string | undefined {
  const { kind, name } = mention;
  if (kind === 'file') return 'A path is renamed on the disk';
  if (kind === 'stage') return `${name} is no stage of a Dockerfile that can be read`;
  if (kind === 'profile') return 'A profile is named on command lines too: no rename can reach them';
  if (kind === 'variable' && /^(?:COMPOSE|DOCKER)_/.test(name)) return `${name} has its name from Compose`;
  if (kind === 'network' && name === 'default') return 'The network "default" has its name from Compose';
  const concerned = new Set(names.scopesOf(names.group(mention)).flatMap(({ files }) => [...files.keys()]));
  const broken = brokenFile(names, new Set([...concerned, mention.file]), name);
  return broken === undefined ? undefined : `${nameOf(broken)} has errors in its text: mend them first, or the rename may miss a place`;
}

/** The first of some files in which a name may stand unseen, since its text is broken. */
export function brokenFile(names: Names, paths: ReadonlySet<FilePath>, name: string): FilePath | undefined {
  return names.files().find(({ path, yaml, text }) => paths.has(path) && yaml !== undefined && yaml.problems.length > 0 && text.includes(name))?.path;
}

const nounOf: Readonly<Partial<Record<NameKind, string>>> = { container: 'container', variable: 'variable', anchor: 'anchor' };

/** What forms a name of a kind, and how to say it (compose-spec.json, `patternProperties`; the engine's RestrictedNameChars). */
export function formOf(kind: NameKind): readonly [RegExp, string] {
  switch (kind) {
    case 'variable': return [/^[A-Za-z_]\w*$/, 'letters, digits and _, and begins with no digit'];
    case 'container': return [/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/, 'two or more letters, digits, ".", "_" and "-", and begins with a letter or digit'];
    default: return [/^[a-zA-Z0-9._-]+$/, 'letters, digits, ".", "_" and "-"'];
  }
}

/** The edits that give what stands at a mention a new name everywhere. */
export function rename(names: Names, mention: Mention, to: string): readonly RenameEdit[] | Refusal {
  const { kind, name } = mention;
  const noun = nounOf[kind] ?? kind;
  const refused = refusalOf(names, mention);
  if (refused !== undefined) return { refused };
  const [form, says] = formOf(kind);
  if (!form.test(to)) return { refused: `"${to}" is no name for a ${noun}: one has ${says}` };
  if (to === name) return [];
  const group = names.group(mention);
  const taken = names.taken(group, to);
  if (taken !== undefined) return { refused: `${nameOf(taken.file)} has ${article(noun)} "${to}" already` };
  const described = kind === 'variable' ? names.configurationsOf(group).find((yaml) => readVariables(yaml).has(to)) : undefined;
  if (described !== undefined) return { refused: `${nameOf(described.file)} has a variable "${to}" already` };
  const computed = names.computed(kind, name);
  if (computed !== undefined) return { refused: `${nameOf(computed)} names the ${noun} "${name}" by a variable, which a rename cannot change` };
  const drive = kind === 'volume' ? unmountable(names, group, to) : undefined;
  if (drive !== undefined) return { refused: drive };
  const edits = editsOfGroup(names, group, to, noteOf(names, group, to));
  if ('refused' in edits) return edits;
  const alternatives = isResource(kind) || kind === 'variable' ? names.alternatives(group).flatMap((each) => editsOfAlternative(names, each, to)) : [];
  return withoutOverlaps([...edits, ...configurationEdits(names, group, to), ...unsureEdits(names, group, to), ...alternatives]);
}

/** Where `composure.yaml` names a service or a variable. It may mean that of other environments of the folder too, which keep their name. */
function configurationEdits(names: Names, group: readonly Mention[], to: string): readonly RenameEdit[] {
  const [first] = group;
  if (first === undefined || (first.kind !== 'service' && first.kind !== 'variable')) return [];
  const { kind, name } = first;
  const isShared = names.alternatives(group).length > 0;
  const note: RenameNote | undefined = isShared ? { label: 'composure.yaml', description: `It speaks of the ${kind}s of other environments too`, unsure: true } : undefined;
  return names.configurationsOf(group).flatMap((yaml) => configuredEdits(yaml, kind, name, to)).map((each) => ({ ...each, note }));
}

function isResource(kind: NameKind): boolean {
  return Object.values<string>(resourceKinds).includes(kind);
}

function editsOfGroup(names: Names, group: readonly Mention[], to: string, note: RenameNote | undefined): readonly RenameEdit[] | Refusal {
  const files = new Map(names.files().map((file) => [file.path, file]));
  const edits: RenameEdit[] = [];
  for (const each of group) {
    const file = files.get(each.file);
    const made = file && editsOf(file, each, to);
    if (made === undefined) return { refused: `${nameOf(each.file)} writes "${each.name}" in a way that cannot be changed in place` };
    edits.push(...made.map((edit) => ({ ...edit, note })));
  }
  return edits;
}

/** The same name in an environment that shares no file with this one: to Compose another thing, to people mostly the same. */
function editsOfAlternative(names: Names, group: readonly Mention[], to: string): readonly RenameEdit[] {
  const [first] = group;
  if (first === undefined || refusalOf(names, first) !== undefined || names.taken(group, to) !== undefined) return [];
  const environments = names.scopesOf(group).map(({ environment }) => environment.name).join(', ');
  const made = editsOfGroup(names, group, to, { label: 'Other environments', description: `"${first.name}" of ${environments} has nothing to do with it but the name`, unsure: true });
  return 'refused' in made ? [] : made;
}

/** Of two edits at one place the first. */
export function withoutOverlaps(edits: readonly RenameEdit[]): readonly RenameEdit[] {
  const taken = new Map<string, Set<number>>();
  return edits.filter(({ file, span: [start, end] }) => {
    const offsets = taken.get(file) ?? new Set<number>();
    taken.set(file, offsets);
    for (let at = start; at < end; at += 1) if (offsets.has(at)) return false;
    for (let at = start; at < end; at += 1) offsets.add(at);
    return true;
  });
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function editsOf(file: ScopedFile, mention: Mention, to: string): readonly TextEdit[] | undefined {
  const { span, kind, name, bare } = mention;
  const isWritten = file.text.slice(...span) === name;
  const replaced = (text: string): readonly TextEdit[] => [{ file: file.path, span, text }];
  if (bare !== undefined) return isWritten ? bareEdits(file, mention, to) : undefined;
  if (file.yaml === undefined || kind === 'anchor' || kind === 'variable') return isWritten ? replaced(to) : undefined;
  return textEdits({ kind: 'rewrite', at: { value: name, file: file.path, span }, text: to }, file.yaml);
}

/** `- NAME` and `NAME:` also name the container's variable, which keeps its name: `- NAME=$NEW`. Braces would have to be quoted within brackets. */
function bareEdits(file: ScopedFile, { span: [start, end], bare, name }: Mention, to: string): readonly TextEdit[] | undefined {
  if (bare === 'item') return [{ file: file.path, span: [start, end], text: `${name}=$${to}` }];
  const [colon] = /^["']?[ \t]*:(?=[ \t]*(?:#.*)?\r?(?:\n|$))/.exec(file.text.slice(end)) ?? [];
  return colon === undefined ? undefined : [{ file: file.path, span: [end + colon.length, end + colon.length], text: ` $${to}` }];
}

/** A volume's name that short syntax would take for something else; compose-go, format/volume.go. */
function unmountable(names: Names, group: readonly Mention[], to: string): string | undefined {
  const isShort = group.some((each) => each.role === 'use' && names.files().some(({ path, text }) => path === each.file && text.charAt(each.span[1]) === ':'));
  if (!isShort) return undefined;
  if (to.startsWith('.')) return `"${to}" begins with a dot: Compose would take it for a path where it is mounted`;
  return /^[a-zA-Z]$/.test(to) ? `"${to}" is one letter: Compose would take ${to}: for a Windows drive where it is mounted` : undefined;
}

/** What a new name changes beside the name. */
function noteOf(names: Names, group: readonly Mention[], to: string): RenameNote | undefined {
  const [first] = group;
  if (first === undefined) return undefined;
  const { kind, name } = first;
  const says = group.flatMap((each) => each.says ?? []);
  const keepsName = says.some((each) => each.name);
  const isExternal = says.some(({ external }) => external);
  const certain = (label: string, description: string): RenameNote => ({ label, description, unsure: false });
  if (!keepsName && isExternal) return certain(`Rename an external ${kind}`, `Docker must have the ${kind} "${to}" already, or the start fails`);
  if (kind === 'volume' && !keepsName) return certain('Rename a volume', `The data stays in the volume "${name}": containers start with a new, empty volume "${to}"`);
  if (kind === 'container') return certain('Rename a container', `Scripts that say "${name}" no longer find it`);
  const found = group.flatMap((each) => each.foundBy ?? []);
  if (found.includes('path')) return certain(`Rename a ${kind}`, `Containers find it at ${kind === 'secret' ? '/run/secrets' : ''}/${to}, no longer at ${kind === 'secret' ? '/run/secrets' : ''}/${name}`);
  if (found.includes('id')) return certain(`Rename a ${kind}`, `Dockerfiles that take it say id=${name}: they must say id=${to}`);
  if (found.includes('variables')) return certain(`Rename a ${kind}`, `Containers get its address and name in ${variablePrefix(to)}_URL and ${variablePrefix(to)}_MODEL, no longer in ${variablePrefix(name)}_URL and ${variablePrefix(name)}_MODEL`);
  if (kind !== 'variable') return undefined;
  const holders = new Set(group.filter((each) => each.role === 'definition' && !names.isExample(each)).map(({ file }) => file));
  if (holders.size === 0) return certain('Rename a variable', `No env file sets ${name}: whoever sets it in a shell must say ${to}`);
  const seen = [...holders].find((file) => names.scopes.some(({ containerFiles }) => containerFiles.has(file)));
  return seen === undefined ? undefined : certain('Rename a variable', `Containers get it by env_file from ${nameOf(seen)}: they will see ${to} in place of ${name}`);
}

/** How Compose begins the names of a model's variables (docs.docker.com, ai/compose/models-and-compose, short syntax). */
function variablePrefix(model: string): string {
  return model.replaceAll('-', '_').toUpperCase();
}

/** Texts that seem to mean what is renamed. */
function unsureEdits(names: Names, group: readonly Mention[], to: string): readonly RenameEdit[] {
  const [first] = group;
  if (first?.kind !== 'service' && first?.kind !== 'secret') return [];
  const isService = first.kind === 'service';
  const all = names.scopesOf(group).flatMap((scope) => (isService ? hostMentions(scope, first.name) : secretPathMentions(scope, first.name)));
  const distinct = new Map<string, TextMention>(all.map((each) => [`${each.file} ${each.span[0]}`, each]));
  const note: RenameNote = isService
    ? { label: 'Host names', description: `"${first.name}" seems to be the service's host name here`, unsure: true }
    : { label: 'Paths of secrets', description: `Containers will find the secret under /run/secrets/${to}`, unsure: true };
  return [...distinct.values()].map(({ file, span }) => ({ file, span, text: to, note }));
}
