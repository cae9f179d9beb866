// The protocol's way to say that nobody needs an answer any more, as the domain has it.

import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node';
import type { Cancellation } from '#core/outside.ts';

/** A request's token as core's cancellation; what it throws is the answer that the protocol wants. */
export function cancellationOf(token: CancellationToken): Cancellation {
  return {
    get aborted() {
      return token.isCancellationRequested;
    },
    throwIfAborted() {
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'nobody needs this any more');
    },
  };
}
