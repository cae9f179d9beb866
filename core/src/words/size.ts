// How a number of bytes is said.

/** In the unit that a person would write: `512 MB`, `7.8 GB`, in steps of 1024. */
export function sized(bytes: number): string {
  const [size, unit] = bytes >= 1024 ** 3 ? [bytes / 1024 ** 3, 'GB'] : [bytes / 1024 ** 2, 'MB'];
  return `${Number(size.toFixed(size < 100 ? 1 : 0))} ${unit}`;
}
