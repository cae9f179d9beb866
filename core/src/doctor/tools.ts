// The programs that an environment needs, and whether they are new enough.

import type { Verdict } from '#core/doctor/check.ts';
import type { DoctorFacts } from '#core/doctor/facts.ts';
import { advice } from '#core/failure.ts';

/** What Composure is made for: older ones lack what it asks of them. */
const oldest = { compose: '2.20', engine: '20.10' };

/** The docker command. Its version does not matter: it only has to find Compose. */
export function judgeDocker({ docker }: DoctorFacts): Verdict {
  if (docker.told) return { status: 'pass', message: `The docker command is ${docker.value}` };
  if (docker.kind === 'unfinished') return { status: 'warn', message: `"docker --version" did not finish: ${docker.why}` };
  return { status: 'fail', message: said(docker.why), advice: advice[docker.kind], ...(docker.kind === 'docker-missing' && { remedies: [installDocker] }) };
}

/** Compose as a plugin of the docker command. */
export function judgeCompose({ compose }: DoctorFacts): Verdict {
  const remedies = [installCompose];
  if (!compose.told) {
    if (compose.kind === 'unfinished') return { status: 'warn', message: `"docker compose version" did not finish: ${compose.why}` };
    return { status: 'fail', message: compose.kind === 'compose-missing' ? 'The docker command has no Compose' : said(compose.why), advice: advice[compose.kind], ...(compose.kind === 'compose-missing' && { remedies }) };
  }
  if (!isOlder(compose.value, oldest.compose)) return { status: 'pass', message: `Docker Compose is ${compose.value}` };
  return { status: 'fail', message: `Docker Compose ${compose.value} is older than ${oldest.compose}: it lacks what environments are started with`, advice: advice['compose-missing'], remedies };
}

/** The engine that is meant. */
export function judgeEngine({ engine }: DoctorFacts): Verdict {
  if (!engine.told) {
    if (engine.kind === 'unfinished') return { status: 'fail', message: `The engine did not answer: ${engine.why}`, advice: 'See whether Docker is busy, or restart it' };
    return { status: 'fail', message: said(engine.why), advice: advice[engine.kind] };
  }
  const { version, address, context } = engine.value;
  const at = `${address}${context === undefined || context === 'default' ? '' : ` (context ${context})`}`;
  if (!isOlder(version, oldest.engine)) return { status: 'pass', message: `The engine ${version} answers at ${at}` };
  return { status: 'warn', message: `The engine ${version} at ${at} is older than ${oldest.engine}: health and images may be told wrong`, advice: `Update Docker to ${oldest.engine} or newer`, remedies: [installDocker] };
}

/** Compares the numbers of versions such as `2.26.1` and `20.10.24+dfsg1`. What is no number is not older. */
export function isOlder(version: string, than: string): boolean {
  const [found, wanted] = [version, than].map((each) => each.replace(/^v/, '').split('.').map((part) => Number.parseInt(part, 10)));
  const at = wanted?.findIndex((part, index) => found?.[index] !== part) ?? -1;
  const [mine = 0, theirs = 0] = [found?.[at], wanted?.[at]];
  return at >= 0 && Number.isFinite(mine) && mine < theirs;
}

/** A failure's message begins a line here. */
function said(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

const installDocker = { kind: 'read', title: 'How to Install Docker', url: 'https://docs.docker.com/get-started/get-docker/' } as const;
const installCompose = { kind: 'read', title: 'How to Install Compose', url: 'https://docs.docker.com/compose/install/' } as const;
