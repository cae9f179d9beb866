// The pages that show whole environments: the matrix of all, what differs within a folder, the picture of one. What the files
// say comes from the language server, what runs from the store.

import * as vscode from 'vscode';

import { untold, type MatrixFacts } from '#core/matrix/cells.ts';
import type { MatrixRow } from '#core/matrix/matrix-row.ts';
import { driftRequest, graphRequest, matrixRequest, recordDecisionRequest, type DriftAnswer, type EnvironmentSummary, type GraphAnswer, type PlacedNode } from '#core/protocol.ts';
import { listed } from '#core/words/listed.ts';
import { newestBackups } from '#host/backup/newest.ts';
import { toOsPath } from '#host/node/file-path.ts';
import type { ContainerStore } from '#client/containers.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import { conditionText, serviceCondition, statusText, type Condition } from '#client/environment-status.ts';
import { driftBar, driftHtml, type DriftView } from '#client/views/overviews/drift-html.ts';
import { graphBar, hiddenAtFirst } from '#client/views/overviews/graph-bar.ts';
import { boxesAndLines, graphSvg, type Conditions, type Hidden } from '#client/views/overviews/graph-svg.ts';
import { LivePage, type Content, type LivePageOptions } from '#client/views/overviews/live-page.ts';
import { matrixHtml, type MatrixLine } from '#client/views/overviews/matrix-html.ts';
import type { Layout } from '#client/views/overviews/graph-layout.ts';

export interface OverviewsParts {
  readonly store: ContainerStore;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
  /** Asks the language server. */
  readonly ask: <Answer>(request: string, parameter?: unknown) => Promise<Answer>;
}

/** Environments that are compared at first; a person chooses among more. */
const comparedAtFirst = 8;

/** Milliseconds for which what lies on the disk is not looked for again. */
const fresh = 10_000;

/** Lives as long as the window. */
export class Overviews implements vscode.Disposable {
  readonly #parts: OverviewsParts;
  readonly #pages = new Map<string, LivePage>();
  /** What the server said, as long as the environments are the same: each change brings other objects. */
  readonly #answers = new WeakMap<EnvironmentSummary, Map<string, Promise<unknown>>>();
  #backups: { readonly at: number; readonly found: ReturnType<typeof newestBackups> } | undefined;

  constructor(parts: OverviewsParts) {
    this.#parts = parts;
  }

  /** Every environment in one table. */
  matrix(): void {
    this.#show('matrix', {
      kind: 'matrix', title: vscode.l10n.t('Environment Matrix'),
      content: async () => ({ parts: { bar: '', main: matrixHtml(await this.#matrixLines(), Date.now(), vscode.l10n) } }),
      act: async (action, argument) => {
        const picture = this.#picture(String(argument));
        if (action === 'file') await vscode.window.showTextDocument(vscode.Uri.file(toOsPath(String(argument))));
        else if (picture !== undefined && action === 'graph') this.graph(picture);
        else if (picture !== undefined && action === 'drift') this.drift(picture);
      },
    });
  }

  /** What differs between an environment and the others of its folder. */
  drift({ summary: { id, folder, directory } }: EnvironmentPicture): void {
    const beside = (): readonly EnvironmentSummary[] => this.#parts.store.pictures.map(({ summary }) => summary).filter((each) => folderOf(each.id) === folderOf(id));
    const first = [...beside()].sort((one, other) => Number(other.id === id) - Number(one.id === id)).slice(0, comparedAtFirst);
    let chosen: ReadonlySet<string> = new Set(first.map((each) => each.id));
    let all = false;
    const page = this.#show(`drift ${folderOf(id)}`, {
      kind: 'drift', title: vscode.l10n.t('Drift: {0}', vscode.workspace.asRelativePath(toOsPath(directory === folder ? folder : directory)).split('/').at(-1) ?? ''),
      content: async (register) => {
        const environments = beside().map((each) => ({ id: each.id, name: each.name, chosen: chosen.has(each.id) }));
        const answer = await this.#ask<DriftAnswer>(driftRequest, environments.filter((each) => each.chosen).map((each) => each.id));
        const view: DriftView = { environments, all };
        return { parts: { bar: driftBar(view, answer, vscode.l10n), main: driftHtml(view, answer, register, vscode.l10n) } };
      },
      act: async (action, argument) => {
        if (action === 'all') all = !all;
        else if (action === 'choose') chosen = chosen.has(String(argument)) ? new Set([...chosen].filter((each) => each !== argument)) : new Set([...chosen, String(argument)]);
        else if (action === 'record' && Array.isArray(argument)) await this.#record(id, String(argument[0]), argument.slice(1).map(String));
        page.soon();
      },
    });
  }

  /** The picture of an environment. */
  graph({ summary: { id, name } }: EnvironmentPicture): void {
    let hidden: Hidden | undefined;
    let before: Conditions;
    let last: Placed | undefined;
    const page = this.#show(`graph ${id}`, {
      kind: 'graph', title: vscode.l10n.t('Graph: {0}', name),
      content: async (register) => {
        const answer = await this.#ask<GraphAnswer | null>(graphRequest, id);
        if (answer === null) return note(vscode.l10n.t('There is no environment {0} any more', name));
        hidden ??= hiddenAtFirst(answer);
        const conditions = this.#conditions(id);
        const news = newsOf(before, conditions);
        before = conditions;
        last = last?.answer === answer && last.hidden === hidden ? last : await placed(answer, hidden);
        return { parts: { bar: graphBar(answer, hidden, vscode.l10n), main: graphSvg(answer, hidden, last.layout, conditions, register, vscode.l10n) }, news };
      },
      act: async (action, argument) => {
        const kind = argument as PlacedNode['kind'];
        if (action === 'toggle') hidden = hidden?.has(kind) === true ? new Set([...hidden].filter((each) => each !== kind)) : new Set([...hidden ?? [], kind]);
        page.soon();
      },
    });
  }

  dispose(): void {
    for (const page of this.#pages.values()) page.dispose();
  }

  #show(key: string, options: Pick<LivePageOptions, 'kind' | 'title' | 'content' | 'act'>): LivePage {
    const open = this.#pages.get(key);
    open?.reveal();
    if (open !== undefined) return open;
    const page = new LivePage({ ...options, ...this.#parts }, () => this.#pages.delete(key));
    this.#pages.set(key, page);
    return page;
  }

  #picture(id: string): EnvironmentPicture | undefined {
    return this.#parts.store.pictures.find(({ summary }) => summary.id === id);
  }

  /** Asks the server once for the environments as they are. */
  #ask<Answer>(request: string, parameter?: unknown): Promise<Answer> {
    const [now] = this.#parts.store.pictures;
    const ask = (): Promise<Answer> => this.#parts.ask<Answer>(request, parameter);
    if (now === undefined) return ask();
    const answers = this.#answers.get(now.summary) ?? new Map<string, Promise<unknown>>();
    this.#answers.set(now.summary, answers);
    const key = `${request} ${JSON.stringify(parameter)}`;
    const answer = answers.get(key) as Promise<Answer> | undefined ?? ask();
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  }

  async #matrixLines(): Promise<readonly MatrixLine[]> {
    const { pictures } = this.#parts.store;
    const [rows, backups] = await Promise.all([this.#ask<readonly MatrixRow[]>(matrixRequest), this.#lastBackups(pictures)]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return pictures.flatMap(({ summary, status }) => {
      const row = byId.get(summary.id);
      const backup = backups?.get(summary.projectName);
      const lastBackup: MatrixFacts['lastBackup'] = backups === undefined ? undefined : backup === undefined ? 'none' : { at: backup.manifest.createdAt, verified: backup.verified?.ok };
      return row === undefined ? [] : [{ row, state: status.state, isBroken: status.broken.length > 0, status: statusText(status, vscode.l10n) || untold, lastBackup }];
    });
  }

  async #lastBackups(pictures: readonly EnvironmentPicture[]): Promise<Awaited<ReturnType<typeof newestBackups>> | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    if (this.#backups === undefined || Date.now() - this.#backups.at > fresh) this.#backups = { at: Date.now(), found: newestBackups(pictures.map(({ summary }) => summary.directory)) };
    return this.#backups.found;
  }

  /** Undefined while the engine has not answered. */
  #conditions(id: string): Conditions {
    const picture = this.#picture(id);
    const containers = picture?.containers;
    return containers && new Map(picture?.summary.services.map(({ name }) => [name, serviceCondition(containers.filter(({ service }) => service === name))]));
  }

  async #record(environment: string, attribute: string, services: readonly string[]): Promise<void> {
    const names = listed(services);
    const because = await vscode.window.showInputBox({
      title: vscode.l10n.t('{0} of {1} differs on purpose', attribute, names), prompt: vscode.l10n.t('Why? The reason is written down in composure.yaml'),
      validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Without a reason the next person asks again') : undefined),
    });
    if (because === undefined) return;
    if (!await this.#parts.ask<boolean>(recordDecisionRequest, { environment, services, attribute, because: because.trim() })) {
      void vscode.window.showErrorMessage(vscode.l10n.t('composure.yaml cannot be changed: what it says of {0} is not a mapping', names));
      return;
    }
    for (const document of vscode.workspace.textDocuments) if (document.isDirty && document.fileName.endsWith('composure.yaml')) await document.save();
  }
}

/** A picture with its places, which stay while its containers come and go. */
interface Placed {
  readonly answer: GraphAnswer;
  readonly hidden: Hidden;
  readonly layout: Layout;
}

/** The library is loaded with the first picture. */
async function placed(answer: GraphAnswer, hidden: Hidden): Promise<Placed> {
  const { laidOut } = await import('#client/views/overviews/graph-layout.ts');
  const { boxes, lines } = boxesAndLines(answer, hidden);
  return { answer, hidden, layout: laidOut(boxes, lines) };
}

function newsOf(before: Conditions, now: Conditions): string {
  if (before === undefined || now === undefined) return '';
  return [...now].filter(([service, condition]) => before.get(service) !== condition).map(([service, condition]: readonly [string, Condition]) => `${service}: ${conditionText(condition, vscode.l10n)}`).join(', ');
}

function note(text: string): Content {
  return { parts: { bar: '', main: `<p class="note">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>` } };
}

/** The folder of an environment is a part of its id. */
function folderOf(id: string): string {
  return id.slice(0, id.lastIndexOf('\n'));
}
