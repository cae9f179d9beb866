// Shows where an environment keeps its data, how large it is and what belongs to nobody any more; cleans that up, and copies data
// over from an earlier name, each after a plan and a yes.

import * as vscode from 'vscode';

import { subjectOf } from '#core/backup/subject.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import type { CopyOffer } from '#core/storage/copy-offers.ts';
import { cleanedText, storageSummary, totalText } from '#core/storage/lines.ts';
import { planStorageClean } from '#core/storage/plan-clean.ts';
import { planCopy } from '#core/storage/plan-copy.ts';
import { counted } from '#core/words/listed.ts';
import { askReport, type StorageSubject } from '#host/storage/ask-report.ts';
import { askStorage } from '#host/storage/ask-storage.ts';
import { cleanStorage } from '#host/storage/clean-storage.ts';
import { copyData } from '#host/storage/copy-data.ts';
import { topEntries } from '#host/storage/copy-volume.ts';
import type { Docker } from '#client/docker.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { dataWork } from '#client/commands/data/data-work.ts';
import { loadedEnvironment } from '#client/commands/data/loaded-environment.ts';
import { storageItems, type StorageItem } from '#client/commands/data/storage-items.ts';
import { dialogText } from '#client/commands/dialog-text.ts';
import { showMessage } from '#client/commands/failure-message.ts';
import { machineryOf } from '#client/commands/machinery.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const storage: Command = async (context, argument) => {
  const again = (): Promise<void> => storage(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'storage', argument);
    if (environment === undefined) return;
    const subject = await loadedEnvironment(environment, context.store.pictures);
    const { report, knowledge } = await measured(subject, docker);
    const about: About = { context, docker, subject, again };
    const title = storageSummary(report);
    context.log.info(title);
    const picked = await vscode.window.showQuickPick(grouped(storageItems(report, Date.now(), vscode.l10n)), {
      title, placeHolder: vscode.l10n.t('Choose what to do'), matchOnDescription: true, matchOnDetail: true,
    });
    const action = picked !== undefined && 'action' in picked ? picked.action : undefined;
    switch (action?.kind) {
      case undefined: return;
      case 'back-up': return void await vscode.commands.executeCommand('composure.backUp', environment.summary.id);
      case 'copy': return copy(about, action.offer);
      case 'clean': return clean(about, planStorageClean(report, knowledge.facts.volumes, action.volumes));
    }
  });
};

interface About {
  readonly context: CommandContext;
  readonly docker: Docker;
  readonly subject: StorageSubject;
  readonly again: () => Promise<void>;
}

function measured(subject: StorageSubject, { engine }: Docker): ReturnType<typeof askReport> {
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Measuring what {0} keeps', subject.project.environment.name) };
  return Promise.resolve(vscode.window.withProgress(options, () => askReport(subject, engine)));
}

function grouped(items: readonly StorageItem[]): readonly (StorageItem | vscode.QuickPickItem)[] {
  return items.flatMap((item, index) => (item.group === items[index - 1]?.group ? [item] : [{ label: item.group, kind: vscode.QuickPickItemKind.Separator }, item]));
}

/** Volumes that are looked into: each takes a moment. */
const lookedInto = 20;

async function clean({ context, docker, subject, again }: About, plan: ReturnType<typeof planStorageClean>): Promise<void> {
  const { engine } = docker;
  const { project } = subject;
  const [refused] = plan.refused;
  if (refused !== undefined) return showMessage(context, 'error', `${refused.name}: ${refused.why}`);
  const contents = new Map<string, readonly string[]>();
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking into volumes') }, async () => {
    for (const { name } of plan.volumes.slice(0, lookedInto)) contents.set(name, (await topEntries(engine, name)).names);
  });
  const lines = plan.volumes.map((volume) => cleanedText(volume, contents.get(volume.name), Date.now()));
  for (const line of lines) context.log.info(line);
  const button = vscode.l10n.t('Back Up and Remove');
  const detail = dialogText([
    ...lines, '', vscode.l10n.t('First what no backup holds as it is now is backed up with {0} and read back', project.name), vscode.l10n.t('Engine: {0}', (await engine.endpoint()).address),
  ]);
  const question = vscode.l10n.t('Remove {0}, {1}?', counted(plan.volumes.length, 'volume'), totalText(plan.volumes));
  if (await vscode.window.showWarningMessage(question, { modal: true, detail }, button) !== button) return;
  const machinery = await machineryOf(context, docker);
  const cleaned = await dataWork(context, {
    title: vscode.l10n.t('Cleaning up storage'), project: project.name, retry: again,
    cancelling: () => vscode.l10n.t('Cancelling: what is removed already lies in a backup'),
    cancelled: vscode.l10n.t('Cleaning was cancelled: what it removed lies in a backup'),
  }, (working) => cleanStorage(plan, project, machinery, working));
  if (cleaned === undefined) return;
  const { removed, left, backup, savedBefore } = cleaned;
  for (const each of savedBefore) context.log.info(`  ${each.name} is in ${each.backup}`);
  const text = [
    vscode.l10n.t('Removed {0}', counted(removed.length, 'volume')),
    ...left.map(({ name, why }) => vscode.l10n.t('{0} is still there: {1}', name, why)),
    ...(backup === undefined ? [] : [vscode.l10n.t('the data is in {0}', vscode.workspace.asRelativePath(backup))]),
  ].join(' · ');
  showMessage(context, left.length === 0 ? 'information' : 'warning', text, { [vscode.l10n.t('Show Log')]: () => context.log.show() });
}

async function copy({ context, docker, subject, again }: About, { from, to, why }: CopyOffer): Promise<void> {
  const { engine } = docker;
  const { project } = subject;
  const { cli } = await machineryOf(context, docker);
  const [facts, compose] = await Promise.all([askStorage(engine, { sizes: true }), cli.version()]);
  const plan = planCopy(from, to, facts, project, compose);
  const [refused] = plan.refused;
  if (refused !== undefined) return showMessage(context, 'error', vscode.l10n.t('{0} was not copied: {1}', from, refused));
  const button = vscode.l10n.t('Copy');
  const detail = [
    why, plan.make === undefined ? vscode.l10n.t('{0} is there, and is only written to where it is empty', to) : vscode.l10n.t('{0} is made', to),
    vscode.l10n.t('{0} stays as it is', from), vscode.l10n.t('Engine: {0}', (await engine.endpoint()).address),
  ].join('\n');
  if (await vscode.window.showWarningMessage(vscode.l10n.t('Copy {0}, {1}, into {2}?', from, sizeText(plan.bytes), to), { modal: true, detail }, button) !== button) return;
  const copied = await dataWork(context, {
    title: vscode.l10n.t('Copying {0}', from), project: project.name, retry: again,
    cancelling: () => vscode.l10n.t('Cancelling: what was copied until now is taken away again'),
    cancelled: vscode.l10n.t('Copying was cancelled: both volumes are as they were'),
  }, (working) => copyData(plan, subjectOf(project), engine, working));
  if (copied === undefined) return;
  const text = vscode.l10n.t('{0} holds what {1} does: {2}, {3}, compared one by one', to, from, counted(copied.entries - 1, 'entry', 'entries'), sizeText(copied.contentBytes));
  context.log.info(text);
  showMessage(context, 'information', text);
}
