// `textDocument/references`.

import type { Connection, Location } from 'vscode-languageserver/node';
import { referencesAt } from '#core/language/references.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for references, of all environments that share a file with this one. */
export function serveReferences(connection: Connection, requests: NameRequests): void {
  connection.onReferences(async (params) => {
    const around = await requests.around(params, true);
    const found = around && await referencesAt(around.names, around.path, around.offset, requests.files);
    if (found === undefined) return null;
    const places: Location[] = [];
    for (const { file, span } of found.filter(({ role }) => params.context.includeDeclaration || role === 'use')) {
      const place = await requests.location(file, span);
      if (place !== undefined) places.push(place);
    }
    return places;
  });
}
