// Hover, inlay hints and links, wired to a connection.

import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver/node';
import type { Neighbours } from '../neighbours.ts';
import { HintSettings } from './hint-settings.ts';
import { serveHover } from './hover.ts';
import { serveInlayHints } from './inlay-hints.ts';
import { serveLinks } from './links.ts';
import type { NameRequests } from './name-requests.ts';

/** What the server says that it can. */
export const readingCapabilities: ServerCapabilities = {
  hoverProvider: true,
  inlayHintProvider: true,
  documentLinkProvider: {},
};

export interface Readings {
  /** Asks the client to ask for inlay hints again. */
  refresh(): void;
  /** Hears of changed settings from now on. */
  listen(): Promise<void>;
}

/** Answers all of these requests for a client that has said what it can. */
export function serveReadings(connection: Connection, requests: NameRequests, neighbours: Neighbours, capabilities: ClientCapabilities, pageOf: (code: string) => string | undefined, failed: (error: unknown) => void): Readings {
  const showsMarkdown = capabilities.textDocument?.hover?.contentFormat?.includes('markdown') === true;
  const settings = new HintSettings(connection, capabilities);
  const refresh = (): void => {
    if (capabilities.workspace?.inlayHint?.refreshSupport === true) connection.languages.inlayHint.refresh().catch(failed);
  };
  serveHover(connection, requests, neighbours, showsMarkdown, pageOf);
  serveInlayHints(connection, requests, settings, showsMarkdown);
  serveLinks(connection, requests);
  return { refresh, listen: () => settings.listen(refresh) };
}
