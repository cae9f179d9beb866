// A report is passed on, into chats and issues: whose home it was is nobody's business there.

import { homedir } from 'node:os';

/** The text with `~` for the folder of this user. */
export function withoutHome(text: string, home: string = homedir()): string {
  return home.length > 1 ? text.replaceAll(`${home}/`, '~/') : text;
}
