// How far an operation on data has come, as data for whoever shows it.

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
