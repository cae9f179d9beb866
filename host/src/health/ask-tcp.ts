// Asks whether something listens on a port. The engine's proxy takes connections for a container in which nothing does,
// and closes them at once: a connection has to last a moment before it counts.

import { connect } from 'node:net';
import type { Answer } from '#core/health/probe.ts';
import { wordsFor } from '#host/health/ask-http.ts';

/** Milliseconds for which a connection has to last. */
const lasting = 250;

/** Connects and closes; `signal` ends it. */
export function askTcp(host: string, port: number, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let timer: NodeJS.Timeout | undefined;
    const aborted = (): void => end(() => reject(signal.reason));
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      socket.destroy();
      settle();
    };
    const answer = (value: Answer): void => end(() => resolve(value));
    socket.on('connect', () => { timer = setTimeout(() => answer({ kind: 'connected' }), lasting); });
    // A server that greets is one.
    socket.on('data', () => answer({ kind: 'connected' }));
    socket.on('end', () => answer({ kind: 'none', why: 'closes the connection at once: nothing listens in the container' }));
    socket.on('error', (error) => answer({ kind: 'none', why: wordsFor(error) }));
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
  });
}
