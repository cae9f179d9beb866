// `textDocument/selectionRange`.

import type { Connection, SelectionRange } from 'vscode-languageserver/node';
import { selectionsAt } from '#core/language/selection-ranges.ts';
import { rangeOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for growing selections, one for each cursor. */
export function serveSelectionRanges(connection: Connection, requests: NameRequests): void {
  connection.onSelectionRanges(async ({ textDocument, positions }) => {
    const file = await requests.yaml(textDocument.uri);
    if (file === undefined) return null;
    const text = requests.linedText(file.file, file.text);
    return positions.map((position): SelectionRange => {
      const outwards = selectionsAt(file, text.offsetAt(position)).toReversed();
      const grown = outwards.reduce<SelectionRange | undefined>((parent, span) => ({ range: rangeOf(span, text), ...(parent === undefined ? {} : { parent }) }), undefined);
      return grown ?? { range: { start: position, end: position } };
    });
  });
}
