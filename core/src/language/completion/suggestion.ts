// What completion offers, in offsets of the text: the server turns it into what its client can show.

import type { Span } from '#core/yaml/span.ts';

export type SuggestionKind = 'key' | 'value' | 'service' | 'resource' | 'variable' | 'file' | 'folder' | 'image' | 'port' | 'stage' | 'anchor' | 'snippet';

/** One thing that may be written. */
export interface Suggestion {
  readonly label: string;
  readonly kind: SuggestionKind;
  /** What is written, on one line. */
  readonly text: string;
  /**
   * What is written where the client knows snippets, in the notation of the Language Server Protocol. Lines after the
   * first are indented from the first one's indentation on.
   */
  readonly snippet?: string;
  /** A few words beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What the text before the cursor is compared with, where that is not the label. */
  readonly filter?: string;
  /** Lower comes first; 0 where nothing is said. */
  readonly rank?: number;
  /** True where more can be offered behind it. */
  readonly goesOn?: boolean;
}

/** What is offered at a place, all for the same part of the text. */
export interface Suggestions {
  readonly replace: Span;
  readonly all: readonly Suggestion[];
}

/** Text that a snippet writes as it stands. */
export function literal(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}
