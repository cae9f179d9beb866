// What a verification found, as it stands beside the manifest. It is apart from it because it changes.

/** Its name inside the folder of a backup. */
export const verifiedName = 'verified.json';

export interface Verified {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly ok: boolean;
  /** Each names the file that it is about. */
  readonly problems: readonly string[];
}

/** Undefined for a text that says nothing of the kind. */
export function readVerified(text: string | undefined): Verified | undefined {
  if (text === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return undefined;
    const { at, ok, problems } = read as Partial<Record<keyof Verified, unknown>>;
    if (typeof at !== 'string' || typeof ok !== 'boolean' || !Array.isArray(problems)) return undefined;
    return { at, ok, problems: problems.map(String) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
