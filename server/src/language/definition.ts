// `textDocument/definition`.

import type { Connection, LocationLink } from 'vscode-languageserver/node';
import { definitionsOf } from '#core/language/definition.ts';
import { rangeOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for definitions; with `links`, the client underlines just the name. */
export function serveDefinition(connection: Connection, requests: NameRequests, links: boolean): void {
  connection.onDefinition(async (params) => {
    const found = await requests.at(params);
    if (found === undefined) return null;
    const { names, mention, text } = found;
    const answer: LocationLink[] = [];
    for (const { file, span } of await definitionsOf(names, mention, requests.files)) {
      const place = await requests.location(file, span);
      if (place !== undefined) answer.push({ targetUri: place.uri, targetRange: place.range, targetSelectionRange: place.range, originSelectionRange: rangeOf(mention.span, text) });
    }
    return links ? answer : answer.map(({ targetUri, targetRange }) => ({ uri: targetUri, range: targetRange }));
  });
}
