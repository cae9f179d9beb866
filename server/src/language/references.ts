// `textDocument/references`.

import type { Connection, Location } from 'vscode-languageserver/node';
import { referencesOf } from '#core/language/references.ts';
import { stageReferences } from '#core/language/stages.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for references, of all environments that share a file with this one. */
export function serveReferences(connection: Connection, requests: NameRequests): void {
  connection.onReferences(async (params) => {
    const around = await requests.around(params, true);
    if (around === undefined) return null;
    const { names, path, offset } = around;
    const { includeDeclaration } = params.context;
    const mention = names.at(path, offset);
    const found = (await stageReferences(names, path, offset, requests.files))?.filter(({ role }) => includeDeclaration || role === 'use')
      ?? (mention && referencesOf(names, mention, includeDeclaration));
    if (found === undefined) return null;
    const places: Location[] = [];
    for (const { file, span } of found) {
      const place = await requests.location(file, span);
      if (place !== undefined) places.push(place);
    }
    return places;
  });
}
