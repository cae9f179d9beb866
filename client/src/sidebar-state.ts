// Which of the sidebar's states a window is in. One name decides every welcome text, so that a person
// is told one thing at a time, the first that stands in the way. It knows facts and no VS Code.

import type { FailureKind } from '#core/failure.ts';
import type { Mode } from '#core/protocol.ts';

/** The value of the context key `composure.state`. */
export type SidebarState =
  | 'no-folder'
  | 'loading'
  | 'no-compose-file'
  | 'untrusted'
  | 'docker-missing'
  | 'compose-missing'
  | 'engine-unreachable'
  | 'permission-denied'
  | 'failed'
  | 'ready';

/** What the state is judged by. */
export interface SidebarFacts {
  readonly folders: number;
  readonly trusted: boolean;
  /** How many environments there are; undefined while the language server has not answered yet. */
  readonly environments: number | undefined;
  /** What stands between us and Docker, if anything does. */
  readonly failure: FailureKind | undefined;
}

/** The one state to tell about. */
export function sidebarState(facts: SidebarFacts): SidebarState {
  if (facts.folders === 0) return 'no-folder';
  if (facts.environments === undefined) return 'loading';
  if (facts.environments === 0) return 'no-compose-file';
  if (!facts.trusted) return 'untrusted';
  switch (facts.failure) {
    case undefined:
      return 'ready';
    case 'docker-missing':
    case 'compose-missing':
    case 'engine-unreachable':
    case 'permission-denied':
      return facts.failure;
    case 'timed-out':
      return 'engine-unreachable';
    default:
      return 'failed';
  }
}

/** The context keys that decide which views, welcome texts and commands there are, and which steps of the walkthrough are done. */
export function contextKeys(state: SidebarState, modes: readonly Mode[], isRunning: boolean, allDescribed: boolean): Readonly<Record<string, string | boolean>> {
  return {
    'composure.state': state,
    'composure.hasEnvironments': modes.length > 0,
    'composure.hasDev': modes.includes('dev'),
    'composure.hasProd': modes.includes('prod'),
    'composure.isRunning': isRunning,
    'composure.mayDescribe': modes.length > 0 && !allDescribed,
  };
}
