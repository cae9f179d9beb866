// Which inlay hints a person wants: `composure.inlayHints` of a client that has settings, else all.

import { DidChangeConfigurationNotification, type ClientCapabilities, type Connection } from 'vscode-languageserver/node';
import { allHints, type HintKinds } from '#core/language/inlay-hints.ts';

export class HintSettings {
  readonly #connection: Connection;
  readonly #capabilities: ClientCapabilities['workspace'];
  #known: Promise<HintKinds> | undefined;

  constructor(connection: Connection, { workspace }: ClientCapabilities) {
    this.#connection = connection;
    this.#capabilities = workspace;
  }

  kinds(): Promise<HintKinds> {
    return this.#known ??= this.#ask();
  }

  /** Hears of changes from now on. */
  async listen(changed: () => void): Promise<void> {
    this.#connection.onDidChangeConfiguration(() => {
      this.#known = undefined;
      changed();
    });
    if (this.#capabilities?.didChangeConfiguration?.dynamicRegistration === true) await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'composure' });
  }

  async #ask(): Promise<HintKinds> {
    if (this.#capabilities?.configuration !== true) return allHints;
    const said = await this.#connection.workspace.getConfiguration('composure.inlayHints') as Partial<Record<keyof HintKinds, unknown>> | null;
    const wants = (kind: keyof HintKinds): boolean => said?.[kind] !== false;
    return { variables: wants('variables'), overrides: wants('overrides'), extends: wants('extends') };
  }
}
