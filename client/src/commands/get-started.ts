// Opens the walkthrough, and ticks off the steps of it that are done when they have succeeded, not when they were begun.

import * as vscode from 'vscode';

import type { Command } from '#client/commands/command-context.ts';

export const getStarted: Command = async () => {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'composure.composure#getStarted', false);
};

/** Sets the context key that a step names in its `completionEvents`. */
export function tickOff(step: 'hasBackedUp' | 'hasRestored'): void {
  void vscode.commands.executeCommand('setContext', `composure.${step}`, true);
}
