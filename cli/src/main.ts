// The command `composure`: puts the process, the arguments and the commands together.

import manifest from '../../package.json' with { type: 'json' };
import { readArguments } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { backupCommand, runBackup } from '#cli/commands/backup.ts';
import { checkCommand, runCheck } from '#cli/commands/check.ts';
import { ciCommand, runCi } from '#cli/commands/ci.ts';
import { cleanCommand, runClean } from '#cli/commands/clean.ts';
import type { Command, Status } from '#cli/commands/command.ts';
import { destroyCommand, runDestroy } from '#cli/commands/destroy.ts';
import { driftCommand, runDrift } from '#cli/commands/drift.ts';
import { doctorCommand, runDoctor } from '#cli/commands/doctor.ts';
import { downCommand, rebuildCommand, restartCommand, runDown, runRebuild, runRestart } from '#cli/commands/down.ts';
import { environmentsCommand, matrixCommand, runEnvironments, runMatrix } from '#cli/commands/environments.ts';
import { envCommand, runEnv } from '#cli/commands/env.ts';
import { healthCommand, runHealth, runSmokeTest, runVerify, smokeTestCommand, verifyCommand } from '#cli/commands/health.ts';
import { initCommand, runInit } from '#cli/commands/init.ts';
import { monitorCommand, runMonitor } from '#cli/commands/monitor.ts';
import { recoverCommand, runRecover } from '#cli/commands/recover.ts';
import { restoreCommand, runRestore } from '#cli/commands/restore.ts';
import { openCommand, runOpen, runShell, shellCommand } from '#cli/commands/reach.ts';
import { rollbackCommand, runRollback } from '#cli/commands/rollback.ts';
import { rulesCommand, runRules } from '#cli/commands/rules.ts';
import { logsCommand, runLogs, runStatus, statusCommand } from '#cli/commands/status.ts';
import { runStorage, storageCommand } from '#cli/commands/storage.ts';
import { deployCommand, runDeploy, runTestChanges, testChangesCommand } from '#cli/commands/test-changes.ts';
import { runSwitch, runUp, switchCommand, upCommand } from '#cli/commands/up.ts';
import { commandHelpText, helpText } from '#cli/help.ts';
import { processTerminal } from '#cli/terminal.ts';

const commands: readonly Command[] = [
  { description: checkCommand, run: runCheck },
  { description: doctorCommand, run: runDoctor },
  { description: initCommand, run: runInit },
  { description: upCommand, run: runUp },
  { description: downCommand, run: runDown },
  { description: restartCommand, run: runRestart },
  { description: rebuildCommand, run: runRebuild },
  { description: switchCommand, run: runSwitch },
  { description: testChangesCommand, run: runTestChanges },
  { description: deployCommand, run: runDeploy },
  { description: rollbackCommand, run: runRollback },
  { description: environmentsCommand, run: runEnvironments },
  { description: matrixCommand, run: runMatrix },
  { description: driftCommand, run: runDrift },
  { description: statusCommand, run: runStatus },
  { description: healthCommand, run: runHealth },
  { description: verifyCommand, run: runVerify },
  { description: smokeTestCommand, run: runSmokeTest },
  { description: logsCommand, run: runLogs },
  { description: openCommand, run: runOpen },
  { description: shellCommand, run: runShell },
  { description: monitorCommand, run: runMonitor },
  { description: cleanCommand, run: runClean },
  { description: backupCommand, run: runBackup },
  { description: restoreCommand, run: runRestore },
  { description: recoverCommand, run: runRecover },
  { description: storageCommand, run: runStorage },
  { description: destroyCommand, run: runDestroy },
  { description: envCommand, run: runEnv },
  { description: ciCommand, run: runCi },
  { description: rulesCommand, run: runRules },
];

async function run(args: readonly string[]): Promise<Status> {
  const terminal = processTerminal(manifest.version);
  try {
    const descriptions = commands.map(({ description }) => description);
    const invocation = readArguments(args, descriptions);
    switch (invocation.kind) {
      case 'version': terminal.out(`${manifest.version}\n`); return 0;
      case 'help': {
        const width = terminal.width ?? 100;
        terminal.out(invocation.command === undefined ? helpText(descriptions, width) : commandHelpText(invocation.command, width));
        return 0;
      }
      case 'run': return await commands.find(({ description }) => description === invocation.command)?.run(invocation.values, terminal) ?? 2;
    }
  } catch (error) {
    if (error instanceof CannotRun) terminal.note(error.message);
    else terminal.note(`internal error: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    return 2;
  }
}

// The process ends by itself once stdout has taken everything: process.exit would cut a long report off.
void run(process.argv.slice(2)).then((status) => { process.exitCode = status; });
