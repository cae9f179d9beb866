// Kills the command while it backs up, restores, destroys and recovers, over and over, at the steps of its journal and between
// them. After each kill all data has to be what it was or what it was to be, or `composure recover` has to tell of it and bring
// it there; who ran runs again, and nothing lies about.

import path from 'node:path';
import { killedProject, type KilledProject } from '../support/backup/killed-project.ts';
import { runKilled, type KilledCommand, type Moment } from '../support/backup/killed-command.ts';
import { docker } from '../support/docker/docker.ts';
import { random, type Random } from '../support/random.ts';

export interface Tally {
  readonly kills: number;
  readonly losses: readonly string[];
  readonly orphans: readonly string[];
}

export interface Kills extends Tally {
  /** By operation and the last step that was written down. */
  readonly steps: ReadonlyMap<string, Tally>;
}

type Operation = 'backup' | 'restore' | 'destroy';

interface Round {
  readonly shop: KilledProject;
  readonly chance: Random;
  /** The name of the backup that is restored, and what it holds. */
  readonly backup: string;
  readonly wanted: string;
  readonly standing: string;
  /** What each command came to when it was last left alone. */
  readonly usual: Map<string, Pick<KilledCommand, 'milliseconds' | 'steps'>>;
}

interface Counted {
  kills: number;
  readonly losses: string[];
  readonly orphans: string[];
}

/** So many projects at most are given up after a loss. */
const losersAtMost = 4;

/** Kills until there were so many kills. A project in which something was lost is not gone on with. */
export async function killLoop(kills: number, seed: number, say: (line: string) => void = () => undefined): Promise<Kills> {
  const steps = new Map<string, Counted>();
  const sum = (): number => [...steps.values()].reduce((total, each) => total + each.kills, 0);
  const chance = random(seed);
  for (let projects = 0; projects < losersAtMost && sum() < kills; projects += 1) await killIn(chance, steps, () => sum() >= kills, (line) => say(`${sum()} ${line}`));
  const all = [...steps.values()];
  return { kills: sum(), losses: all.flatMap(({ losses }) => losses), orphans: all.flatMap(({ orphans }) => orphans), steps };
}

/** Kills in one project, until it is enough or something was lost. */
async function killIn(chance: Random, steps: Map<string, Counted>, isEnough: () => boolean, say: (line: string) => void): Promise<void> {
  const tallyOf = (killed: string): Counted => {
    const tally = steps.get(killed) ?? { kills: 0, losses: [], orphans: [] };
    steps.set(killed, tally);
    return tally;
  };
  const shop = await killedProject();
  try {
    const round = await begin(shop, chance);
    for (let turn = 0; !isEnough(); turn += 1) {
      const operation: Operation = turn % 8 === 7 ? 'destroy' : turn % 3 === 2 ? 'backup' : 'restore';
      const { killed, loss, orphans } = await killOnce(round, operation, turn);
      for (const each of killed) tallyOf(each).kills += 1;
      const path = killed.length === 0 ? `${operation}: not killed` : killed.join(', then ');
      const last = tallyOf(killed.at(-1) ?? path);
      if (loss !== undefined) last.losses.push(`${path}: ${loss}`);
      last.orphans.push(...orphans.map((each) => `${path}: ${each}`));
      say(`${path}${loss === undefined ? '' : ` LOSS ${loss}`}${orphans.length === 0 ? '' : ` ORPHANS ${orphans.join(', ')}`}`);
      if (loss !== undefined) return;
    }
    // A lock of the dead holds nobody, and the next operation takes it away.
    const ended = await runKilled(['backup'], shop.project.directory, shop.states);
    if (ended.status !== 0) tallyOf('at the end').losses.push(`no backup can be made: ${ended.stderr}`);
    tallyOf('at the end').orphans.push(...(await shop.locks()).map((lock) => `lock ${lock}`), ...await shop.orphans());
  } finally {
    await shop.remove();
  }
}

/** Makes the backup, and learns how long each command takes and how many steps it writes. */
async function begin(shop: KilledProject, chance: Random): Promise<Round> {
  const usual: Round['usual'] = new Map();
  const wanted = await shop.fill('new');
  const learn = async (operation: Operation, args: readonly string[]): Promise<void> => {
    const ended = await runKilled(args, shop.project.directory, shop.states);
    if (ended.status !== 0) throw new Error(`${operation} fails without a kill: ${ended.stderr}`);
    usual.set(operation, ended);
  };
  await learn('backup', ['backup']);
  const backup = (await shop.backups()).find((name) => !name.startsWith('.')) ?? '';
  await learn('restore', ['restore', backup, '--yes']);
  usual.set('destroy', { milliseconds: usual.get('backup')?.milliseconds ?? 0, steps: 4 });
  return { shop, chance, backup, wanted, usual, standing: await shop.containers() };
}

interface Killed {
  readonly killed: readonly string[];
  readonly loss?: string | undefined;
  readonly orphans: readonly string[];
}

async function killOnce(round: Round, operation: Operation, turn: number): Promise<Killed> {
  const { shop, backup, wanted, standing, chance } = round;
  const old = await shop.fill(`old${turn}`);
  const args = { backup: ['backup'], restore: ['restore', backup, '--yes'], destroy: ['destroy', '--confirm', shop.project.name] }[operation];
  const killed: string[] = [];
  const first = await runKilled(args, shop.project.directory, shop.states, momentOf(round, operation));
  if (first.isKilled) killed.push(`${operation}: ${first.step ?? 'no journal'}`);
  else if (first.status !== 0 && !isTooSlow(first)) return { killed, loss: `fails by itself: ${first.stderr}`, orphans: [] };
  let last: 'resume' | 'put-back' | undefined;
  for (let tries = 0; ; tries += 1) {
    const listed = JSON.parse((await runKilled(['recover', '--format', 'json'], shop.project.directory, shop.states)).stdout) as readonly { readonly id: string; readonly options: readonly ('resume' | 'put-back')[] }[];
    // Putting back a destruction is a restore with a journal of its own, which is told in its place.
    const [found] = listed;
    if (found === undefined) break;
    if (listed.length > 1 || tries > 5) return { killed, loss: `${listed.length} are told as interrupted after ${tries} recoveries`, orphans: [] };
    const choice = found.options[(turn + tries) % found.options.length] ?? 'put-back';
    const isKilledAgain = tries < 2 && chance.below(3) === 0;
    const recovery = await runKilled(['recover', found.id, `--${choice}`], shop.project.directory, shop.states, isKilledAgain ? momentOf(round, `recover --${choice}`) : undefined);
    if (recovery.isKilled) killed.push(`${operation} --${choice}: ${recovery.step ?? 'no journal'}`);
    else if (recovery.status !== 0 && isTooSlow(recovery)) continue;
    else if (recovery.status !== 0) return { killed, loss: `recover --${choice} fails: ${recovery.stdout}${recovery.stderr}`, orphans: [] };
    else round.usual.set(`recover --${choice}`, recovery);
    last = choice;
  }
  const loss = await lossOf(round, operation, { old, wanted, standing, last, isWhole: first.status === 0 });
  const orphans = await shop.orphans();
  await shop.removeBackupsBut(backup);
  return { killed, loss, orphans };
}

/** An engine with too much to do ends a command too: what is left then is judged as after a kill. */
function isTooSlow({ stderr }: KilledCommand): boolean {
  return stderr.includes('did not answer within');
}

/** At a step, a little after it, or any time. */
function momentOf({ usual, chance }: Round, command: string): Moment {
  const { milliseconds, steps } = usual.get(command) ?? { milliseconds: 1500, steps: 4 };
  if (steps === 0 || chance.below(4) === 0) return { steps: 0, milliseconds: 50 + chance.below(Math.max(1, Math.round(milliseconds))) };
  return { steps: 1 + chance.below(steps), milliseconds: chance.pick([0, 0, 0, 5, 20, 60, chance.below(400)]) };
}

interface Expected {
  readonly old: string;
  readonly wanted: string;
  readonly standing: string;
  readonly last: 'resume' | 'put-back' | undefined;
  readonly isWhole: boolean;
}

async function lossOf({ shop }: Round, operation: Operation, { old, wanted, standing, last, isWhole }: Expected): Promise<string | undefined> {
  const containers = await shop.containers();
  if (operation === 'destroy' && containers !== standing) return destroyedLoss(shop, old, containers, last);
  if (containers !== standing) return `containers are ${containers}, and were ${standing}`;
  const now = await shop.content();
  if (now === old) return operation === 'restore' && (isWhole || last === 'resume') ? 'it is said to be restored, and holds what it held' : undefined;
  if (operation === 'restore' && now === wanted) return last === 'put-back' ? 'it is said to be put back, and holds what the backup holds' : undefined;
  return 'the data is neither the old nor the new';
}

/** Containers are gone, or some where it was put back: the data is in its volumes still or again, or in a safety copy. */
async function destroyedLoss(shop: KilledProject, old: string, containers: string, last: Expected['last']): Promise<string | undefined> {
  if (containers !== '' && last !== 'put-back') return `containers are ${containers} after a destruction`;
  const volumes = await docker('volume', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${shop.project.name}`);
  if (volumes === '') {
    const copies = (await shop.backups()).filter((name) => !name.startsWith('.')).toSorted();
    const problems: string[] = [];
    for (const copy of copies.slice(1).toReversed()) {
      const restored = await runKilled(['restore', path.join(shop.project.directory, 'backups', copy), '--yes'], shop.project.directory, shop.states);
      if (restored.status !== 0) problems.push(restored.stderr);
      await shop.stand();
      if (await shop.content() === old) return undefined;
    }
    return `none of ${copies.length - 1} safety copies brings back what was destroyed ${problems.join()}`;
  }
  await shop.stand();
  return await shop.content() === old ? undefined : 'what was destroyed and put back is not what it was';
}
