// What a person reads who points at a word: what the specification says of it, and what it comes to in the projects that
// the file belongs to. Where environments differ, each is named.

import { anchorAt } from '#core/language/hover/anchor.ts';
import { describeStage, hoverInDockerfile } from '#core/language/hover/dockerfile.ts';
import { describeKey } from '#core/language/hover/key.ts';
import { describeImage } from '#core/language/hover/image.ts';
import { describePath } from '#core/language/hover/path.ts';
import { describePort } from '#core/language/hover/port.ts';
import { describeReference } from '#core/language/hover/reference.ts';
import { describeValue } from '#core/language/hover/value.ts';
import { describeVariable, variableAt } from '#core/language/hover/variable.ts';
import { targetStage } from '#core/dockerfile/stages.ts';
import { buildsInline, buildsOf } from '#core/language/dockerfile/builds.ts';
import { partOf, type FilePart } from '#core/language/effective.ts';
import { placeAt, type Place } from '#core/language/place.ts';
import type { Block } from '#core/language/prose.ts';
import type { Project } from '#core/compose/model.ts';
import type { EngineFacts, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { touches, type Span } from '#core/yaml/span.ts';

export interface Hover {
  readonly span: Span;
  readonly blocks: readonly Block[];
}

/** What a hover is worked out from. */
export interface HoverSubject {
  readonly file: YamlFile;
  readonly offset: number;
  readonly place: Place;
  /** The file in each project that it belongs to; none where no project is known. */
  readonly parts: readonly FilePart[];
  readonly files: FileSystem;
  /** What runs, where somebody looks. */
  readonly engine: EngineFacts | undefined;
}

/**
 * What there is to say at an offset of a file; `projects` are those that it belongs to, as they were checked last. With
 * `explainsKeys` false, nothing that the specification says of a key.
 */
export async function hoverAt(file: YamlFile, offset: number, projects: readonly Project[], parsed: ParsedFiles, files: FileSystem, engine?: EngineFacts, explainsKeys = true): Promise<Hover | undefined> {
  const anchor = anchorAt(file, offset);
  if (anchor !== undefined) return anchor;
  const place = placeAt(file, offset);
  if (place === undefined || place.on === 'between') return undefined;
  // What `<<` brings in is said at the alias behind it.
  if (place.on === 'merge') return anchorAt(file, aliasBehind(file.text, place.span[1]));
  const parts = projects.map((project) => partOf(project, file, parsed));
  const built = await describeBuild(file, offset, place, parts, parsed, files);
  if (built !== undefined) return built;
  const subject: HoverSubject = { file, offset, place, parts, files, engine };
  const variable = place.on === 'value' && place.node.kind === 'scalar' ? variableAt(file, place.node, offset) : undefined;
  if (variable !== undefined) return { span: variable.span, blocks: await describeVariable(variable, subject) };
  const about = describeReference(subject) ?? describePort(subject) ?? await describePath(subject) ?? describeImage(subject) ?? [];
  const found = [...about, ...describeValue(subject)];
  // On a value, what its key means is worth a look where there is nothing else to say.
  const blocks = explainsKeys && (place.on === 'key' || found.length === 0) ? [...describeKey(place), ...found] : found;
  return blocks.length === 0 ? undefined : { span: place.span, blocks };
}

/** A word of `dockerfile_inline`, or the stage that `target` names. */
async function describeBuild(file: YamlFile, offset: number, place: Place, parts: readonly FilePart[], parsed: ParsedFiles, files: FileSystem): Promise<Hover | undefined> {
  const [top, , attribute, key] = place.path;
  if (place.on !== 'value' || top !== 'services' || attribute !== 'build') return undefined;
  if (key === 'dockerfile_inline') return hoverInDockerfile(await buildsInline(parts, offset, parsed, files), file.text, file.file, offset, files);
  if (key !== 'target') return undefined;
  const builds = await buildsOf(parts, parsed, files, ({ build }) => build?.target?.file === file.file && touches(build.target.span, offset));
  const [first] = builds;
  const stage = first && targetStage(first.dockerfile, first.build.target?.value);
  const text = first?.path === undefined ? file.text : await files.readText(first.path);
  return stage === undefined || text === undefined ? undefined : { span: place.span, blocks: describeStage(builds, stage, text) };
}

function aliasBehind(text: string, offset: number): number {
  return offset + (/^[^\n*]*(?=\*)/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
}
