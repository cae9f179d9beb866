// How far an operation on data has come, as data for whoever shows it, and in words.

import { flowText, sizeText } from '#core/monitor/amounts.ts';

export interface Progress {
  /** What is done now, in the words of a heading: `Reading volume shop_data`. */
  readonly step: string;
  /** How much of the whole operation is done and how much there is, in bytes; the total is an estimate until it is done. */
  readonly done: number;
  readonly total?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** Something that a person should know, such as a container that did not end by itself. */
  readonly note?: string | undefined;
}

/** `12 MiB of 1.2 GiB, 110 MB/s, 11 s left`; what is not known is left out. */
export function amountText({ done, total, bytesPerSecond: rate }: Pick<Progress, 'done' | 'total' | 'bytesPerSecond'>): string {
  const left = total === undefined || rate === undefined || rate === 0 || total < done ? undefined : Math.ceil((total - done) / rate);
  return [
    `${sizeText(done)}${total === undefined || total < done ? '' : ` of ${sizeText(total)}`}`,
    ...(rate === undefined ? [] : [flowText(rate)]), ...(left === undefined ? [] : [`${left < 90 ? `${left} s` : `${Math.round(left / 60)} min`} left`]),
  ].join(', ');
}
