// Which environments a command may be meant for, and what a person reads when there are several. Pure: the
// asking is done elsewhere.

import type { FilePath } from '#core/outside.ts';
import { isUp, type EnvironmentPicture } from '#client/environment-picture.ts';
import { modeIcon, modeText, statusText } from '#client/environment-status.ts';
import type { Localize } from '#client/localize.ts';
import { joined, relative } from '#client/views/row-text.ts';
import { publishedPorts, webAddress } from '#core/environments/web-port.ts';

/** What somebody wants to do with an environment. */
export type Wish = 'start-dev' | 'start-prod' | 'start' | 'stop' | 'restart' | 'rebuild' | 'logs' | 'shell' | 'orphans' | 'browser' | 'test' | 'deploy' | 'rollback' | 'clean' | 'health' | 'examine' | 'file' | 'back-up' | 'backups' | 'restore' | 'storage' | 'destroy' | 'draw' | 'compare';

/** What is left to ask. */
export type Choice =
  | { readonly kind: 'one'; readonly environment: EnvironmentPicture }
  | { readonly kind: 'many'; readonly environments: readonly EnvironmentPicture[] }
  | { readonly kind: 'none'; readonly message: string };

/** The environments that fit a wish, those of the active editor's folder first. */
export function choose(wish: Wish, environments: readonly EnvironmentPicture[], folder: FilePath | undefined, l10n: Localize): Choice {
  const fitting = environments.filter((environment) => fits(wish, environment));
  const inOrder = [
    ...fitting.filter(({ summary }) => summary.folder === folder),
    ...fitting.filter(({ summary }) => summary.folder !== folder),
  ];
  const [first] = inOrder;
  if (first === undefined) return { kind: 'none', message: environments.length === 0 ? l10n.t('There is no Compose file here') : noneText(wish, l10n) };
  return inOrder.length === 1 ? { kind: 'one', environment: first } : { kind: 'many', environments: inOrder };
}

/** One line of the quick pick. */
export interface PickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly environment: EnvironmentPicture;
}

/** Name, mode, state and files of an environment. */
export function pickItem(environment: EnvironmentPicture, l10n: Localize): PickItem {
  const { summary, status } = environment;
  return {
    label: `$(${modeIcon(summary.mode)}) ${summary.name}`,
    description: joined(summary.mode === summary.name ? '' : modeText(summary.mode, l10n), statusText(status, l10n)),
    detail: summary.files.map((file) => relative(file, summary.folder)).join(', '),
    environment,
  };
}

/** An action of the status bar's menu. */
export interface Action {
  readonly label: string;
  readonly description: string;
  readonly command: string;
  /** The id of the environment that it is about. */
  readonly environment: string | undefined;
}

/** What can be done now: first with the environment that is shown, then with the others. */
export function actions(shown: EnvironmentPicture | undefined, environments: readonly EnvironmentPicture[], l10n: Localize): readonly Action[] {
  const own: Action[] = [];
  if (shown !== undefined) {
    const { summary } = shown;
    const add = (icon: string, label: string, command: string): number =>
      own.push({ label: `$(${icon}) ${label}`, description: '', command, environment: summary.id });
    if (isUp(shown)) {
      if (firstWebAddress(shown) !== undefined) add('globe', l10n.t('Open {0} in the browser', summary.name), 'composure.openInBrowser');
      add('output', l10n.t('Follow the logs of {0}', summary.name), 'composure.logs');
      add('pulse', l10n.t('Health of {0}', summary.name), 'composure.health');
      add('graph-line', l10n.t('Monitor: what {0} uses', summary.name), 'composure.showMonitor');
      if (shown.outdated.length > 0) {
        add('beaker', l10n.t('Test the changes of {0} in a copy', summary.name), 'composure.testChanges');
        add('rocket', l10n.t('Test and deploy the changes of {0}', summary.name), 'composure.deployChanges');
      }
      add('debug-restart', l10n.t('Restart {0}', summary.name), 'composure.restart');
      add('debug-stop', l10n.t('Stop {0}, keep its data', summary.name), 'composure.stop');
    }
    add('archive', l10n.t('Back up {0}', summary.name), 'composure.backUp');
    add('checklist', l10n.t('Doctor: what {0} lacks', summary.name), 'composure.doctor');
    add('go-to-file', l10n.t('Open the Compose file of {0}', summary.name), 'composure.openFile');
  }
  const others = environments.filter((environment) => environment !== shown || !isUp(environment)).map(({ summary }): Action => ({
    label: `$(${modeIcon(summary.mode)}) ${shown !== undefined && isUp(shown) && shown.summary.directory === summary.directory ? l10n.t('Switch to {0}', summary.name) : l10n.t('Start {0}', summary.name)}`,
    description: joined(relative(summary.directory, summary.folder), summary.mode === summary.name ? '' : modeText(summary.mode, l10n)),
    command: 'composure.start',
    environment: summary.id,
  }));
  return [...own, ...others, { label: `$(output) ${l10n.t('Show log')}`, description: '', command: 'composure.showLog', environment: undefined }];
}

/** The first address that a browser can open. */
export function firstWebAddress(environment: EnvironmentPicture): string | undefined {
  return publishedPorts(environment.containers ?? []).map(webAddress).find((url) => url !== undefined);
}

function fits(wish: Wish, environment: EnvironmentPicture): boolean {
  switch (wish) {
    case 'start-dev': return environment.summary.mode === 'dev';
    case 'start-prod': return environment.summary.mode === 'prod';
    case 'start':
    case 'rebuild':
    case 'test':
    case 'deploy':
    case 'rollback':
    case 'clean':
    case 'examine':
    case 'back-up':
    case 'backups':
    case 'restore':
    case 'storage':
    case 'destroy':
    case 'draw':
    case 'compare':
    case 'file': return true;
    case 'orphans': return environment.strays.some(({ kind }) => kind === 'orphan');
    case 'shell':
    case 'stop':
    case 'restart': return isUp(environment);
    case 'logs':
    case 'health': return (environment.containers?.length ?? 0) > 0;
    case 'browser': return firstWebAddress(environment) !== undefined;
  }
}

function noneText(wish: Wish, l10n: Localize): string {
  switch (wish) {
    case 'start-dev': return l10n.t('No environment here is a dev mode: name a file compose.dev.yaml, or start one by name');
    case 'start-prod': return l10n.t('No environment here is a prod mode: name a file compose.prod.yaml, or start one by name');
    case 'stop': return l10n.t('Nothing runs that could be stopped');
    case 'restart': return l10n.t('Nothing runs that could be restarted');
    case 'shell': return l10n.t('Nothing runs that could be looked into');
    case 'orphans': return l10n.t('Every container belongs to a service of the files');
    case 'logs': return l10n.t('There are no containers yet, and so no logs');
    case 'health': return l10n.t('There are no containers yet that could be asked');
    case 'browser': return l10n.t('No service that runs publishes a port for a browser');
    case 'start':
    case 'rebuild':
    case 'test':
    case 'deploy':
    case 'rollback':
    case 'clean':
    case 'examine':
    case 'back-up':
    case 'backups':
    case 'restore':
    case 'storage':
    case 'destroy':
    case 'draw':
    case 'compare':
    case 'file': return l10n.t('There is no Compose file here');
  }
}
