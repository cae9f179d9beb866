// The bar above an environment's picture: what is drawn, how large, and what the signs mean.

import type { GraphAnswer, PlacedNode } from '#core/protocol.ts';
import type { Localize } from '#client/localize.ts';
import { escapedHtml } from '#client/views/monitor/chart.ts';
import { many, type Hidden } from '#client/views/overviews/graph-svg.ts';
import { button } from '#client/views/overviews/page.ts';

type Kind = Exclude<PlacedNode['kind'], 'service'>;

/** The kinds that are not drawn at first. */
export function hiddenAtFirst({ nodes }: GraphAnswer): Hidden {
  return nodes.filter(({ kind }) => kind === 'service').length > many ? new Set(['network', 'volume', 'folder']) : new Set();
}

export function graphBar({ nodes }: GraphAnswer, hidden: Hidden, l10n: Localize): string {
  const names: Readonly<Record<Kind, string>> = { network: l10n.t('Networks'), volume: l10n.t('Volumes'), folder: l10n.t('Folders') };
  const kinds = (['network', 'volume', 'folder'] as const).filter((kind) => nodes.some((node) => node.kind === kind));
  const shown = kinds.map((kind) => button(names[kind], 'toggle', { with: kind, key: `toggle ${kind}`, pressed: !hidden.has(kind) })).join('');
  const zoom = [['−', 'smaller', l10n.t('Smaller')], ['+', 'larger', l10n.t('Larger')], [l10n.t('Fit'), 'fit', l10n.t('Fit the picture into the page')], ['100 %', 'whole', l10n.t('Natural size')]]
    .map(([label = '', how = '', spoken = '']) => `<button type="button" data-zoom="${how}" data-key="zoom ${how}" aria-label="${escapedHtml(spoken)}" title="${escapedHtml(spoken)}">${escapedHtml(label)}</button>`).join('');
  const help = l10n.t('Arrow keys go from box to box, Enter opens the file, + and − zoom');
  return `${shown === '' ? '' : `<div role="group" aria-label="${escapedHtml(l10n.t('What is drawn'))}">${shown}</div>`}<div role="group" aria-label="${escapedHtml(l10n.t('Size'))}">${zoom}</div><span class="help">${escapedHtml(help)}</span>`;
}
