// Parsed compose files, kept as long as their text is the same. One of these lives as long as a workspace or a
// run of the command.

import type { FilePath, FileSystem } from '#core/outside.ts';
import { parseYaml, type YamlFile } from '#core/yaml/parse.ts';

export class ParsedFiles {
  readonly #files = new Map<FilePath, YamlFile>();

  /** The file as it is now, or undefined where it cannot be read. */
  async get(path: FilePath, files: FileSystem): Promise<YamlFile | undefined> {
    const text = await files.readText(path);
    if (text === undefined) {
      this.#files.delete(path);
      return undefined;
    }
    const parsed = parseYaml(path, text, this.#files.get(path));
    this.#files.set(path, parsed);
    return parsed;
  }
}
