// The empty page of the view "Monitor": what it may load, and where its script puts the cards.

import { escapedHtml } from '#client/views/monitor/chart.ts';
import type { Localize } from '#client/localize.ts';

export interface PageSources {
  /** What VS Code serves the extension's own files from. */
  readonly cspSource: string;
  readonly style: string;
  readonly script: string;
  readonly nonce: string;
}

/** The page. Nothing is loaded but our own style sheet and, by its nonce, our own script. */
export function monitorPage({ cspSource, style, script, nonce }: PageSources, l10n: Localize): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapedHtml(style)}">
<title>${escapedHtml(l10n.t('Monitor'))}</title>
</head>
<body>
<p id="note"></p>
<p id="news" role="status" aria-live="polite"></p>
<div id="cards" role="list" aria-label="${escapedHtml(l10n.t('Containers'))}"></div>
<script nonce="${nonce}" src="${escapedHtml(script)}"></script>
</body>
</html>`;
}
