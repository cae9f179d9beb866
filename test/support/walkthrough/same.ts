// Whether a command printed what a page shows, apart from what differs from run to run: durations, dates, sizes and versions.

/** Commands whose output depends on the files alone: it is compared to the character. */
const ofFilesAlone = /^composure (?:check|drift|env|init|matrix|rules)\b/;

/** True where the outputs say the same. A line `…` of the page stands for any lines. */
export function isSame(command: string, shown: string, printed: string): boolean {
  const settle = ofFilesAlone.test(command) ? (text: string) => text : settled;
  const parts = settle(shown).split(/^…$\n?/m).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(?:.*\\n)*?')}$`).test(`${settle(printed)}${/^…$/m.test(shown.split('\n').at(-1) ?? '') ? '\n' : ''}`);
}

function settled(text: string): string {
  return text
    .replaceAll(/\b\d{8}T\d{6}Z(?:-\d+)?/g, '<date>')
    .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, '<date>')
    .replaceAll(/\b(?:just now|\d+ (?:second|minute)s? ago)/g, '<when>')
    .replaceAll(/\b\d+(?:\.\d+)? (?:B|bytes|[KMGT]i?B)\b/g, '<size>')
    .replaceAll(/\b\d+(?:\.\d+)? (?:ms|s|min)\b/g, '<time>')
    .replaceAll(/\b\d+\.\d+\.\d+\S*/g, '<version>')
    .replaceAll(/ {2,}/g, '  ');
}
