// What is used of the language client's library, which takes longer to load than everything else of the extension: a part of
// its own (`scripts/bundles.ts`).

export { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, State, TransportKind } from 'vscode-languageclient/node';
