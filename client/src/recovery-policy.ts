// What the settings `composure.recovery.*` say, as core's policy. Pure: whoever has the settings hands them in.

import type { RecoveryPolicy } from '#core/monitor/recovery.ts';

/** Undefined where recovery is off. A value that VS Code would underline counts as if it were not there. */
export function recoveryPolicy(setting: (name: string) => unknown): RecoveryPolicy | undefined {
  if (setting('enabled') !== true) return undefined;
  const number = (name: string, instead: number): number => {
    const said = setting(name);
    return typeof said === 'number' && said >= 1 ? said : instead;
  };
  return { attempts: Math.floor(number('attempts', 3)), window: number('window', 10) * 60_000, backOff: number('backOff', 10) * 1000 };
}
