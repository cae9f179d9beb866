// What the status bar says, as plain text. Pure: the item itself is elsewhere.

import type { FilePath } from '#core/outside.ts';
import { isUp, type EnvironmentPicture } from '#client/environment-picture.ts';
import { modeIcon, modeText } from '#client/environment-status.ts';
import type { Localize } from '#client/localize.ts';
import type { SidebarState } from '#client/sidebar-state.ts';

/** What stands in the status bar. */
export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly accessibilityLabel: string;
  /** True when something is broken, so that the item may be red. */
  readonly broken: boolean;
}

export interface StatusFacts {
  readonly environments: readonly EnvironmentPicture[];
  readonly state: SidebarState;
  /** The workspace folder of the active editor. */
  readonly folder: FilePath | undefined;
  /** The title of the operation that runs, if one does. */
  readonly operation: string | undefined;
}

/** The text, or undefined where there is nothing to say. */
export function statusBarText({ environments, state, folder, operation }: StatusFacts, l10n: Localize): StatusText | undefined {
  if (environments.length === 0 || state === 'untrusted') return undefined;
  if (operation !== undefined) {
    return { text: `$(sync~spin) ${operation}`, tooltip: operation, accessibilityLabel: operation, broken: false };
  }
  if (state !== 'ready') return unavailable(l10n.t('Docker is not available'), l10n.t('Composure: Docker is not available. The sidebar says why.'));
  const shown = shownEnvironment(environments, folder);
  if (shown === undefined) return undefined;
  const { summary, status } = shown;
  if (status.state === 'unknown') return undefined;
  if (!isUp(shown)) {
    const text = l10n.t('No environment runs');
    return { text: `$(vm) ${l10n.t('Compose: stopped')}`, tooltip: `Composure: ${text}`, accessibilityLabel: `Composure: ${text}`, broken: false };
  }
  const sentence = [
    summary.name,
    modeText(summary.mode, l10n),
    l10n.t('{0} of {1} services healthy', status.healthy, status.total),
    ...(status.broken.length === 0 ? [] : [l10n.t('needs attention: {0}', status.broken.join(', '))]),
  ].filter((part) => part !== '').join(', ');
  return {
    text: `$(${status.broken.length > 0 ? 'warning' : modeIcon(summary.mode)}) ${summary.name} · ${l10n.t('{0}/{1} healthy', status.healthy, status.total)}`,
    tooltip: `Composure: ${sentence}`,
    accessibilityLabel: `Composure: ${sentence}`,
    broken: status.broken.length > 0,
  };
}

/** The environment to speak of: the one that runs in the active editor's folder, else the first that runs, else the first. */
export function shownEnvironment(environments: readonly EnvironmentPicture[], folder: FilePath | undefined): EnvironmentPicture | undefined {
  const here = environments.filter(({ summary }) => summary.folder === folder);
  return here.find(isUp) ?? environments.find(isUp) ?? here[0] ?? environments[0];
}

function unavailable(text: string, tooltip: string): StatusText {
  return { text: `$(circle-slash) ${text}`, tooltip, accessibilityLabel: tooltip, broken: false };
}
