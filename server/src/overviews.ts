// What the pages of the editor show of whole environments: the matrix, drift, and the picture of one. The projects are those of
// the last check, with the texts that are open.

import { RequestType, type Connection, type WorkspaceEdit } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { EditedFiles } from '#core/check/edited-files.ts';
import type { Project } from '#core/compose/model.ts';
import { readDrift } from '#core/drift/folder-drift.ts';
import { recorded } from '#core/drift/record.ts';
import { graphOf } from '#core/graph/graph.ts';
import { matrixRow, type MatrixRow } from '#core/matrix/matrix-row.ts';
import type { FilePath } from '#core/outside.ts';
import { configurationOf } from '#core/project/configuration-of.ts';
import { environmentKey } from '#core/project/discover.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import {
  driftRequest, graphRequest, matrixRequest, recordDecisionRequest, type DriftAnswer, type GraphAnswer, type Place, type RecordDecision,
} from '#core/protocol.ts';
import type { Located } from '#core/yaml/span.ts';
import { cancellationOf } from './cancellation.ts';
import { rangeOf } from './convert.ts';
import type { NameRequests } from './language/name-requests.ts';

/** Answers these requests. */
export function serveOverviews(connection: Connection, requests: NameRequests, editOf: (edited: EditedFiles) => Promise<WorkspaceEdit | undefined>): void {
  const { workspace, files, parsed } = requests;

  /** All projects, when every environment is known. */
  async function projects(): Promise<ReadonlyMap<string, Project>> {
    await workspace.complete();
    return new Map(workspace.environments.flatMap(({ environment, project }) => (project === undefined ? [] : [[environmentKey(environment), project]])));
  }

  connection.onRequest(matrixRequest, async (): Promise<readonly MatrixRow[]> => (
    Promise.all([...(await projects()).values()].map(async (project) => matrixRow(project, await configurationOf(project.environment, files, parsed))))));

  connection.onRequest(driftRequest, async (ids: readonly string[], token): Promise<DriftAnswer> => {
    const all = await projects();
    const wanted = ids.flatMap((id) => all.get(id) ?? []);
    const [first] = wanted;
    const folder = first && folderFoundIn(first.environment);
    const beside = [...all.values()].filter(({ environment }) => folderFoundIn(environment) === folder);
    const { compared, left, differences } = await readDrift(wanted, beside, files, parsed, cancellationOf(token));
    const texts = new Map<FilePath, TextDocument>();
    for (const { values } of differences) {
      for (const { at } of values) if (at !== undefined && !texts.has(at.file)) texts.set(at.file, requests.linedText(at.file, textIn(wanted, at.file) ?? await files.readText(at.file) ?? ''));
    }
    const names = (some: readonly Project[]): readonly string[] => some.map(({ environment }) => environment.name);
    return {
      compared: names(compared), left: names(left),
      differences: differences.map(({ values, ...difference }) => ({ ...difference, values: values.map(({ at, ...value }) => ({ ...value, place: placeOf(at, texts) })) })),
    };
  });

  connection.onRequest(graphRequest, async (id: string): Promise<GraphAnswer | null> => {
    const project = (await projects()).get(id);
    if (project === undefined) return null;
    const { nodes, edges } = graphOf(project);
    const place = (at: Located<unknown>): Place => ({ file: at.file, range: rangeOf(at.span, requests.linedText(at.file, textIn([project], at.file) ?? '')) });
    return {
      name: project.environment.name,
      nodes: nodes.map(({ at, ports, ...node }) => ({ ...node, place: place(at), ports: ports.map(({ text, at: port }) => ({ text, place: place(port) })) })),
      edges: edges.map(({ from, to, kind, label }) => ({ from, to, kind, label })),
    };
  });

  connection.onRequest(new RequestType<RecordDecision, boolean, void>(recordDecisionRequest), async ({ environment: id, services, ...decision }) => {
    const project = (await projects()).get(id);
    if (project === undefined) return false;
    const wanted = services.map((service) => ({ service, ...decision }));
    const edited = await recorded(project.environment, await configurationOf(project.environment, files, parsed), wanted, files);
    const edit = edited && await editOf(edited);
    return edit !== undefined && (await connection.workspace.applyEdit(edit)).applied;
  });
}

/** The text of a file as it was checked. */
function textIn(projects: readonly Project[], path: FilePath): string | undefined {
  for (const { files } of projects) for (const { file, text } of files) if (file === path) return text;
  return undefined;
}

function placeOf(at: Located<unknown> | undefined, texts: ReadonlyMap<FilePath, TextDocument>): Place | undefined {
  const text = at && texts.get(at.file);
  return at && text && { file: at.file, range: rangeOf(at.span, text) };
}
