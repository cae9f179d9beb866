// What can be asked of a service beyond its container, and what an answer looks like. Plain data: `host` asks, and
// `judge-answer.ts` says what an answer is worth.

/** The first and the last status code that will do. */
export type StatusRange = readonly [from: number, to: number];

/** Where to ask. */
export type Target =
  /** What a service publishes on the host: the first of these container ports that it does, or its first without any. */
  | { readonly kind: 'published'; readonly service: string; readonly ports: readonly number[] }
  /** A host as this machine knows it. */
  | { readonly kind: 'address'; readonly host: string; readonly port: number };

export interface HttpProbe {
  readonly kind: 'http';
  readonly target: Target;
  readonly scheme: 'http' | 'https';
  /** With its query. */
  readonly path: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The request's body. */
  readonly send: string | undefined;
  readonly status: readonly StatusRange[];
  /** Texts that the answer has to hold. */
  readonly body: readonly string[];
  /** Whether a certificate that nobody vouches for will do. */
  readonly insecure: boolean;
}

export interface TcpProbe {
  readonly kind: 'tcp';
  readonly target: Target;
}

export interface ExecProbe {
  readonly kind: 'exec';
  readonly service: string;
  readonly command: readonly string[];
  readonly exitCode: number;
  /** Texts that the output has to hold. */
  readonly output: readonly string[];
}

export type Probe = HttpProbe | TcpProbe | ExecProbe;

/** A probe, and how patiently it is made. */
export interface Check {
  /** The service's name, or that of the smoke test. */
  readonly name: string;
  /** What is asked, as it was written: no variable in it is filled in. */
  readonly title: string;
  readonly probe: Probe;
  /** Milliseconds for each try. */
  readonly timeLimit: number;
  /** Tries after the first. */
  readonly retries: number;
  /** Milliseconds between two tries. */
  readonly interval: number;
  /** True where nobody wrote it down: what is odd about the answer then proves nothing. */
  readonly inferred: boolean;
  /** Variables that it needs and that nobody sets: it cannot be made. */
  readonly missing: readonly string[];
  /** What must not be shown: values of variables and of headers. */
  readonly secrets: readonly string[];
}

/** What came of one try. */
export type Answer =
  | { readonly kind: 'http'; readonly status: number; readonly body: string; readonly cut: boolean }
  | { readonly kind: 'connected' }
  | { readonly kind: 'exec'; readonly exitCode: number; readonly output: string; readonly cut: boolean }
  /** Nothing was asked, or nothing came: why, in words. */
  | { readonly kind: 'none'; readonly why: string };

/** What a check came to. */
export interface CheckResult {
  readonly name: string;
  /** Undefined where the answer proves nothing. */
  readonly ok: boolean | undefined;
  /** What was found; the evidence where it failed. */
  readonly detail: string;
  /** Where it was asked, for people. */
  readonly url?: string | undefined;
}

export const usualStatus: readonly StatusRange[] = [[200, 399]];
export const usualTimeLimit = 5000;
export const usualInterval = 1000;
