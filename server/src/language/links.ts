// `textDocument/documentLink`.

import type { Connection, DocumentLink } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { linksInConfiguration } from '#core/language/configuration-names.ts';
import { linksInDockerfile } from '#core/language/dockerfile/links.ts';
import { linksIn, type Link } from '#core/language/links.ts';
import { isYamlPath } from '#core/language/names.ts';
import type { Cancellation, FilePath } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { nameOf } from '#core/project/path.ts';
import { cancellationOf } from '../cancellation.ts';
import { pathOf, rangeOf, uriOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';
import { dockerfileBuilds, isStill, readingOf } from './reading-requests.ts';

/** Answers for files, folders and images that a person may open. */
export function serveLinks(connection: Connection, requests: NameRequests): void {
  connection.onDocumentLinks(async ({ textDocument }, token): Promise<DocumentLink[]> => {
    const path = pathOf(textDocument.uri);
    if (path === undefined) return [];
    if (!isYamlPath(path)) return inDockerfile(path);
    if (nameOf(path) === configurationName) return inConfiguration(path, cancellationOf(token));
    const reading = await readingOf(requests, textDocument.uri);
    if (reading === undefined) return [];
    const links = await linksIn(reading.parts, requests.files, cancellationOf(token));
    if (!await isStill(requests, reading)) return [];
    return toLsp(links, requests.linedText(reading.file.file, reading.file.text));
  });

  async function inConfiguration(path: FilePath, cancellation: Cancellation): Promise<DocumentLink[]> {
    const file = await requests.parsed.get(path, requests.files);
    return file === undefined ? [] : toLsp(await linksInConfiguration(file, requests.files, cancellation), requests.linedText(path, file.text));
  }

  async function inDockerfile(path: FilePath): Promise<DocumentLink[]> {
    const builds = await dockerfileBuilds(requests, path);
    const text = builds.length === 0 ? undefined : await requests.text(path);
    const links = await linksInDockerfile(builds, requests.files);
    return text === undefined || text !== await requests.text(path) ? [] : toLsp(links, text);
  }
}

function toLsp(links: readonly Link[], text: TextDocument): DocumentLink[] {
  return links.map((link) => ({ range: rangeOf(link.span, text), target: link.kind === 'path' ? uriOf(link.target) : link.url }));
}
