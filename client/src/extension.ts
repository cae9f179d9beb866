// Where the parts of the extension are put together. It decides nothing itself, and loads nothing of Docker:
// that comes in when a view or a command first needs it.

import * as vscode from 'vscode';

import type { CommandContext } from '#client/commands/command-context.ts';
import { commands } from '#client/commands/commands.ts';
import { ContainerStore } from '#client/containers.ts';
import { connectDocker } from '#client/docker.ts';
import { DoctorPages } from '#client/doctor-pages.ts';
import { startLanguageClient } from '#client/language-client.ts';
import { followEnter } from '#client/language-configuration.ts';
import { Operations } from '#client/operations.ts';
import { contextKeys, type SidebarState } from '#client/sidebar-state.ts';
import { AutomaticRecovery } from '#client/recovery.ts';
import { EnvironmentsView } from '#client/views/environments-view.ts';
import { LensProvider } from '#client/views/lens-provider.ts';
import { MonitorView } from '#client/views/monitor/monitor-view.ts';
import type { Row } from '#client/views/row.ts';
import { StatusBar } from '#client/views/status-bar.ts';
import type { StatusText } from '#client/views/status-text.ts';

/** What other extensions and the tests can read: what a person sees, as plain data. */
export interface ComposureApi {
  rows(): readonly Row[];
  state(): SidebarState;
  statusBar(): StatusText | undefined;
}

/** Called by VS Code. */
export function activate(extension: vscode.ExtensionContext): ComposureApi {
  const log = vscode.window.createOutputChannel('Composure', { log: true });
  const dockerCommand = (): string => vscode.workspace.getConfiguration('composure').get<string>('dockerCommand', 'docker');
  const store = new ContainerStore({ log, connect: () => connectDocker(dockerCommand(), log), tellFacts: (facts) => client.tellFacts(facts) });
  const operations = new Operations();
  const doctorPages = new DoctorPages();
  const server = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'server.js').fsPath;
  const client = startLanguageClient(server, log, { environments: (environments) => store.setEnvironments(environments) });
  const view = new EnvironmentsView(store, log);
  const statusBar = new StatusBar(store, operations);
  const context: CommandContext = { store, operations, doctorPages, log, dockerCommand, row: (id) => view.row(id) };

  extension.subscriptions.push(
    client, statusBar, view, new LensProvider(store), new MonitorView(store, log, extension.extensionUri), new AutomaticRecovery(store, operations, log), store, operations, doctorPages,
    vscode.window.registerTreeDataProvider('composure.docker', { getChildren: () => [], getTreeItem: (item: vscode.TreeItem) => item }),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`composure.${name}`, (argument: unknown) => run(context, argument))),
    keepContextKeys(store),
    followEnter(),
    ...followWorkspace(store),
    log,
  );
  return { rows: () => view.rows, state: () => store.state, statusBar: () => statusBar.shown };
}

/** Sets the keys of `when` clauses, each only when it changes. */
function keepContextKeys(store: ContainerStore): vscode.Disposable {
  const set = new Map<string, string | boolean>();
  const update = (): void => {
    const keys = contextKeys(store.state, store.pictures.map(({ summary }) => summary.mode));
    for (const [key, value] of Object.entries(keys)) {
      if (set.get(key) === value) continue;
      set.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  };
  update();
  return store.onDidChange(update);
}

/** What happens in the window and changes what can be seen. */
function followWorkspace(store: ContainerStore): readonly vscode.Disposable[] {
  const watcher = vscode.workspace.createFileSystemWatcher('**/{*.yaml,*.yml,.env*,*.env}');
  return [
    vscode.workspace.onDidGrantWorkspaceTrust(() => store.workspaceChanged()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => store.workspaceChanged()),
    watcher,
    watcher.onDidChange((file) => store.fileChanged(file)),
    watcher.onDidCreate((file) => store.fileChanged(file)),
    watcher.onDidDelete((file) => store.fileChanged(file)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('composure.dockerCommand')) store.reconnect();
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) store.windowFocused();
      if (focused && (store.state === 'docker-missing' || store.state === 'compose-missing')) store.refresh();
    }),
  ];
}
