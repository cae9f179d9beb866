// What an answer to a check is worth, with the evidence in one line: the status, the first line of the body, what a
// command wrote last. Secrets that an answer repeats are taken out.

import type { Answer, Check, CheckResult, StatusRange } from '#core/health/probe.ts';
import { redacted } from '#core/words/redacted.ts';

/** Characters of evidence that are shown. */
const longest = 200;

/** Says what the answer means. */
export function judgeAnswer(check: Check, answer: Answer): Pick<CheckResult, 'ok' | 'detail'> {
  const { ok, detail } = judge(check, answer);
  return { ok, detail: shortened(redacted(detail, check.secrets)) };
}

function judge({ probe, inferred }: Check, answer: Answer): Pick<CheckResult, 'ok' | 'detail'> {
  switch (answer.kind) {
    case 'none': return { ok: false, detail: answer.why };
    case 'connected': return { ok: true, detail: 'connected' };
    case 'http': {
      if (probe.kind !== 'http') return { ok: false, detail: 'was asked for something else' };
      const said = quoted(firstLine(answer.body));
      if (!probe.status.some(([from, to]) => answer.status >= from && answer.status <= to)) {
        // A guess at the path, the host name or the credentials may be wrong: only the server's own trouble counts.
        if (inferred && answer.status < 500) return { ok: undefined, detail: `answers ${answer.status}` };
        return { ok: false, detail: `answers ${answer.status} in place of ${statusText(probe.status)}${said}` };
      }
      const lacking = probe.body.find((text) => !answer.body.includes(text));
      if (lacking !== undefined) return { ok: false, detail: `answers ${answer.status} without ${inQuotes(lacking)}${answer.cut ? ' in its beginning' : ''}${said}` };
      return { ok: true, detail: `answers ${answer.status}` };
    }
    case 'exec': {
      if (probe.kind !== 'exec') return { ok: false, detail: 'was asked for something else' };
      const said = quoted(lastLine(answer.output));
      if (answer.exitCode !== probe.exitCode) return { ok: false, detail: `ended with exit code ${answer.exitCode}${said}` };
      const lacking = probe.output.find((text) => !answer.output.includes(text));
      if (lacking !== undefined) return { ok: false, detail: `wrote no ${inQuotes(lacking)}${answer.cut ? ' in its beginning' : ''}${said}` };
      return { ok: true, detail: `ended with exit code ${answer.exitCode}` };
    }
  }
}

/** "200–399", "200 or 204". */
export function statusText(ranges: readonly StatusRange[]): string {
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(' or ');
}

function quoted(line: string): string {
  return line === '' ? '' : `: ${inQuotes(line)}`;
}

/** JSON is full of double quotes: it is easier to read in single ones. */
function inQuotes(text: string): string {
  return text.includes('"') && !text.includes("'") ? `'${text}'` : `"${text}"`;
}

function firstLine(text: string): string {
  return lines(text)[0] ?? '';
}

function lastLine(text: string): string {
  return lines(text).at(-1) ?? '';
}

function lines(text: string): readonly string[] {
  return text.split(/[\r\n]+/).map((line) => line.trim()).filter((line) => line !== '');
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
