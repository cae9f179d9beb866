// Says in the terms of core's failures why the engine did not answer. It knows Node's error codes and HTTP's, and asks
// nothing but whether the docker command exists.

import { Failure } from '#core/failure.ts';
import type { Endpoint } from '#host/engine/endpoint.ts';
import { findExecutable } from '#host/process/find-executable.ts';

/** What stands before an engine answers by these where it does not reach it. */
const gateway: readonly number[] = [502, 503, 504];

/**
 * The failure behind an error of a connection, or the error itself where it is a defect: an expected one has a code of
 * the system, of TLS or of HTTP.
 */
export async function engineFailure(error: unknown, endpoint: Endpoint): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof Failure) return error;
  const { address, connection } = endpoint;
  if ('statusCode' in error && typeof error.statusCode === 'number') {
    const kind = error.statusCode === 403 ? 'permission-denied' : gateway.includes(error.statusCode) ? 'engine-unreachable' : 'engine-failed';
    return new Failure(kind, `the engine at ${address} answered: ${answerOf(error)}`, { cause: error });
  }
  // Node tries each address of a name and reports them together.
  const cause = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  if (!('code' in cause) || typeof cause.code !== 'string') return error;
  const { code } = cause;
  if (code === 'EACCES' || code === 'EPERM') {
    return new Failure('permission-denied', `this user may not use ${address}`, { cause: error });
  }
  if (code === 'ENOENT' && connection.kind === 'unix') {
    if (await findExecutable('docker') === undefined) {
      return new Failure('docker-missing', `neither the docker command nor ${address} exists`, { cause: error });
    }
    return new Failure('engine-unreachable', `no engine listens at ${address}: the socket does not exist`, { cause: error });
  }
  if (code === 'ECONNREFUSED') return new Failure('engine-unreachable', `no engine listens at ${address}`, { cause: error });
  return new Failure('engine-unreachable', `the engine at ${address} cannot be reached: ${cause.message || code}`, { cause: error });
}

/** dockerode writes `(HTTP code 500) server error - what the engine said `. */
function answerOf(error: Error): string {
  return error.message.replace(/^\(HTTP code \d+\) (?:.*?) - /, '').trim();
}
