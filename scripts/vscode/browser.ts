// Starts the system's Chromium for Playwright, without anything that would
// make it talk to other machines.
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

import { findBrowser } from '../machine/system-packages.ts';

export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('no Chromium on the PATH: install the Debian package chromium');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}
