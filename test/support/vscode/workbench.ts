// Drives the browser-hosted VS Code as a person does: one workbench on a copy
// of a folder, with the palette, files, dialogs and notifications. What an
// editor shows is in text-editor.ts, the sidebar in sidebar.ts.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';

import { root } from '../../../scripts/bundles.ts';
import { openBrowser } from '../../../scripts/vscode/browser.ts';
import { copyFolder, makeFolder } from '../../../scripts/vscode/folder-copy.ts';
import type { FolderCopy } from '../../../scripts/vscode/folder-copy.ts';
import { offline, startEditorServer } from '../../../scripts/vscode/server.ts';
import type { EditorServer } from '../../../scripts/vscode/server.ts';
import { Sidebar } from './sidebar.ts';
import { TextEditor } from './text-editor.ts';

export interface WorkbenchOptions {
  /** The folder to work on, of which the workbench gets a copy, relative to the repository; or the texts of its files by their paths; or a copy that the workbench removes. */
  readonly workspace: string | Readonly<Record<string, string>> | FolderCopy;
  /** A file of it to open at the start. */
  readonly file?: string;
  /** 'off' (the default) trusts the folder, 'ask' is the prompt that a user meets. */
  readonly trust?: 'ask' | 'off';
  /** A built-in colour theme, for example 'Light Modern'. */
  readonly theme?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the extension host, for example another PATH or DOCKER_HOST. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder of the extension, or its .vsix: the repository, unless a test brings its own. */
  readonly extension?: string;
  /** Folders of other extensions beside it. */
  readonly others?: readonly string[];
  /** Runs the editor as a user who is not root. */
  readonly asUser?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
}

export interface Problem {
  readonly file: string;
  readonly severity: string;
  readonly message: string;
  readonly line: number;
  readonly character: number;
}

/** Nothing that a screenshot could catch half-way. */
const stillPictures = { 'workbench.reduceMotion': 'on', 'editor.cursorBlinking': 'solid', 'editor.minimap.enabled': false };
const screenshots = join(root, '.cache/screenshots');

export class Workbench {
  readonly page: Page;
  /** The copy that the workbench has open. */
  readonly folder: string;
  readonly editor: TextEditor;
  readonly sidebar: Sidebar;
  readonly #browser: Browser;
  readonly #server: EditorServer;
  readonly #copy: FolderCopy;

  private constructor(page: Page, browser: Browser, server: EditorServer, copy: FolderCopy) {
    this.page = page;
    this.folder = copy.folder;
    this.editor = new TextEditor(page);
    this.sidebar = new Sidebar(page);
    this.#browser = browser;
    this.#server = server;
    this.#copy = copy;
  }

  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const copy = await copyOf(options.workspace);
    const theme = options.theme === undefined ? {} : { 'workbench.colorTheme': options.theme };
    const server = await startEditorServer({
      trust: options.trust ?? 'off',
      extension: options.extension ?? root,
      others: options.others ?? [],
      asUser: options.asUser ?? false,
      settings: { ...stillPictures, ...theme, ...options.settings },
      env: { ...offline, ...options.env },
    });
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: options.size ?? { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    const workbench = new Workbench(page, browser, server, copy);
    try {
      await workbench.#load(options);
    } catch (error) {
      await workbench.screenshot('failed-to-open');
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  async #load({ file, trust }: WorkbenchOptions): Promise<void> {
    await this.page.goto(this.#server.page({ folder: this.folder, ...(file === undefined ? {} : { file: join(this.folder, file) }) }));
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    if (trust === 'ask') await this.page.locator('.part.banner').waitFor();
    if (file !== undefined) await this.editor.untilShows(file);
  }

  /** Another window on the same folder, as a person opens one beside the first; it ends with this one. */
  async secondWindow(): Promise<Pick<Workbench, 'page' | 'sidebar' | 'editor'>> {
    const page = await this.#browser.newPage({ viewport: this.page.viewportSize() });
    page.setDefaultTimeout(30_000);
    await page.goto(this.page.url(), { timeout: 60_000 });
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    return { page, sidebar: new Sidebar(page), editor: new TextEditor(page) };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    await this.#copy.remove();
  }

  /** What the disk holds of a file of the workspace. */
  fileText(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  /** Runs a command by its full title in the palette, for example 'Composure: Refresh'. */
  command(title: string): Promise<void> {
    return this.#chooseQuickly('F1', `>${title}`, title);
  }

  /** Opens a file of the workspace by its path in it. */
  async openFile(path: string): Promise<void> {
    await this.#chooseQuickly('Control+p', path, path.split('/').at(-1) ?? path);
    await this.editor.untilShows(path);
  }

  /** Opens a quick pick by a key and chooses a row. An editor that takes the focus meanwhile closes it: it is then opened once more. */
  async #chooseQuickly(key: string, typed: string, row: string): Promise<void> {
    for (let left = 4; ; left -= 1) {
      try {
        await this.page.keyboard.press(key);
        await this.page.locator('.quick-input-widget:visible input[type=text]').fill(typed, { timeout: 5_000 });
        return await this.#quickRow(row).click({ timeout: 5_000 });
      } catch (error) {
        if (left === 0) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /** Chooses a row of the quick pick that is open. */
  async pick(label: string): Promise<void> {
    await this.#quickRow(label).click();
  }

  /** Types into the input box that is open and accepts it. */
  async answer(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget input[type=text]').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** What the Problems view lists. */
  async problems(): Promise<Problem[]> {
    const panel = this.page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.page.keyboard.press('Control+Shift+M');
    await panel.waitFor();
    const rows = await panel.getByRole('treeitem').evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
    return readProblems(rows);
  }

  /** Waits for a notification that contains this text. */
  async notification(text: string | RegExp, timeout = 20_000): Promise<Locator> {
    const toast = this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
    await toast.waitFor({ timeout });
    return toast;
  }

  async clickNotification(text: string | RegExp, button: string, timeout?: number): Promise<void> {
    const toast = await this.notification(text, timeout);
    await toast.hover();
    await toast.getByRole('button', { name: button, exact: true }).click();
  }

  async clearNotifications(): Promise<void> {
    await this.command('Notifications: Clear All Notifications');
    await this.page.locator('.notifications-toasts .notification-list-item').first().waitFor({ state: 'hidden' });
  }

  /** Trusts the folder, as a person does who follows the banner of the restricted mode. */
  async trustFolder(): Promise<void> {
    await this.page.locator('.part.banner').getByRole('button', { name: 'Manage' }).click();
    await this.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await this.page.locator('.part.banner').waitFor({ state: 'hidden' });
    await this.page.locator('.monaco-modal-editor-block').getByRole('button', { name: /^Close/ }).click();
    await this.page.locator('.workspace-trust-editor').waitFor({ state: 'hidden' });
  }

  /** Presses a button of the modal dialog. */
  async clickDialog(button: string | RegExp): Promise<void> {
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name: button }).click();
  }

  /** The texts of the status bar, from left to right. */
  statusBar(): Promise<string[]> {
    return this.page.locator('.statusbar-item:visible').allInnerTexts().then((texts) => texts.map((text) => text.trim()).filter((text) => text !== ''));
  }

  /** Saves a picture of the window, or of a part of it, into .cache/screenshots/ and returns its path. */
  async screenshot(name: string, part?: { x: number; y: number; width: number; height: number }): Promise<string> {
    await mkdir(screenshots, { recursive: true });
    const path = join(screenshots, `${name}.png`);
    await this.page.screenshot({ path, ...(part === undefined ? {} : { clip: part }) });
    return path;
  }

  #quickRow(label: string): Locator {
    return this.page.locator('.quick-input-widget .monaco-list-row', { has: this.page.getByText(label, { exact: true }) }).first();
  }
}

function copyOf(workspace: WorkbenchOptions['workspace']): FolderCopy | Promise<FolderCopy> {
  if (typeof workspace === 'string') return copyFolder(join(root, workspace));
  return isCopy(workspace) ? workspace : makeFolder(workspace);
}

function isCopy(workspace: object): workspace is FolderCopy {
  return 'remove' in workspace && typeof workspace.remove === 'function';
}

/** The view's rows come flat: a file, then its problems, each described for screen readers. */
function readProblems(rows: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  let file = '';
  for (const row of rows) {
    const problem = /^(\w+): (.*?) at line (\d+) and character (\d+)/s.exec(row);
    if (problem === null) {
      file = / in file (\S+)/.exec(row)?.[1] ?? row;
    } else {
      const [, severity = '', message = '', line, character] = problem;
      problems.push({ file, severity, message, line: Number(line), character: Number(character) });
    }
  }
  return problems;
}
