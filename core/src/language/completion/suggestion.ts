// What completion offers, in offsets of the text: the server turns it into what its client can show.

import type { Block } from '#core/language/prose.ts';
import type { Span } from '#core/yaml/span.ts';

export type SuggestionKind = 'key' | 'value' | 'service' | 'resource' | 'variable' | 'file' | 'folder' | 'image' | 'port' | 'stage' | 'anchor' | 'snippet';

/** One thing that may be written. */
export interface Suggestion {
  readonly label: string;
  readonly kind: SuggestionKind;
  /** What is written, on one line; undefined for what only a client with snippets can write. */
  readonly text: string | undefined;
  /**
   * What is written where the client knows snippets, in the notation of the Language Server Protocol. Lines after the
   * first are indented from the indentation of the line on.
   */
  readonly snippet?: string;
  /** A few words beside the label. */
  readonly detail?: string;
  /** Made when a person looks at it. */
  readonly documentation?: () => readonly Block[];
  /** What the text before the cursor is compared with, where that is not the label. */
  readonly filter?: string;
  /** Lower comes first; 0 where nothing is said. */
  readonly rank?: number;
  /** Another part of the text than that of its neighbours. */
  readonly replace?: Span;
  /** True where more can be offered behind it. */
  readonly goesOn?: boolean;
}

/** What is offered at a place, all for the same part of the text where they do not say otherwise. */
export interface Suggestions {
  readonly replace: Span;
  readonly all: readonly Suggestion[];
}

/** Nothing to offer. */
export const nothing: Suggestions = { replace: [0, 0], all: [] };

/** Text that a snippet writes as it stands. */
export function literal(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}
