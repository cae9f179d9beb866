// A file system with edits laid over it: what the files would say if fixes were applied. Nothing is written.

import type { EntryKind, FilePath, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, nameOf } from '#core/project/path.ts';
import type { Fix } from '#core/rules/rule.ts';
import { textEdits, type TextEdit } from '#core/yaml/patch.ts';

/** What edits make of one file. */
export interface EditedText {
  /** Undefined for a file that is new. */
  readonly before: string | undefined;
  readonly after: string;
}

/** Immutable: applying fixes makes another one. */
export class EditedFiles implements FileSystem {
  readonly #disk: FileSystem;
  /** The texts of files that were changed or made. */
  readonly texts: ReadonlyMap<FilePath, EditedText>;
  /** The folders that were made. */
  readonly folders: ReadonlySet<FilePath>;

  constructor(disk: FileSystem, texts: ReadonlyMap<FilePath, EditedText> = new Map(), folders: ReadonlySet<FilePath> = new Set()) {
    this.#disk = disk;
    this.texts = texts;
    this.folders = folders;
  }

  async readText(path: FilePath): Promise<string | undefined> {
    return this.texts.get(path)?.after ?? this.#disk.readText(path);
  }

  async stat(path: FilePath): Promise<EntryKind | undefined> {
    if (this.texts.has(path)) return 'file';
    return this.#madeFolders().has(path) ? 'directory' : this.#disk.stat(path);
  }

  async list(path: FilePath): Promise<ReadonlyMap<string, EntryKind> | undefined> {
    const made = this.#madeFolders();
    const listed = await this.#disk.list(path);
    if (listed === undefined && !made.has(path)) return undefined;
    const own = [...[...made].map((each) => [each, 'directory'] as const), ...[...this.texts.keys()].map((each) => [each, 'file'] as const)]
      .filter(([each]) => each !== path && folderOf(each) === path);
    return new Map([...listed ?? [], ...own.map(([each, kind]) => [nameOf(each), kind] as const)]);
  }

  async realPath(path: FilePath): Promise<FilePath | undefined> {
    return await this.#disk.realPath?.(path) ?? path;
  }

  /** The text edits of a fix on these files; undefined where it speaks of a place that is not there. */
  async editsOf(fix: Fix, parsed: ParsedFiles): Promise<readonly TextEdit[] | undefined> {
    const edits: TextEdit[] = [];
    for (const edit of fix.edits) {
      if (edit.kind === 'create-file' || edit.kind === 'create-folder') continue;
      const file = await parsed.get(edit.kind === 'add' ? edit.file : edit.at.file, this);
      const found = file && textEdits(edit, file);
      if (found === undefined) return undefined;
      edits.push(...found);
    }
    return edits;
  }

  /** These files with edits that do not overlap, and with what fixes make anew. */
  async with(edits: readonly TextEdit[], fixes: readonly Fix[]): Promise<EditedFiles> {
    const texts = new Map(this.texts);
    const folders = new Set(this.folders);
    for (const edit of fixes.flatMap((fix) => fix.edits)) {
      if (edit.kind === 'create-folder' && await this.stat(edit.path) === undefined) folders.add(edit.path);
      if (edit.kind === 'create-file' && await this.stat(edit.path) === undefined) texts.set(edit.path, { before: undefined, after: edit.text });
    }
    for (const file of new Set(edits.map((each) => each.file))) {
      const current = await this.readText(file) ?? '';
      const own = edits.filter((each) => each.file === file).toSorted((a, b) => a.span[0] - b.span[0]);
      let after = '';
      let from = 0;
      for (const { span, text } of own) {
        after += current.slice(from, span[0]) + text;
        from = span[1];
      }
      texts.set(file, { before: texts.has(file) ? texts.get(file)?.before : current, after: after + current.slice(from) });
    }
    return new EditedFiles(this.#disk, texts, folders);
  }

  /** The new folders with those that they and new files lie in, as far as these may be new. */
  #madeFolders(): ReadonlySet<FilePath> {
    const all = new Set<FilePath>();
    const made = [...this.folders, ...[...this.texts].flatMap(([path, { before }]) => (before === undefined ? [folderOf(path)] : []))];
    for (const each of made) for (let folder = each; !all.has(folder) && folderOf(folder) !== folder; folder = folderOf(folder)) all.add(folder);
    return all;
  }
}
