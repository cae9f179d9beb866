// Amounts as a person reads them, the same in the terminal and in the view: three digits at most, and units of 1000 for
// what flows, of 1024 for memory and disk as Docker counts them.

const sizes = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const flows = ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s'] as const;

/** What stands where nothing can be told. */
export const untold = '–';

/** `12.5 MiB`. */
export function sizeText(bytes: number | undefined): string {
  return bytes === undefined ? untold : withUnit(bytes, 1024, sizes);
}

/** `1.2 kB/s`. */
export function flowText(bytesPerSecond: number | undefined): string {
  return bytesPerSecond === undefined ? untold : withUnit(bytesPerSecond, 1000, flows);
}

/** `12.5 %` of one CPU: two that are busy are 200 %. */
export function cpuText(cpus: number | undefined): string {
  return cpus === undefined ? untold : `${digits(cpus * 100)} %`;
}

function withUnit(amount: number, step: number, units: readonly string[]): string {
  let index = 0;
  let rest = amount;
  // What would be shown as 1000 belongs to the next unit.
  while (Math.round(rest) >= 1000 && index < units.length - 1) {
    rest /= step;
    index += 1;
  }
  return `${index === 0 ? Math.round(rest) : digits(rest)} ${units[index]}`;
}

function digits(amount: number): string {
  return String(Number(amount.toFixed(amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0)));
}
