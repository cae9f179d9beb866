// The active text editor of the workbench: what is underlined in it, what the
// mouse makes it say, and the fixes that it offers.
import type { Locator, Page } from 'playwright-core';

import { readSquiggles } from './squiggles.ts';
import type { Squiggle } from './squiggles.ts';
import { placeOfText } from './text-place.ts';
import type { Point } from './text-place.ts';

export class TextEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits until the active editor shows this file with its text. */
  async untilShows(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    await this.#page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: 60_000 });
    await this.#page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
  }

  /** Puts the cursor at the beginning of a line and brings it into view. */
  async goTo(line: number): Promise<void> {
    await this.#page.keyboard.press('Control+g');
    const input = this.#page.locator('.quick-input-widget:visible input[type=text]');
    await input.fill(`:${line}`);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.#page.locator('.statusbar-item', { hasText: new RegExp(`^Ln ${line}, Col 1$`) }).waitFor();
  }

  /** The middle of the first place where this text is shown. */
  async place(text: string): Promise<Point> {
    const place = await placeOfText(this.#page, text);
    if (place === undefined) throw new Error(`the editor does not show ${JSON.stringify(text)}`);
    return place;
  }

  /** Puts the cursor into a text. */
  async click(text: string): Promise<void> {
    const { x, y } = await this.place(text);
    await this.#page.mouse.click(x, y);
  }

  /** What appears while the mouse rests on a text, when it says this: the editor's own words about a link may come before it. */
  async hover(text: string, saying: string): Promise<Locator> {
    const hover = this.#page.locator('.monaco-hover:visible', { has: this.#page.locator('.hover-row') });
    await this.#page.mouse.move(1, 1);
    await hover.first().waitFor({ state: 'hidden' });
    const wanted = hover.filter({ hasText: saying }).first();
    await this.#rest(() => this.place(text), wanted);
    return wanted;
  }

  /** What completion offers now, from the top. */
  async suggestions(): Promise<readonly string[]> {
    const rows = this.#page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor();
    return rows.locator('.label-name').allInnerTexts();
  }

  /** A code lens with this title, above the line that begins with a text. */
  async lens(above: string, title: string): Promise<Locator> {
    const { y } = await this.place(above);
    const lenses = await this.#page.locator('.codelens-decoration').all();
    for (const lens of lenses) {
      const box = await lens.boundingBox();
      if (box !== null && box.y < y && y - box.y < 40) return lens.getByText(title, { exact: true });
    }
    throw new Error(`there is no lens above ${JSON.stringify(above)}`);
  }

  /** What is underlined in the visible lines. */
  squiggles(): Promise<Squiggle[]> {
    return readSquiggles(this.#page);
  }

  /** Waits for a squiggle under exactly this text. */
  async squiggle(text: string, timeout = 20_000): Promise<Squiggle> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const all = await this.squiggles();
      const found = all.find((squiggle) => squiggle.text === text);
      if (found !== undefined) return found;
      if (Date.now() > deadline) throw new Error(`nothing is underlined under ${JSON.stringify(text)}, but: ${JSON.stringify(all.map((squiggle) => squiggle.text))}`);
      await this.#page.waitForTimeout(50);
    }
  }

  async untilNoSquiggle(text: string, timeout = 20_000): Promise<void> {
    const deadline = Date.now() + timeout;
    while ((await this.squiggles()).some((squiggle) => squiggle.text === text)) {
      if (Date.now() > deadline) throw new Error(`${JSON.stringify(text)} is still underlined`);
      await this.#page.waitForTimeout(50);
    }
  }

  /** The message that appears while the mouse rests on a squiggle. */
  async hoverMessage(squiggle: Squiggle): Promise<string> {
    const marker = this.#page.locator('.monaco-hover:visible .hover-row .marker').first();
    const now = async () => (await this.squiggles()).find(({ text, line }) => text === squiggle.text && line === squiggle.line) ?? squiggle;
    await this.#rest(now, marker);
    return marker.innerText();
  }

  /**
   * Rests the mouse on a place until something appears. Lenses and hints that come late
   * move the lines and close what had appeared: the place is then looked up once more.
   */
  async #rest(place: () => Promise<Point>, awaited: Locator): Promise<void> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const { x, y } = await place();
      await this.#page.mouse.move(x, y - 200);
      await this.#page.mouse.move(x, y, { steps: 4 });
      try {
        return await awaited.waitFor({ timeout: 3000 });
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  /** Follows the link of the code in a squiggle's message, which closes when lenses and hints that come later move the lines. */
  async followCode(squiggle: Squiggle): Promise<void> {
    const deadline = Date.now() + 30_000;
    const opened = this.#page.locator('.tab.active[data-resource-name$=".md"]');
    for (;;) {
      await this.hoverMessage(squiggle);
      try {
        return await this.#page.locator('.monaco-hover:visible a.code-link').first().click({ timeout: 5000 });
      } catch (error) {
        // A slow machine may have clicked, and only not said so in time.
        if (await opened.count() > 0) return;
        if (Date.now() > deadline) throw error;
      }
    }
  }

  /** Puts the cursor into a squiggle and lists the titles of the fixes under the light bulb. */
  async quickFixes(squiggle: Squiggle): Promise<string[]> {
    await this.openQuickFixes(squiggle);
    const titles = await this.#fixRows().allInnerTexts();
    await this.#page.keyboard.press('Escape');
    return titles.map((title) => title.trim());
  }

  async applyQuickFix(squiggle: Squiggle, title: string | RegExp): Promise<void> {
    await this.openQuickFixes(squiggle);
    await this.chooseQuickFix(title);
  }

  /** Goes by the light bulb, which shows itself once the fixes are known; keys pressed before that are lost. */
  async openQuickFixes(squiggle: Squiggle): Promise<void> {
    await this.#page.mouse.click(squiggle.x, squiggle.y);
    // A cursor that was there already brings no new light bulb.
    await this.#page.keyboard.press('Home');
    await this.#page.mouse.click(squiggle.x, squiggle.y);
    await this.#page.locator('.editor-group-container.active .monaco-editor [class*="lightbulb" i]:visible').first().click();
    await this.#fixRows().first().waitFor();
  }

  /** Chooses one of the fixes that are open. */
  async chooseQuickFix(title: string | RegExp): Promise<void> {
    await this.#fixRows().filter({ hasText: title }).first().click();
  }

  #fixRows() {
    return this.#page.locator('.action-widget .monaco-list-row.action');
  }
}
