/// <reference lib="dom" />
// Finds a piece of text in the active editor on the screen, so that the mouse can go there.
import type { Page } from 'playwright-core';

/** A point on the page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of the first place where the active editor shows this text; undefined where it does not. */
export function placeOfText(page: Page, text: string): Promise<Point | undefined> {
  return page.evaluate(placeInActiveEditor, text);
}

/** Runs in the page, and so uses nothing from outside of itself. */
function placeInActiveEditor(text: string): Point | undefined {
  const lines = document.querySelectorAll('.editor-group-container.active .editor-instance .monaco-editor .view-line');
  // Their order in the document is not their order on the screen.
  const inOrder = [...lines].toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  for (const line of inOrder) {
    // The editor shows spaces as no-break spaces.
    const start = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(text);
    if (start === -1) continue;
    const range = document.createRange();
    let passed = 0;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (passed <= start && start < passed + length) range.setStart(node, start - passed);
      const end = start + text.length;
      if (passed < end && end <= passed + length) range.setEnd(node, end - passed);
      passed += length;
    }
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { x: (left + right) / 2, y: (top + bottom) / 2 };
  }
  return undefined;
}
