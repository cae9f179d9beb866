// The messages between our own client and server beyond the Language Server Protocol: names and plain types.

import type { JudgedDifference } from '#core/drift/folder-drift.ts';
import type { DriftValue } from '#core/drift/drift.ts';
import type { GraphEdge, GraphNode } from '#core/graph/graph.ts';
import type { FilePath } from '#core/outside.ts';

/** Request without parameters: the environments of every workspace folder, as `EnvironmentSummary[]`. */
export const environmentsRequest = 'composure/environments';

/** Request with a revision, 0 at first: what has changed since then, as `EnvironmentChanges`. */
export const environmentChangesRequest = 'composure/environmentChanges';

/** The environments of every workspace folder as they differ from an earlier answer. */
export interface EnvironmentChanges {
  /** What to ask with next. */
  readonly revision: number;
  /** Those that there are, in their order. */
  readonly ids: readonly string[];
  /** Those that are new or look different. */
  readonly changed: readonly EnvironmentSummary[];
}

/** Notification from the server without parameters: what `composure/environments` answers has changed. */
export const environmentsChanged = 'composure/environmentsChanged';

/**
 * Notification from the client with `EngineFacts`, or null when it asks no engine any more: what live rules go by. The
 * server asks no engine itself.
 */
export const engineFactsNotification = 'composure/engineFacts';

/** Notification from the client with `LeftToNeighbours`, when that has changed since `initializationOptions.neighbours`. */
export const neighboursNotification = 'composure/neighbours';

/** Request without parameters: what every environment is made of, as `MatrixRow[]`. */
export const matrixRequest = 'composure/matrix';

/** Request with the ids of environments of one folder: what differs between them, as `DriftAnswer`. */
export const driftRequest = 'composure/drift';

/** Request with the id of an environment: its picture, as `GraphAnswer`, or null where there is no such environment. */
export const graphRequest = 'composure/graph';

/** Request with `RecordDecision`: writes into `composure.yaml` that a difference is meant. True where it is written. */
export const recordDecisionRequest = 'composure/recordDecision';

/** What differs between environments. */
export interface DriftAnswer {
  /** The names of those that were compared, in the order of the values. */
  readonly compared: readonly string[];
  /** The names of those of which a part cannot be read. */
  readonly left: readonly string[];
  readonly differences: readonly PlacedDifference[];
}

export interface PlacedDifference extends Omit<JudgedDifference, 'values'> {
  readonly values: readonly (Omit<DriftValue, 'at'> & { readonly place: Place | undefined })[];
}

/** The picture of an environment. */
export interface GraphAnswer {
  readonly name: string;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly Omit<GraphEdge, 'at'>[];
}

export interface PlacedNode extends Omit<GraphNode, 'at' | 'ports'> {
  readonly place: Place;
  readonly ports: readonly { readonly text: string; readonly place: Place }[];
}

/** A difference that is meant, in each of these services. */
export interface RecordDecision {
  readonly environment: string;
  readonly services: readonly string[];
  readonly attribute: string;
  readonly because: string;
}

/** What other language supports in the same editor say of compose files: Composure does not say it again. */
export interface LeftToNeighbours {
  /** Completion of the specification's keys; `readable`: while the text can be read as YAML. */
  readonly keyCompletion: 'never' | 'readable' | 'always';
  /** What the specification says of a key. */
  readonly keyHover: 'never' | 'readable' | 'always';
  readonly findings: readonly LeftFinding[];
  readonly formatting: boolean;
}

/**
 * Findings that others report at the same place: `duplicate-merge` is a second `<<`, `yaml-syntax` what a YAML parser cannot
 * read, and the last two what Compose's schema says of one file by itself.
 */
export type LeftFinding = 'duplicate-key' | 'duplicate-merge' | 'yaml-syntax' | 'unknown-key' | 'wrong-type';

/** How an environment is meant to be used, judged by its name. */
export type Mode = 'dev' | 'prod' | 'other';

/** A place in a file in the protocol's own units: zero-based lines and UTF-16 characters. */
export interface Place {
  readonly file: FilePath;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** One environment: the files that make a project, and what they say. */
export interface EnvironmentSummary {
  /** Stable across sessions: the directory and the name. */
  readonly id: string;
  readonly name: string;
  readonly mode: Mode;
  /** The workspace folder in which it was found. */
  readonly folder: FilePath;
  /** The project directory: relative paths start there. */
  readonly directory: FilePath;
  /** The folder of its files, where that is not the directory. */
  readonly foundIn?: FilePath;
  /** True where `composure.yaml` describes it. */
  readonly described?: true;
  readonly projectName: string;
  readonly files: readonly FilePath[];
  readonly envFiles: readonly FilePath[];
  readonly profiles: readonly string[];
  readonly services: readonly ServiceSummary[];
  /** How many diagnostics of each severity its check reported last. */
  readonly errors: number;
  readonly warnings: number;
}

/** A service as its environment's files describe it. */
export interface ServiceSummary {
  readonly name: string;
  readonly place: Place;
  readonly image: string | undefined;
  readonly ports: readonly { readonly address: string; readonly published: string; readonly target: string; readonly protocol: string; readonly place: Place }[];
  readonly mounts: readonly { readonly type: string; readonly source: string; readonly target: string; readonly place: Place }[];
}
