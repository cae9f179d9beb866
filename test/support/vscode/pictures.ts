// Pictures of a workbench in its light and its dark theme. The workbench follows
// the colours that the system prefers, and a test says what the system prefers.
import type { Workbench } from './workbench.ts';

/** Settings of a workbench that can be taken in both themes. */
export const bothThemes = {
  'window.autoDetectColorScheme': true,
  'workbench.preferredLightColorTheme': 'Light Modern',
  'workbench.preferredDarkColorTheme': 'Dark Modern',
};

const themeClass = { light: '.vs', dark: '.vs-dark' } as const;

/** A part of the window in pixels. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Saves `<name>-dark.png` and `<name>-light.png` into .cache/screenshots/, of the whole window or a part of it. */
export async function takePictures(workbench: Workbench, name: string, part?: Part): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    await workbench.page.emulateMedia({ colorScheme: scheme });
    await workbench.page.locator(`.monaco-workbench${themeClass[scheme]}`).waitFor();
    await workbench.screenshot(`${name}-${scheme}`, part);
  }
}

/** Does something while the system asks for forced colours, which the workbench answers with its high contrast theme. */
export async function inHighContrast(workbench: Workbench, look: () => Promise<unknown>): Promise<void> {
  await workbench.page.emulateMedia({ forcedColors: 'active' });
  await workbench.page.locator('.monaco-workbench.hc-black, .monaco-workbench.hc-light').waitFor();
  await look();
  await workbench.page.emulateMedia({ forcedColors: 'none' });
}
