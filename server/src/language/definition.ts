// `textDocument/definition`.

import type { Connection, LocationLink } from 'vscode-languageserver/node';
import { definitionsAt } from '#core/language/definition.ts';
import { rangeOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for definitions; with `links`, the client underlines just the name. */
export function serveDefinition(connection: Connection, requests: NameRequests, links: boolean): void {
  connection.onDefinition(async (params) => {
    const around = await requests.around(params);
    if (around === undefined) return null;
    const found = await definitionsAt(around.names, around.path, around.offset, requests.files);
    if (found === undefined) return null;
    const answer: LocationLink[] = [];
    for (const { file, span } of found.targets) {
      const place = await requests.location(file, span);
      if (place !== undefined) answer.push({ targetUri: place.uri, targetRange: place.range, targetSelectionRange: place.range, originSelectionRange: rangeOf(found.span, around.text) });
    }
    return links ? answer : answer.map(({ targetUri, targetRange }) => ({ uri: targetUri, range: targetRange }));
  });
}
