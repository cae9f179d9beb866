// Finds out which environment a command is meant for: that of the tree item it was called on, else the only
// one that fits, else the one that a person picks.

import * as vscode from 'vscode';

import { activeFolder } from '#client/active-folder.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import { choose, pickItem, type Wish } from '#client/commands/choices.ts';
import type { CommandContext } from '#client/commands/command-context.ts';

/** The environment, or undefined when there is none or the person thinks better of it. */
export async function pickEnvironment(context: CommandContext, wish: Wish, argument: unknown): Promise<EnvironmentPicture | undefined> {
  const given = environmentOf(context, argument);
  if (given !== undefined) return given;
  const choice = choose(wish, context.store.pictures, activeFolder(), vscode.l10n);
  switch (choice.kind) {
    case 'one':
      return choice.environment;
    case 'none':
      void vscode.window.showInformationMessage(choice.message);
      return undefined;
    case 'many': {
      const items = choice.environments.map((environment) => pickItem(environment, vscode.l10n));
      const picked = await vscode.window.showQuickPick(items, { placeHolder: placeHolder(wish), matchOnDescription: true, matchOnDetail: true });
      return picked?.environment;
    }
  }
}

function environmentOf(context: CommandContext, argument: unknown): EnvironmentPicture | undefined {
  if (typeof argument !== 'string') return undefined;
  const id = context.row(argument)?.subject.environment ?? argument;
  return context.store.pictures.find(({ summary }) => summary.id === id);
}

function placeHolder(wish: Wish): string {
  switch (wish) {
    case 'start-dev':
    case 'start-prod':
    case 'start': return vscode.l10n.t('Choose the environment to start');
    case 'stop': return vscode.l10n.t('Choose the environment to stop');
    case 'restart': return vscode.l10n.t('Choose the environment to restart');
    case 'rebuild': return vscode.l10n.t('Choose the environment to rebuild');
    case 'shell': return vscode.l10n.t('Choose the environment to look into');
    case 'orphans': return vscode.l10n.t('Choose the environment whose orphans you want to remove');
    case 'logs': return vscode.l10n.t('Choose the environment whose logs you want to follow');
    case 'browser': return vscode.l10n.t('Choose the environment to open');
    case 'test': return vscode.l10n.t('Choose the environment whose changes you want to test');
    case 'deploy': return vscode.l10n.t('Choose the environment whose changes you want to deploy');
    case 'rollback': return vscode.l10n.t('Choose the environment to roll back');
    case 'health': return vscode.l10n.t('Choose the environment whose health you want to see');
    case 'clean': return vscode.l10n.t('Choose the environment whose project you want to clean up');
    case 'examine': return vscode.l10n.t('Choose the environment to examine');
    case 'back-up': return vscode.l10n.t('Choose the environment to back up');
    case 'backups': return vscode.l10n.t('Choose the environment whose backups are meant');
    case 'restore': return vscode.l10n.t('Choose the environment to restore');
    case 'storage': return vscode.l10n.t('Choose the environment whose storage you want to see');
    case 'destroy': return vscode.l10n.t('Choose the environment whose project you want to destroy');
    case 'draw': return vscode.l10n.t('Choose the environment to draw');
    case 'compare': return vscode.l10n.t('Choose the environment to compare with the others of its folder');
    case 'file': return vscode.l10n.t('Choose the environment whose file you want to open');
  }
}
