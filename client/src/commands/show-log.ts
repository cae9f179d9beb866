// Shows the log "Composure".

import type { Command } from '#client/commands/command-context.ts';

export const showLog: Command = async ({ log }) => {
  log.show();
};
