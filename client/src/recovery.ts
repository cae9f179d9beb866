// Automatic recovery in the editor: where the setting asks for it, unhealthy containers of this window's environments are
// started again, each time with a word in the log and a notification.

import * as vscode from 'vscode';

import type { RecoveryPolicy } from '#core/monitor/recovery.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { Recovery } from '#host/engine/recover.ts';
import type { ContainerStore } from '#client/containers.ts';
import type { Docker } from '#client/docker.ts';
import type { Operations } from '#client/operations.ts';
import { recoveryPolicy } from '#client/recovery-policy.ts';

/** Lives as long as the window. While recovery is off it asks nothing. */
export class AutomaticRecovery implements vscode.Disposable {
  readonly #store: ContainerStore;
  readonly #operations: Operations;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #need = Symbol('recovery');
  #docker: Docker | undefined;
  #recovery: Recovery | undefined;
  #policy: RecoveryPolicy | undefined;

  constructor(store: ContainerStore, operations: Operations, log: vscode.LogOutputChannel) {
    this.#store = store;
    this.#operations = operations;
    this.#log = log;
    this.#subscriptions = [
      store.onDidChange(() => this.#look()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#look()),
      vscode.workspace.onDidChangeConfiguration((event) => { if (event.affectsConfiguration('composure.recovery')) this.#look(); }),
    ];
    this.#look();
  }

  dispose(): void {
    this.#end();
    this.#store.need(this.#need, false);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #look(): void {
    // Read each time: in a window whose settings come from elsewhere they can arrive after the start without an event.
    const policy = vscode.workspace.isTrusted ? recoveryPolicy((name) => vscode.workspace.getConfiguration('composure.recovery').get(name)) : undefined;
    if (JSON.stringify(policy) !== JSON.stringify(this.#policy)) {
      this.#end();
      this.#policy = policy;
      if (policy !== undefined) this.#log.info(`Automatic recovery is on: at most ${policy.attempts} restarts of a container in ${policy.window / 60_000} min`);
      this.#store.need(this.#need, policy !== undefined);
    }
    const docker = this.#policy === undefined ? undefined : this.#store.docker;
    if (docker !== this.#docker) {
      this.#end();
      this.#docker = docker;
      this.#recovery = docker && this.#policy && this.#begin(docker, this.#policy);
    }
    const own = new Map(this.#store.pictures.flatMap(({ containers }) => (containers ?? []).map((container) => [container.id, container])));
    this.#recovery?.look([...own.values()]);
  }

  #begin(docker: Docker, policy: RecoveryPolicy): Recovery {
    return docker.keepWell({
      restarting: ({ name }, attempt, of) => this.#tell('warning', vscode.l10n.t('{0} is unhealthy and is restarted ({1} of {2})', name, attempt, of)),
      restartFailed: ({ name }, failure) => this.#tell('error', vscode.l10n.t('{0} is unhealthy, and could not be restarted: {1}', name, failure.message)),
      well: ({ name }, attempts) => this.#tell('information', attempts === 1 ? vscode.l10n.t('{0} is healthy again after 1 restart', name) : vscode.l10n.t('{0} is healthy again after {1} restarts', name, attempts)),
      gaveUp: ({ name }, attempts) => this.#tell('error', vscode.l10n.t('{0} is still unhealthy after {1} restarts: it is left as it is', name, attempts)),
    }, { policy, alone: (container, work) => this.#alone(container, work) });
  }

  /** Not while somebody starts, stops or switches the project: that changes its health anyway. */
  async #alone({ project, service }: ContainerFacts, work: () => Promise<void>): Promise<void> {
    if (this.#operations.runningOn([project]) !== undefined) return;
    await this.#operations.run([project], vscode.l10n.t('Restarting {0}, which is unhealthy', service), work);
  }

  #tell(kind: 'information' | 'warning' | 'error', text: string): void {
    this.#log[kind === 'information' ? 'info' : kind === 'warning' ? 'warn' : 'error'](text);
    const { window, l10n } = vscode;
    const show = l10n.t('Show Log');
    const shown = kind === 'error' ? window.showErrorMessage(text, show) : kind === 'warning' ? window.showWarningMessage(text, show) : window.showInformationMessage(text, show);
    shown.then((choice) => { if (choice === show) this.#log.show(); }, (error: unknown) => this.#log.error(String(error)));
  }

  #end(): void {
    this.#recovery?.dispose();
    this.#recovery = undefined;
    this.#docker = undefined;
  }
}
