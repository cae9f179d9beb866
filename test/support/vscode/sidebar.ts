// The Composure sidebar: its rows, as a person finds them by their names, and
// the inline actions that appear under the mouse.
import type { Locator, Page } from 'playwright-core';

export class Sidebar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Shows the Composure view container; does nothing if it is shown. */
  async open(): Promise<void> {
    const icon = this.#page.locator('.activitybar a[aria-label^="Composure"]');
    await icon.waitFor();
    const shown = await this.#page.locator('.activitybar .action-item.checked a[aria-label^="Composure"]').count();
    if (shown === 0) await icon.click();
    await this.#page.locator('.sidebar .pane-body').first().waitFor();
  }

  /** The row whose accessible name is, begins with or matches this. */
  treeItem(name: string | RegExp): Locator {
    return this.#page.locator('.sidebar').getByRole('treeitem', { name }).first();
  }

  /** The names of all rows that are shown, from the top. */
  rows(): Promise<string[]> {
    return this.#page.locator('.sidebar').getByRole('treeitem').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
  }

  /** The text of what is shown where there are no rows. */
  welcome(): Promise<string> {
    return this.#page.locator('.sidebar .welcome-view-content').first().innerText();
  }

  async expand(name: string | RegExp): Promise<void> {
    const row = this.treeItem(name);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) !== 'false') return;
    await row.locator('.monaco-tl-twistie').click();
  }

  /** What appears while the mouse rests on a row. A row that is drawn anew meanwhile has to be pointed at once more. */
  async tooltip(name: string | RegExp): Promise<Locator> {
    const hover = this.#page.locator('.workbench-hover-container:visible .monaco-hover');
    for (let left = 8; ; left -= 1) {
      await this.#page.mouse.move(5, 5);
      await hover.waitFor({ state: 'hidden' });
      await this.treeItem(name).hover();
      try {
        await hover.waitFor({ timeout: 4_000 });
        return hover;
      } catch (error) {
        if (left === 0) throw error;
      }
    }
  }

  /** Presses the inline action of a row, for example 'Start'. */
  async clickAction(row: string | RegExp, action: string): Promise<void> {
    await this.treeItem(row).hover();
    await this.treeItem(row).getByRole('button', { name: action }).first().click();
  }

  /** Chooses an entry of a row's context menu. */
  async clickMenu(row: string | RegExp, entry: string): Promise<void> {
    await this.treeItem(row).click({ button: 'right' });
    const item = this.#page.getByRole('menuitem', { name: entry, exact: true });
    await item.hover();
    // A menu takes no click in its first 100 ms, so that the button which opened it can be let go.
    await this.#page.waitForTimeout(150);
    await item.click();
  }
}
