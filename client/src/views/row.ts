// One line of the tree as plain data, so that what the sidebar shows can be computed and tested without
// an editor.

import type { ContainerEvidence } from '#core/health/evidence.ts';
import type { Place } from '#core/protocol.ts';

/** A line of the tree with everything a person sees, hears and can do there. */
export interface Row {
  /** Stable while the thing it shows is the same. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: Icon;
  /** `composure.<kind>;<state>;…`, for the `when` clauses of menus. */
  readonly contextValue: string;
  readonly accessibilityLabel: string;
  readonly expanded: boolean;
  readonly hasChildren: boolean;
  /** Made when they are first read: of thousands of rows a person opens a few. */
  readonly children: readonly Row[];
  readonly subject: Subject;
  /** What a click does. */
  readonly click: Target | undefined;
  /** Where the files speak of it. */
  readonly place: Place | undefined;
  /** The ids of the containers of which the engine can tell more, for the tooltip; absent where it is about none. */
  readonly containers?: readonly string[];
  /**
   * Markdown, written only when somebody points at the row; `evidence` is what the engine said of its containers then,
   * `lastBackup` what the disk said of its backups.
   */
  tooltip(evidence?: readonly ContainerEvidence[], lastBackup?: string): string;
}

/** A product icon by name, and the theme colour that only repeats what the words say. */
export interface Icon {
  readonly name: string;
  readonly colour: string | undefined;
}

/** What a command that is called on the row is about. */
export interface Subject {
  readonly environment: string | undefined;
  readonly service: string | undefined;
  readonly url: string | undefined;
}

/** Where a click leads. */
export type Target =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'browser'; readonly url: string };

/** Whether two versions of a row look the same, children apart. */
export function looksTheSame(a: Row, b: Row): boolean {
  return a.label === b.label
    && a.description === b.description
    && a.icon.name === b.icon.name
    && a.icon.colour === b.icon.colour
    && a.contextValue === b.contextValue
    && a.accessibilityLabel === b.accessibilityLabel
    && a.subject.url === b.subject.url
    && a.hasChildren === b.hasChildren
    && JSON.stringify(a.click) === JSON.stringify(b.click);
}

/** The rows that must be drawn anew, the topmost of each branch: `undefined` stands for the whole tree. What lies in rows that nobody has opened is not on screen. */
export function changedRows(before: readonly Row[], after: readonly Row[], isOpen: (row: Row) => boolean): readonly Row[] | undefined {
  if (!sameIds(before, after)) return undefined;
  return after.flatMap((row, index) => {
    const old = before[index];
    if (old === undefined || !looksTheSame(old, row)) return [row];
    return isOpen(row) ? changedRows(old.children, row.children, isOpen) ?? [row] : [];
  });
}

/** Makes something when it is first asked for, and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function sameIds(before: readonly Row[], after: readonly Row[]): boolean {
  return before.length === after.length && before.every((row, index) => row.id === after[index]?.id);
}
