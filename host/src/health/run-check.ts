// Makes one check: finds out where to ask, asks within the time limit, and asks again as often as the check allows.

import { setTimeout as pause } from 'node:timers/promises';
import { addressOf, hostText } from '#core/health/address.ts';
import { judgeAnswer } from '#core/health/judge-answer.ts';
import type { Answer, Check, CheckResult, Target } from '#core/health/probe.ts';
import type { ContainerFacts } from '#core/outside.ts';
import { redacted } from '#core/words/redacted.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askExec } from '#host/health/ask-exec.ts';
import { askHttp } from '#host/health/ask-http.ts';
import { askTcp } from '#host/health/ask-tcp.ts';

/** What a check is made with. */
export interface CheckWorld {
  readonly engine: Engine;
  readonly containers: readonly ContainerFacts[];
  /** How this machine reaches the ports that the engine publishes. */
  readonly engineHost: string;
  readonly signal: AbortSignal | undefined;
  /** Leaves out the tries after the first. */
  readonly quick: boolean;
}

/** Makes the check. @throws the signal's reason when cancelled. */
export async function runCheck(check: Check, world: CheckWorld): Promise<CheckResult> {
  const { name, title } = check;
  const url = urlOf(check, world);
  if (check.missing.length > 0) return { name, ok: false, detail: `${title} was not asked: ${check.missing.join(', ')} ${check.missing.length === 1 ? 'has' : 'have'} no value` };
  for (let tries = 1; ; tries += 1) {
    const { ok, detail } = judgeAnswer(check, await tryOnce(check, world));
    const isLast = ok !== false || world.quick || tries > check.retries;
    // A published port is shown by its address, anything else as it was written.
    if (isLast) return { name, ok, url, detail: `${url === undefined || check.probe.kind === 'exec' ? `${title} ` : ''}${detail}${ok === false && tries > 1 ? ` (${tries} tries)` : ''}` };
    await pause(check.interval, undefined, world.signal === undefined ? {} : { signal: world.signal });
  }
}

/** One try within its time limit. */
async function tryOnce(check: Check, world: CheckWorld): Promise<Answer> {
  const limit = AbortSignal.timeout(check.timeLimit);
  const signal = world.signal === undefined ? limit : AbortSignal.any([world.signal, limit]);
  try {
    const answer = await ask(check, world, signal);
    world.signal?.throwIfAborted();
    return answer;
  } catch (error) {
    world.signal?.throwIfAborted();
    if (!limit.aborted) throw error;
    return { kind: 'none', why: `did not answer within ${check.timeLimit / 1000} s` };
  }
}

function ask({ probe, timeLimit }: Check, { engine, containers, engineHost }: CheckWorld, signal: AbortSignal): Promise<Answer> {
  if (probe.kind === 'exec') {
    const container = containers.find(({ service, state }) => service === probe.service && state === 'running');
    return container === undefined ? nothing(`${probe.service} does not run`) : askExec(probe, container.id, engine, timeLimit, signal);
  }
  const address = addressOf(probe.target, containers, engineHost);
  if ('why' in address) return nothing(address.why);
  return probe.kind === 'tcp' ? askTcp(address.host, address.port, signal) : askHttp(probe, address.host, address.port, signal);
}

async function nothing(why: string): Promise<Answer> {
  return { kind: 'none', why };
}

/** Where a published port is asked; undefined where the check's own title says it. */
function urlOf({ probe, secrets }: Check, { containers, engineHost }: CheckWorld): string | undefined {
  if (probe.kind === 'exec' || isWritten(probe.target)) return undefined;
  const address = addressOf(probe.target, containers, engineHost);
  if ('why' in address) return undefined;
  const host = address.host === '127.0.0.1' || address.host === '::1' ? 'localhost' : hostText(address.host);
  return redacted(probe.kind === 'tcp' ? `tcp://${host}:${address.port}` : `${probe.scheme}://${host}:${address.port}${probe.path}`, secrets);
}

function isWritten({ kind }: Target): boolean {
  return kind === 'address';
}
