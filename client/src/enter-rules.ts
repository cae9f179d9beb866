// What Enter does in a compose file: the editor keeps the indentation of the line before (`editor.autoIndent` is "advanced" for
// the language, which leaves its indentation rules aside), so that what follows a key would begin in the wrong column.

/** What the next line begins with, by the text in front of the cursor. */
export interface EnterRule {
  readonly before: RegExp;
  /** One step further in than the line. */
  readonly indents: boolean;
  /** What comes behind the indentation. */
  readonly appends: string;
}

const key = String.raw`(?:[\w$][\w.$/-]*|"(?:[^"\\]|\\.)*"|'[^']*')[ \t]*:`;
/** An anchor or a tag, and the header of a block scalar. */
const header = String.raw`(?:[ \t]+[&!]\S*)*(?:[ \t]+[|>][-+\d]*)?`;
const end = String.raw`[ \t]*(?:[ \t]#.*)?$`;

/** The first that matches counts. Where a list's item begins with a key, what is behind the dash is further in by two. */
export const enterRules: readonly EnterRule[] = [
  { before: new RegExp(`^[ \\t]*-[ \\t]+${key}${header}${end}`), indents: true, appends: '  ' },
  { before: new RegExp(`^[ \\t]*-[ \\t]+${key}[ \\t]+\\S`), indents: false, appends: '  ' },
  { before: new RegExp(`^[ \\t]*${key}${header}${end}`), indents: true, appends: '' },
  { before: new RegExp(`^[ \\t]*-[ \\t]+[|>][-+\\d]*${end}`), indents: true, appends: '' },
];
