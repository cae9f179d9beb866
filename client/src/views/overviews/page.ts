// The empty page of a matrix, of drift and of a picture: what it may load, and where its script puts what the extension sends.

import { escapedHtml } from '#client/views/monitor/chart.ts';
import type { PageSources } from '#client/views/monitor/page.ts';

export interface OverviewPage extends PageSources {
  readonly title: string;
  /** `matrix`, `drift` or `graph`: what the style sheet goes by. */
  readonly kind: string;
}

/** The page. Nothing is loaded but our own style sheet and, by its nonce, our own script. */
export function overviewPage({ cspSource, style, script, nonce, title, kind }: OverviewPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapedHtml(style)}">
<title>${escapedHtml(title)}</title>
</head>
<body class="${kind}">
<h1>${escapedHtml(title)}</h1>
<div id="bar"></div>
<p id="news" role="status" aria-live="polite"></p>
<main id="main"></main>
<script nonce="${nonce}" src="${escapedHtml(script)}"></script>
</body>
</html>`;
}

/** A button that tells the extension something: what to do, and with what. */
export function button(label: string, action: string, more: { readonly with?: unknown; readonly key?: string; readonly pressed?: boolean; readonly spoken?: string; readonly title?: string; readonly kind?: string } = {}): string {
  const attributes = [
    `data-do="${escapedHtml(action)}"`,
    ...(more.with === undefined ? [] : [`data-with="${escapedHtml(JSON.stringify(more.with))}"`]),
    ...(more.key === undefined ? [] : [`data-key="${escapedHtml(more.key)}"`]),
    ...(more.pressed === undefined ? [] : [`aria-pressed="${more.pressed}"`]),
    ...(more.spoken === undefined ? [] : [`aria-label="${escapedHtml(more.spoken)}"`]),
    ...(more.title === undefined ? [] : [`title="${escapedHtml(more.title)}"`]),
    ...(more.kind === undefined ? [] : [`class="${more.kind}"`]),
  ];
  return `<button type="button" ${attributes.join(' ')}>${escapedHtml(label)}</button>`;
}
