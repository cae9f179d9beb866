// What a text must look like for Compose to read it as something else than text. One format is one reading of
// compose-go; it says what is wrong in words that a person has use for.

/** What is wrong with a text, and which part of it. */
export interface Fault {
  /** A whole sentence that begins with the user's own words. */
  readonly message: string;
  /** Offsets in the text; the whole text where they are absent. */
  readonly from?: number;
  readonly to?: number;
  /** What most likely was meant in place of that part. */
  readonly instead?: string;
}

export interface Format {
  /** With its article: "a duration". */
  readonly what: string;
  /** A text that is right. */
  readonly example: string;
  /** True where the text becomes the number that it says, so that the number's bounds hold for it. */
  readonly numeric?: true;
  /** Undefined where Compose can read the text. */
  fault(text: string): Fault | undefined;
}
