// What no archive of an engine holds, whatever the data: written into each manifest, so that nobody relies on it.

/** By experiment with Docker 20.10.24, and so in its newest source. */
export const fidelityLimits: readonly string[] = [
  'Times of files are kept to the second',
  'Extended attributes other than security.capability, and access control lists, are not kept',
  'Sockets are not kept: a program makes its own anew',
];
