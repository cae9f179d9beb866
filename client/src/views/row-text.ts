// Small pieces of text that several rows are made of.

import type { FilePath } from '#core/outside.ts';

/** A path as seen from a folder: `data` below it, the whole path elsewhere, and nothing for the folder itself. */
export function relative(path: FilePath, folder: FilePath): string {
  if (path === folder) return '';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

/** Text for Markdown that is meant to be read as it stands. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>()#+!|-]/g, String.raw`\$&`);
}

/** The parts that say something, with a middle dot between them. */
export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
