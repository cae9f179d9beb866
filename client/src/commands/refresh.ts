// Asks Docker everything anew.

import type { Command } from '#client/commands/command-context.ts';

export const refresh: Command = async ({ store }) => {
  store.refresh();
};
