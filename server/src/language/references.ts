// `textDocument/references`.

import type { Connection, Location } from 'vscode-languageserver/node';
import { referencesOf } from '#core/language/references.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for references, of all environments that share a file with this one. */
export function serveReferences(connection: Connection, requests: NameRequests): void {
  connection.onReferences(async (params) => {
    const found = await requests.at(params, true);
    if (found === undefined) return null;
    const places: Location[] = [];
    for (const { file, span } of referencesOf(found.names, found.mention, params.context.includeDeclaration)) {
      const place = await requests.location(file, span);
      if (place !== undefined) places.push(place);
    }
    return places;
  });
}
