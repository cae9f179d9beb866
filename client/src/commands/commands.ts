// What each command does, by its name.

import type { Command } from '#client/commands/command-context.ts';
import type { CommandName } from '#client/commands/command-names.ts';
import { backUp } from '#client/commands/data/back-up.ts';
import { destroy } from '#client/commands/data/destroy.ts';
import { recover } from '#client/commands/data/recover.ts';
import { restore } from '#client/commands/data/restore.ts';
import { pruneBackups, showBackups, verifyBackup } from '#client/commands/data/show-backups.ts';
import { storage } from '#client/commands/data/storage.ts';
import { cleanUp } from '#client/commands/clean-up.ts';
import { getStarted } from '#client/commands/get-started.ts';
import { health, smokeTest } from '#client/commands/health.ts';
import { copyDoctorReport, doctor } from '#client/commands/doctor.ts';
import { init } from '#client/commands/init.ts';
import { logs } from '#client/commands/logs.ts';
import { mend } from '#client/commands/mend.ts';
import { newFile } from '#client/commands/new-file.ts';
import { writeCi } from '#client/commands/write-ci.ts';
import { openFile } from '#client/commands/open-file.ts';
import { openInBrowser } from '#client/commands/open-in-browser.ts';
import { rebuild } from '#client/commands/rebuild.ts';
import { refresh } from '#client/commands/refresh.ts';
import { removeOrphans } from '#client/commands/remove-orphans.ts';
import { restart } from '#client/commands/restart.ts';
import { rollBack } from '#client/commands/roll-back.ts';
import { rebuildService, restartService, startService, stopService } from '#client/commands/service-commands.ts';
import { shell } from '#client/commands/shell.ts';
import { showActions } from '#client/commands/show-actions.ts';
import { showDocumentation } from '#client/commands/show-documentation.ts';
import { showLog } from '#client/commands/show-log.ts';
import { showDrift, showGraph, showMatrix } from '#client/commands/show-overviews.ts';
import { showMonitor } from '#client/commands/show-monitor.ts';
import { start, startDev, startProd } from '#client/commands/start.ts';
import { stop } from '#client/commands/stop.ts';
import { deployChanges, testChanges } from '#client/commands/test-changes.ts';
import { generateEnvFiles } from '#client/commands/variables/generate-env-files.ts';
import { rotateSecret } from '#client/commands/variables/rotate-secret.ts';

export const commands: Readonly<Record<CommandName, Command>> = {
  startDev,
  startProd,
  start,
  stop,
  restart,
  rebuild,
  startService,
  stopService,
  restartService,
  rebuildService,
  testChanges,
  deployChanges,
  rollBack,
  logs,
  shell,
  health,
  smokeTest,
  doctor,
  openInBrowser,
  openFile,
  refresh,
  showLog,
  showActions,
  showMonitor,
  showMatrix,
  showDrift,
  showGraph,
  backUp,
  restore,
  showBackups,
  verifyBackup,
  pruneBackups,
  storage,
  recover,
  destroy,
  cleanUp,
  removeOrphans,
  generateEnvFiles,
  rotateSecret,
  newFile,
  writeCi,
  init,
  getStarted,
  showDocumentation,
  copyDoctorReport,
  mend,
};
