// What the engine tells of a container, as Markdown for a tooltip. Pure: whoever asked the engine hands it in.

import { portText, publishedPorts } from '#core/environments/web-port.ts';
import type { ContainerEvidence, ProbeEvidence } from '#core/health/evidence.ts';
import type { Localize } from '#client/localize.ts';
import { escaped, joined } from '#client/views/row-text.ts';

/** How much of what a probe printed is shown: its beginning says what was asked, its end what went wrong. */
const [mostLines, mostCharacters] = [12, 1200];

/** One paragraph for each thing worth saying, for each container; with their names where there are several. */
export function evidenceText(evidence: readonly ContainerEvidence[], l10n: Localize, now = Date.now()): readonly string[] {
  return evidence.flatMap((each) => [
    ...(evidence.length === 1 ? [] : [`**${escaped(each.container.name)}**`]),
    ...containerText(each, l10n, now),
  ]);
}

/** The time of day, with the date where it is not today. */
export function timeText(time: number, now: number): string {
  const [then, today] = [new Date(time), new Date(now)];
  return then.toDateString() === today.toDateString() ? then.toLocaleTimeString() : then.toLocaleString();
}

function containerText({ container, since, restarts, outOfMemory, error, failing, probe }: ContainerEvidence, l10n: Localize, now: number): readonly string[] {
  const ports = publishedPorts([container]).map((port) => `\`${portText(port)} → ${port.target}/${port.protocol}\``);
  const facts = joined(
    sinceText(container, since, l10n, now),
    outOfMemory && container.state !== 'running' ? l10n.t('it wanted more memory than it may have') : '',
    restarts === 0 ? '' : restarts === 1 ? l10n.t('restarted once by the engine') : l10n.t('restarted {0} times by the engine', restarts),
    failing === 0 ? '' : failing === 1 ? l10n.t('the last probe failed') : l10n.t('the last {0} probes failed', failing),
  );
  return [
    ...(facts === '' ? [] : [escaped(facts)]),
    ...(error === '' ? [] : [`${escaped(l10n.t('The engine could not start it:'))}\n${fenced(error)}`]),
    ...(probe === undefined ? [] : [probeText(probe, l10n, now)]),
    ...(ports.length === 0 ? [] : [`${l10n.t('Ports')}: ${ports.join(', ')}`]),
  ];
}

function sinceText({ state, exitCode }: ContainerEvidence['container'], since: number | undefined, l10n: Localize, now: number): string {
  if (since === undefined) return state === 'created' ? l10n.t('made, but never started') : '';
  const time = timeText(since, now);
  switch (state) {
    case 'running': return l10n.t('running since {0}', time);
    case 'paused': return l10n.t('paused, started {0}', time);
    default: return exitCode === undefined ? l10n.t('ended {0}', time) : l10n.t('ended {0} with exit code {1}', time, exitCode);
  }
}

function probeText({ ended, ok, exitCode, output }: ProbeEvidence, l10n: Localize, now: number): string {
  const time = timeText(ended, now);
  const head = ok ? l10n.t('Probe of {0}: passed', time)
    : exitCode === -1 ? l10n.t('Probe of {0}: not finished in time', time)
    : l10n.t('Probe of {0}: exit code {1}', time, exitCode);
  const said = output.trim();
  return said === '' ? escaped(head) : `${escaped(head)}\n${fenced(said)}`;
}

/** As it stands, whatever is in it: a fence is longer than any row of backticks inside. */
function fenced(text: string): string {
  const lines = text.split(/\r?\n/);
  const few = lines.length <= mostLines ? lines : [...lines.slice(0, mostLines / 2), '…', ...lines.slice(-mostLines / 2)];
  const whole = few.join('\n');
  const short = whole.length <= mostCharacters ? whole : `${whole.slice(0, mostCharacters / 2)}…${whole.slice(-mostCharacters / 2)}`;
  const fence = '`'.repeat(Math.max(3, ...[...short.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `${fence}text\n${short}\n${fence}`;
}
