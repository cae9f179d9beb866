/// <reference lib="dom" />
// Reads which characters of the active editor are underlined, off the screen:
// the editor draws a squiggle as a box, and the text under that box is its span.
import type { Page } from 'playwright-core';

export interface Squiggle {
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  /** The characters above it, as they are shown. */
  readonly text: string;
  /** Counted from 1, as the editor shows them. */
  readonly line: number;
  readonly character: number;
  /** A place on the page in the middle of it. */
  readonly x: number;
  readonly y: number;
}

export function readSquiggles(page: Page): Promise<Squiggle[]> {
  return page.evaluate(squigglesOfActiveEditor);
}

/** Runs in the page, and so uses nothing from outside of itself. */
function squigglesOfActiveEditor(): Squiggle[] {
  const editor = document.querySelector('.editor-group-container.active .editor-instance .monaco-editor');
  if (editor === null) return [];
  const numbers = [...editor.querySelectorAll('.margin-view-overlays .line-numbers')].map((element) => ({
    top: element.getBoundingClientRect().top,
    number: Number(element.textContent),
  }));
  const lines = [...editor.querySelectorAll('.view-line')];

  return [...editor.querySelectorAll('.view-overlays [class*="squiggly-"]')].flatMap((element) => {
    const box = element.getBoundingClientRect();
    const y = box.top + box.height / 2;
    const line = lines.find((candidate) => {
      const { top, bottom } = candidate.getBoundingClientRect();
      return top <= y && y <= bottom;
    });
    const severity = /squiggly-(error|warning|info|hint)/.exec(element.className)?.[1] as Squiggle['severity'];
    if (line === undefined || box.width === 0) return [];
    const top = line.getBoundingClientRect().top;
    const number = numbers.find((candidate) => Math.abs(candidate.top - top) < 2)?.number ?? 0;

    let text = '';
    let character = 0;
    let index = 0;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const content = node.textContent ?? '';
      for (let offset = 0; offset < content.length; offset += 1) {
        index += 1;
        const range = document.createRange();
        range.setStart(node, offset);
        range.setEnd(node, offset + 1);
        const { left, right } = range.getBoundingClientRect();
        const middle = (left + right) / 2;
        if (middle < box.left || middle > box.right) continue;
        if (text === '') character = index;
        // The editor shows spaces as no-break spaces.
        text += content[offset] === '\u00a0' ? ' ' : content[offset];
      }
    }
    return [{ severity, text, line: number, character, x: box.left + box.width / 2, y }];
  });
}
