// Turns the operating system's paths into core's and back. The only place that knows about backslashes and drives.

import path from 'node:path';
import type { FilePath } from '#core/outside.ts';

/**
 * The core's form of an operating system's path: absolute (a relative one is resolved against the current folder),
 * `/` between its parts, no trailing one, a drive letter in upper case.
 */
export function toFilePath(osPath: string, platform: NodeJS.Platform = process.platform): FilePath {
  if (platform !== 'win32') return trimEnd(path.posix.resolve(osPath));
  const resolved = path.win32.resolve(osPath).replaceAll('\\', '/');
  return trimEnd(resolved.replace(/^[a-z]:/, (drive) => drive.toUpperCase()));
}

/** The operating system's form of a core path. */
export function toOsPath(filePath: FilePath, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return filePath;
  return (/^[A-Za-z]:$/.test(filePath) ? `${filePath}/` : filePath).replaceAll('/', '\\');
}

function trimEnd(filePath: string): FilePath {
  return filePath.length > 1 && filePath.endsWith('/') ? filePath.slice(0, -1) : filePath;
}
