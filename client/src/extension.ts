// Where the parts of the extension are put together. It decides nothing itself, and what it loads is what the sidebar and the
// status bar show: Docker comes in when one of them can be seen (`docker.ts`), all else at the first command (`late-work.ts`).

import * as vscode from 'vscode';

import { ContainerStore } from '#client/containers.ts';
import { isUp } from '#client/environment-picture.ts';
import { startLanguageClient } from '#client/language-client.ts';
import { Interruptions } from '#client/interruptions.ts';
import { followEnter } from '#client/language-configuration.ts';
import { offerWork } from '#client/late-work.ts';
import { Losses } from '#client/losses.ts';
import { Operations } from '#client/operations.ts';
import { contextKeys, type SidebarState } from '#client/sidebar-state.ts';
import { AutomaticRecovery } from '#client/recovery.ts';
import { EnvironmentsView } from '#client/views/environments-view.ts';
import { LensProvider } from '#client/views/lens-provider.ts';
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
  const store = new ContainerStore({ log, connect: async () => (await import('#client/docker.ts')).connectDocker(dockerCommand(), log), tellFacts: (facts) => client.tellFacts(facts) });
  const operations = new Operations();
  const server = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'server.js').fsPath;
  const client = startLanguageClient(server, log, { environments: (environments) => store.setEnvironments(environments) });
  const interruptions = new Interruptions(store, operations, log);
  const work = offerWork({ store, operations, interruptions, log, dockerCommand, row: (id) => view.row(id), extensionUri: extension.extensionUri, ask: client.ask });
  const view = new EnvironmentsView({ store, log, interruptions, lastBackup: (environment) => work.ask((here) => here.lastBackup(environment)) });
  const statusBar = new StatusBar(store, operations);

  extension.subscriptions.push(
    client, statusBar, view, interruptions, new Losses(store, log, (loss) => work.ask((here) => here.offerLost(loss))), new LensProvider(store), new AutomaticRecovery(store, operations, log), store, operations,
    work,
    vscode.window.registerTreeDataProvider('composure.docker', { getChildren: () => [], getTreeItem: (item: vscode.TreeItem) => item }),
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
    const keys = contextKeys(store.state, store.pictures.map(({ summary }) => summary.mode), store.pictures.some(isUp), store.pictures.every(({ summary }) => summary.described === true));
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
