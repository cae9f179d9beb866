// What is wrong with a container, in words with its own figures.

import { cpuText, sizeText } from '#core/monitor/amounts.ts';
import type { Reading, Trouble } from '#core/monitor/reading.ts';

/** One sentence, with the consequence where it is not obvious. */
export function troubleText(trouble: Trouble, { container, vitals, usages, vanished }: Reading): string {
  const now = usages.at(-1);
  switch (trouble) {
    case 'out-of-memory': return `was ended because it wanted more memory than ${sizeText(vitals?.memoryLimit)}`;
    case 'failed': return container.state === 'dead' ? 'could not be removed and is dead' : `ended with exit code ${container.exitCode ?? 'unknown'}`;
    case 'unhealthy': return `is unhealthy${lastOutput(vitals?.probes.at(-1)?.output)}`;
    case 'restarting': return `ends and is started again: exit code ${container.exitCode ?? 'unknown'}`;
    case 'mount-gone': return `${vanished.map(({ source }) => source).join(', ')} ${vanished.length === 1 ? 'is' : 'are'} gone: after the next start ${vanished.map(({ target }) => target).join(', ')} would be an empty folder`;
    case 'memory-short': return `uses ${sizeText(now?.memory)} of the ${sizeText(vitals?.memoryLimit)} that it may have: it is ended where it wants more`;
    case 'cpu-short': return `uses ${cpuText(now?.cpu)} of the ${cpuText(vitals?.cpuLimit)} that it may have: it is slowed down`;
  }
}

/** The last line of what a probe printed. */
function lastOutput(output: string | undefined): string {
  const line = output?.trim().split('\n').at(-1)?.trim() ?? '';
  return line === '' ? '' : `: ${line}`;
}
