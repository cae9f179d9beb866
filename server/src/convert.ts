// The one border between core's offsets and paths and the protocol's positions and URIs.

import { URI } from 'vscode-uri';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DiagnosticSeverity, type Diagnostic as LspDiagnostic, type Range } from 'vscode-languageserver/node';
import type { Diagnostic } from '#core/check/run.ts';
import type { FilePath } from '#core/outside.ts';
import type { Severity } from '#core/rules/rule.ts';
import type { Span } from '#core/yaml/span.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';

/** The path of a file URI; undefined for every other scheme. */
export function pathOf(uri: string): FilePath | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? toFilePath(parsed.fsPath) : undefined;
}

/** The URI of a path, in the form that VS Code uses itself. */
export function uriOf(path: FilePath): string {
  return URI.file(toOsPath(path)).toString();
}

/** A text in which offsets can be turned into lines. */
export function lined(path: FilePath, text: string): TextDocument {
  return TextDocument.create(uriOf(path), 'dockercompose', 0, text);
}

/** A span as the protocol's range. */
export function rangeOf(span: Span, text: TextDocument): Range {
  return { start: text.positionAt(span[0]), end: text.positionAt(span[1]) };
}

/** A protocol's range as a span. */
export function spanOf(range: Range, text: TextDocument): Span {
  return [text.offsetAt(range.start), text.offsetAt(range.end)];
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A diagnostic as the protocol has it. `textOf` gives the text of every file that it speaks of, as it was checked. */
export function toLspDiagnostic(diagnostic: Diagnostic & { readonly where?: string | undefined }, textOf: (path: FilePath) => TextDocument | undefined, pageOf: (code: string) => string | undefined): LspDiagnostic {
  const text = textOf(diagnostic.file);
  const page = pageOf(diagnostic.code);
  // A problem list shows the other places below the message: there it says in which environments it is one.
  const where = diagnostic.where === undefined ? [] : [{ file: diagnostic.file, span: diagnostic.span, message: diagnostic.where }];
  return {
    range: text === undefined ? rangeOf([0, 0], lined(diagnostic.file, '')) : rangeOf(diagnostic.span, text),
    severity: severities[diagnostic.severity],
    source: 'composure',
    code: diagnostic.code,
    ...(page === undefined ? {} : { codeDescription: { href: page } }),
    message: diagnostic.message,
    relatedInformation: [...where, ...diagnostic.related].flatMap(({ file, span, message }) => {
      const other = textOf(file);
      return other === undefined ? [] : [{ location: { uri: uriOf(file), range: rangeOf(span, other) }, message }];
    }),
  };
}
