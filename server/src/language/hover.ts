// `textDocument/hover`, in Markdown where the client shows it.

import type { Connection, Hover as LspHover, HoverParams } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { hoverInConfiguration } from '#core/language/hover/configuration.ts';
import { hoverInDockerfile } from '#core/language/hover/dockerfile.ts';
import { hoverInEnvFile } from '#core/language/hover/env-file.ts';
import { hoverAt, type Hover } from '#core/language/hover/hover.ts';
import { isYamlPath } from '#core/language/names.ts';
import { toMarkdown, toPlainText } from '#core/language/prose.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { nameOf } from '#core/project/path.ts';
import { pathOf, rangeOf } from '../convert.ts';
import type { Neighbours } from '../neighbours.ts';
import type { NameRequests } from './name-requests.ts';
import { dockerfileBuilds, isStill, readingOf } from './reading-requests.ts';

/** What is said, and the text that it is said of. */
type Said = { readonly hover: Hover; readonly text: TextDocument } | undefined;

/** Answers for what a person points at; `pageOf` leads from a rule's code to its page. */
export function serveHover(connection: Connection, requests: NameRequests, neighbours: Neighbours, showsMarkdown: boolean, pageOf: (code: string) => string | undefined): void {
  connection.onHover(async (params): Promise<LspHover | null> => {
    const path = pathOf(params.textDocument.uri) ?? '';
    const said = nameOf(path) === configurationName ? await inConfiguration(params) : isYamlPath(path) ? await inComposeFile(params) : await inDockerfile(params) ?? await inEnvFile(params);
    if (said === undefined) return null;
    const { hover: { blocks, span }, text } = said;
    const contents = showsMarkdown ? { kind: 'markdown' as const, value: toMarkdown(blocks) } : { kind: 'plaintext' as const, value: toPlainText(blocks) };
    return { contents, range: rangeOf(span, text) };
  });

  async function inComposeFile({ textDocument, position }: HoverParams): Promise<Said> {
    const reading = await readingOf(requests, textDocument.uri);
    if (reading === undefined) return undefined;
    const { file, projects } = reading;
    const text = requests.linedText(file.file, file.text);
    const isExplained = await neighbours.explains(file.file, async () => file);
    const hover = await hoverAt(file, text.offsetAt(position), projects, requests.parsed, requests.files, requests.workspace.engine, !isExplained);
    return hover === undefined || !await isStill(requests, reading) ? undefined : { hover, text };
  }

  async function inConfiguration({ textDocument, position }: HoverParams): Promise<Said> {
    const file = await requests.yaml(textDocument.uri);
    if (file === undefined) return undefined;
    const text = requests.linedText(file.file, file.text);
    const hover = hoverInConfiguration(file, text.offsetAt(position), pageOf, requests.workspace.environmentsOf(file.file).flatMap(({ project }) => project ?? []));
    return hover && { hover, text };
  }

  async function inDockerfile({ textDocument, position }: HoverParams): Promise<Said> {
    const path = pathOf(textDocument.uri);
    if (path === undefined) return undefined;
    const builds = await dockerfileBuilds(requests, path);
    const text = builds.length === 0 ? undefined : await requests.text(path);
    const hover = text && await hoverInDockerfile(builds, text.getText(), path, text.offsetAt(position), requests.files);
    return hover === undefined || text === undefined || text !== await requests.text(path) ? undefined : { hover, text };
  }

  async function inEnvFile(params: HoverParams): Promise<Said> {
    const around = await requests.around(params, true);
    const hover = around && hoverInEnvFile(around.names, around.path, around.offset);
    return hover && { hover, text: around.text };
  }
}
