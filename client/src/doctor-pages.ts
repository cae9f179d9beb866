// The doctor's pages that are open, one for each environment.

import * as vscode from 'vscode';

import type { DoctorReport } from '#core/doctor/check.ts';
import { doctorHtml, type DoctorPage } from '#client/views/doctor-html.ts';

/** Lives as long as the window. */
export class DoctorPages implements vscode.Disposable {
  readonly #pages = new Map<string, { readonly panel: vscode.WebviewPanel; report: DoctorReport }>();

  /** What was said last of an environment whose page is open. */
  report(environment: string): DoctorReport | undefined {
    return this.#pages.get(environment)?.report;
  }

  /** Shows a report, in the environment's page if it is open. */
  show(page: DoctorPage): void {
    const { environment, report } = page;
    const open = this.#pages.get(environment);
    const panel = open?.panel ?? this.#panel(environment);
    this.#pages.set(environment, { panel, report });
    panel.title = vscode.l10n.t('Doctor: {0}', report.environment);
    panel.webview.html = doctorHtml(page, vscode.l10n);
    panel.reveal();
  }

  dispose(): void {
    for (const { panel } of this.#pages.values()) panel.dispose();
  }

  #panel(environment: string): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel('composure.doctor', vscode.l10n.t('Doctor'), vscode.ViewColumn.Active, {
      enableScripts: false, enableFindWidget: true, localResourceRoots: [], enableCommandUris: ['composure.doctor', 'composure.mend', 'composure.copyDoctorReport'],
    });
    panel.onDidDispose(() => this.#pages.delete(environment));
    return panel;
  }
}
