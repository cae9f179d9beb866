// What the commands that change what runs have in common: the environment that is meant, one engine for all of the operation,
// progress on stderr, Ctrl-C, and the result.

import { placeOf } from '#core/environments/place.ts';
import type { Plan } from '#core/environments/plan.ts';
import { planRemoveOrphans } from '#core/environments/plan.ts';
import type { Judgement } from '#core/environments/waiting.ts';
import type { Runs } from '#core/environments/running.ts';
import { advice, Failure } from '#core/failure.ts';
import type { Project } from '#core/compose/model.ts';
import type { ContainerFacts } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { nearest } from '#core/words/nearest.ts';
import type { Machinery, PlanOutcome, RunPlanOptions } from '#host/compose/run-plan.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { OptionDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { chooseEnvironment, environmentOptions, type Chosen } from '#cli/commands/choose-environment.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operationJson, operationText, planText } from '#cli/report/operation.ts';

/** The options of every operation. */
export const operationOptions: readonly OptionDescription[] = [
  ...environmentOptions,
  { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' },
  { name: 'yes', help: 'Answer plain questions with yes' },
  { name: 'dry-run', help: 'Print what would be done, and change nothing' },
];

/** For those that wait. */
export const timeoutOption: OptionDescription = {
  name: 'timeout', value: 'SECONDS', help: 'How long each container may take to be ready; without it as long as its own health check may take',
};

/** What an operation works with. */
export interface Operating extends Machinery, Chosen {
  readonly files: ReturnType<typeof nodeFileSystem>;
  readonly parsed: ParsedFiles;
  readonly values: Values;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** The environment that makes the docker command talk to this engine. */
  readonly environment: NodeJS.ProcessEnv;
  /** What runs of all the folder's environments. */
  runs(): Promise<Runs>;
}

/**
 * Chooses the environment and pins the engine, and does the work with them.
 * `cancelling` is said after Ctrl-C.
 * @throws CannotRun where there is no environment, no docker or no engine.
 */
export async function operate(values: Values, terminal: Terminal, work: (operating: Operating) => Promise<Status>, cancelling = 'cancelling: Compose is asked to end'): Promise<Status> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const chosen = await chooseEnvironment(values, terminal.currentFolder, files, parsed);
  const [{ Engine }, { environmentFor }, { ComposeCli }, { whichRun }] = await Promise.all([
    import('#host/engine/engine.ts'), import('#host/engine/endpoint.ts'), import('#host/compose/cli.ts'), import('#host/compose/which-run.ts'),
  ]);
  const interrupted = new AbortController();
  const interrupt = (): void => {
    if (cancelling !== '') terminal.progress(cancelling);
    interrupted.abort(new Failure('command-failed', 'it was cancelled'));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const finder = new Engine();
  try {
    const endpoint = await finder.endpoint();
    const engine = new Engine({ endpoint });
    try {
      await engine.ping(interrupted.signal);
      await sayInterrupted(chosen.project, terminal);
      const environment = environmentFor(endpoint);
      return await work({
        ...chosen, engine, cli: new ComposeCli({ environment }), environment, files, parsed, values, terminal, signal: interrupted.signal,
        runs: () => whichRun(chosen.beside, engine, interrupted.signal),
      });
    } finally {
      engine.dispose();
    }
  } catch (error) {
    if (error instanceof Failure) throw new CannotRun(error.kind === 'command-failed' ? error.message : `${error.message} (${advice[error.kind]})`, { cause: error });
    throw error;
  } finally {
    finder.dispose();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** Whoever works on a project learns that something of it was interrupted. */
async function sayInterrupted({ name }: Project, terminal: Terminal): Promise<void> {
  const { listInterrupted } = await import('#host/backup/interrupted.ts');
  for (const { id, operation, project, step } of await listInterrupted()) {
    if (project === name) terminal.note(`a ${operation} of ${project} was interrupted: ${step} (composure recover ${id})`);
  }
}

/** The services that the command line names. @throws CannotRun for one that the environment does not have. */
export function servicesNamed(values: Values, project: Project): readonly string[] {
  const { services } = placeOf(project);
  for (const name of values.operands) {
    if (services.includes(name)) continue;
    const near = nearest(name, services);
    throw new CannotRun(`${project.environment.name} has no service "${name}": ${near === undefined ? `there is ${services.toSorted().join(', ')}` : `did you mean ${near}?`}`);
  }
  return [...new Set(values.operands)];
}

/** Carries out a plan and prints how it ended. */
export async function carryOut(plan: Plan, operating: Operating, done: string): Promise<Status> {
  const { project, values, terminal, engine, cli, signal } = operating;
  const isJson = values.last('format') === 'json';
  if (values.has('dry-run')) {
    terminal.out(planText(plan, isJson));
    return 0;
  }
  const { runPlan } = await import('#host/compose/run-plan.ts');
  const began = Date.now();
  let outcome: PlanOutcome;
  try {
    outcome = await runPlan(plan, { cli, engine }, progressOptions(operating));
  } catch (error) {
    if (!signal.aborted) throw error;
    return sayCancelled(plan, operating);
  }
  const containers = await engine.containersOf(project.name);
  const seconds = Math.round((Date.now() - began) / 1000);
  const report = { place: placeOf(project), containers, outcome, home: plan.back?.steps.at(-1)?.environment.name };
  if (!outcome.ok) sayLog(outcome, operating);
  terminal.out(isJson ? operationJson(report) : operationText(report, `${done}${outcome.ok && outcome.judgement !== undefined ? `, ready after ${seconds} s` : ''}`));
  // Nobody has to wait for it to know that all is ready.
  if (outcome.ok && startsAll(plan, project)) await rememberWorking(operating);
  return outcome.ok ? 0 : 1;
}

/** Whether a plan has started the whole of the environment. */
function startsAll({ steps }: Plan, project: Project): boolean {
  const { services } = placeOf(project);
  return services.every((service) => steps.at(-1)?.awaits?.services.includes(service));
}

/** Remembers what is ready now as the last working state. That it cannot does not make the operation fail. */
export async function rememberWorking({ project, cli, engine, terminal, signal }: Operating): Promise<void> {
  const { remember } = await import('#host/rollback/remember.ts');
  try {
    const remembered = await remember(placeOf(project), { cli, engine }, { signal });
    if (remembered.kind === 'remembered' && remembered.isNew) terminal.progress(`Remembered as working state ${remembered.state.id}`);
  } catch (error) {
    if (!(error instanceof Error && (error instanceof Failure || 'code' in error))) throw error;
    terminal.progress(`It is not remembered as a working state: ${error.message}`);
  }
}

/** How a plan is run: cancellable, with each step and each change of a service told. */
export function progressOptions({ values, terminal, signal }: Operating): RunPlanOptions {
  let told: ReadonlyMap<string, string> = new Map();
  const tell = ({ services }: Judgement): void => {
    for (const { service, state, on, reason } of services) {
      const words = `${state}${state === 'waiting' && on.length > 0 ? ` for ${on.join(', ')}` : ''}${reason === undefined ? '' : `, ${reason}`}`;
      if (told.get(service) !== words) terminal.progress(`  ${service}: ${words}`);
      told = new Map([...told, [service, words]]);
    }
  };
  return {
    signal,
    waitLimit: secondsOf(values),
    onProgress: (step, line) => terminal.progress(line === undefined ? step.title : `  ${line}`),
    onJudgement: (_, judgement) => tell(judgement),
    onBack: (back, { failure }) => {
      told = new Map();
      terminal.progress(`${failure.message}: ${back.title}`);
    },
  };
}

/** Containers of services that no file names: they are offered to be removed, and never are without a yes. */
export async function offerOrphans({ project, values, terminal, engine, cli, signal, runs }: Operating): Promise<void> {
  const orphans = (await runs()).orphans.filter((one) => one.project === project.name);
  if (orphans.length === 0) return;
  const services = [...new Set(orphans.map(({ service }) => service))];
  const what = `${orphans.length === 1 ? 'a container' : `${orphans.length} containers`} of ${services.join(', ')}, which no file names any more`;
  const isWanted = values.has('yes') || await terminal.ask(`There is ${what}. Remove ${orphans.length === 1 ? 'it' : 'them'}? Volumes stay.`) === true;
  if (!isWanted) return terminal.note(`there is ${what} (--yes removes them)`);
  const { runPlan } = await import('#host/compose/run-plan.ts');
  const outcome = await runPlan(planRemoveOrphans(placeOf(project), services), { cli, engine }, { signal, onProgress: (step, line) => terminal.progress(line === undefined ? step.title : `  ${line}`) });
  if (!outcome.ok) terminal.note(`${services.join(', ')} could not be removed: ${outcome.failure.message}`);
}

async function sayCancelled(plan: Plan, { project, terminal, engine }: Operating): Promise<Status> {
  const containers = await engine.containersOf(project.name);
  const up = containers.filter(({ state }: ContainerFacts) => state === 'running' || state === 'paused' || state === 'restarting');
  terminal.note(`${plan.title} was cancelled: ${containers.length === 0 ? 'no containers are left behind' : `${up.length} of ${containers.length} containers run`}`);
  return 1;
}

/** Why a service ended stands in its log, and what is said there belongs to the person's eyes alone: stderr. */
export function sayLog({ failed, lastWords = [] }: Extract<PlanOutcome, { ok: false }>, { terminal }: Operating): void {
  if (failed?.container === undefined || failed.evidence !== undefined || lastWords.length === 0) return;
  terminal.progress(`The log of ${failed.service} ends with:`);
  for (const line of lastWords.slice(-mostLines)) terminal.progress(`  ${line}`);
}

const mostLines = 10;

export function secondsOf(values: Values): number | undefined {
  const said = values.last('timeout');
  if (said === undefined) return undefined;
  const seconds = Number(said);
  if (!(seconds > 0)) throw new CannotRun(`--timeout: "${said}" is no number of seconds`);
  return seconds * 1000;
}
