// How a number of bytes is said.

/** In the unit that a person would write: `512 MB`, `7.8 GB`, in steps of 1024. */
export function sized(bytes: number): string {
  const [size, unit] = bytes >= 1024 ** 3 ? [bytes / 1024 ** 3, 'GB'] : [bytes / 1024 ** 2, 'MB'];
  return `${Number(size.toFixed(size < 100 ? 1 : 0))} ${unit}`;
}

/** The same for a file, which may be small: `12 bytes`, `3.4 kB`. */
export function fileSized(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < 1024 ** 2 ? `${Number((bytes / 1024).toFixed(1))} kB` : sized(bytes);
}
