// `textDocument/definition`.

import type { Connection, LocationLink } from 'vscode-languageserver/node';
import { definitionsInConfiguration } from '#core/language/configuration-names.ts';
import { definitionsAt } from '#core/language/definition.ts';
import type { FilePath } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { nameOf } from '#core/project/path.ts';
import { rangeOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for definitions; with `links`, the client underlines just the name. */
export function serveDefinition(connection: Connection, requests: NameRequests, links: boolean): void {
  connection.onDefinition(async (params) => {
    const around = await requests.around(params);
    if (around === undefined) return null;
    const found = await inConfiguration(around.path, around.offset) ?? await definitionsAt(around.names, around.path, around.offset, requests.files);
    if (found === undefined) return null;
    const answer: LocationLink[] = [];
    for (const { file, span } of found.targets) {
      const place = await requests.location(file, span);
      if (place !== undefined) answer.push({ targetUri: place.uri, targetRange: place.range, targetSelectionRange: place.range, originSelectionRange: rangeOf(found.span, around.text) });
    }
    return links ? answer : answer.map(({ targetUri, targetRange }) => ({ uri: targetUri, range: targetRange }));
  });
  /** What `composure.yaml` names stands in the environments that it holds for. */
  async function inConfiguration(path: FilePath, offset: number): ReturnType<typeof definitionsAt> {
    const file = nameOf(path) === configurationName ? await requests.parsed.get(path, requests.files) : undefined;
    return file && definitionsInConfiguration(file, offset, requests.workspace.environmentsOf(path).flatMap(({ project }) => project ?? []));
  }
}
