// Switches a copy of the Ops platform example between its two modes, again and again, while a client asks its gateway all
// the time: what a test judges and a bench prints.

import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Project } from '#core/compose/model.ts';
import { inTheWay } from '#core/environments/in-the-way.ts';
import { placeOf } from '#core/environments/place.ts';
import { planSwitch, planUp } from '#core/environments/plan.ts';
import { neverCancelled, type ContainerFacts } from '#core/outside.ts';
import { discoverEnvironments, environmentKey } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { environmentHashes } from '#host/compose/container-hashes.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { whichRun } from '#host/compose/which-run.ts';
import { Engine } from '#host/engine/engine.ts';
import { watchContainers } from '#host/engine/watch.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { summaryOf } from '#server/summaries.ts';
import { pictures } from '#client/environment-picture.ts';
import { rows } from '#client/views/rows.ts';
import { english } from '../client/samples.ts';
import { docker } from './docker/docker.ts';
import { copyOpsPlatform } from './ops-platform-copy.ts';

/** What one switch was like. */
export interface Switched {
  readonly target: string;
  /** Milliseconds until all services were ready. */
  readonly took: number;
  /** Milliseconds in which the client had no good answer; undefined where every answer was good. */
  readonly gap: number | undefined;
  /** What ran afterwards, by the containers' hashes: `clean absent, dev running`. */
  readonly runs: string;
  /** The mode of which the gateway and the API behind it speak afterwards. */
  readonly answers: readonly string[];
  /** The environments' rows of the sidebar, `dev: running · 5/5 healthy`, as soon as they said so, or five seconds later. */
  readonly rows: readonly string[];
  /** How many lines the file in the volume has, one for each switch. */
  readonly lines: number;
}

export interface SwitchingReport {
  readonly switches: readonly Switched[];
  /** How often the client was answered well. */
  readonly answered: number;
  /** Bad answers while nothing was switched. */
  readonly failuresBetween: readonly string[];
}

/** One question of the client: when it was asked and answered, and what was wrong with the answer. */
interface Question {
  readonly from: number;
  readonly to: number;
  readonly failure: string | undefined;
}

/** Makes a copy with ports of its own, switches it that often, and takes away all that it made. */
export async function switchOften(times: number, tell: (one: Switched) => void = () => undefined): Promise<SwitchingReport> {
  // Health that is looked at five times a second makes fifty switches bearable.
  const copy = await copyOpsPlatform('200ms');
  const [cli, engine, files] = [new ComposeCli(), new Engine(), nodeFileSystem()];
  let containers: readonly ContainerFacts[] = [];
  const watch = watchContainers(engine, { changed: (now) => { containers = now; }, failed: (failure) => { throw failure; } });
  try {
    const environments = await discoverEnvironments(copy.folder, files, new ParsedFiles(), neverCancelled);
    const projects = await Promise.all(environments.map((each) => loadProject(each, files, new ParsedFiles(), neverCancelled)));
    const [first, second] = projects;
    if (first === undefined || second === undefined || projects.length !== 2) throw new Error(`the example has ${projects.length} environments`);
    const look = await sidebar(projects, copy.folder, cli);
    await outcomeOf(runPlan(planUp(placeOf(second), [], { build: true }), { cli, engine }));

    const client = askForever(`http://127.0.0.1:${copy.port}/`);
    const switches: { readonly from: number; readonly to: number; readonly said: Omit<Switched, 'gap'> }[] = [];
    try {
      for (let turn = 0; turn < times; turn += 1) {
        const target = turn % 2 === 0 ? first : second;
        const from = performance.now();
        const running = inTheWay(target, projects, await whichRun(projects, engine));
        await outcomeOf(runPlan(planSwitch(placeOf(target), running), { cli, engine }));
        const to = performance.now();
        const { name } = target.environment;
        const isRight = (lines: readonly string[]): boolean => lines.every((line) => (line.startsWith(`${name}: `) ? line.endsWith('running · 5/5 healthy') : line.endsWith('stopped')));
        for (const until = to + 5000; !isRight(look(containers)) && performance.now() < until;) await delay(10);
        const worker = `${target.name}-worker-1`;
        const lines = await docker('exec', worker, 'sh', '-c', `echo ${turn} >> /data/results/turns; wc -l < /data/results/turns`);
        const said = {
          target: name, took: to - from, lines: Number(lines), rows: look(containers),
          runs: (await whichRun(projects, engine)).environments.map(({ id, verdict }) => `${projects.find(({ environment }) => environmentKey(environment) === id)?.environment.name} ${verdict}`).join(', '),
          answers: [...(await textOf(`http://127.0.0.1:${copy.port}/cgi-bin/overview`)).matchAll(/(\w+) mode|"mode": "(\w+)"/g)].map(([, gateway, api]) => gateway ?? api ?? ''),
        };
        switches.push({ from, to, said });
        tell({ ...said, gap: gapIn(client.questions, from, to) });
      }
    } finally {
      await client.end();
    }
    const between = client.questions.filter(({ from, to, failure }) => failure !== undefined && !switches.some((each) => from <= each.to && to >= each.from));
    return {
      switches: switches.map(({ from, to, said }) => ({ ...said, gap: gapIn(client.questions, from, to) })),
      answered: client.questions.filter(({ failure }) => failure === undefined).length,
      failuresBetween: between.map(({ failure = '' }) => failure),
    };
  } finally {
    watch.dispose();
    engine.dispose();
    await copy.remove();
  }
}

/** From the last good answer before the first bad one to the next good one. */
function gapIn(questions: readonly Question[], from: number, to: number): number | undefined {
  const bad = questions.findIndex((one) => one.failure !== undefined && one.from <= to && one.to >= from);
  if (bad < 0) return undefined;
  const last = questions.slice(0, bad).findLast(({ failure }) => failure === undefined);
  const next = questions.slice(bad).findLast(({ failure }, index, rest) => failure === undefined && (rest[index - 1]?.failure !== undefined) && (rest[index - 1]?.from ?? 0) <= to);
  return (next?.to ?? performance.now()) - (last?.to ?? from);
}

/** Asks again and again, 20 ms after each answer, until it is told to end. */
function askForever(url: string): { readonly questions: readonly Question[]; end(): Promise<void> } {
  const questions: Question[] = [];
  const end = new AbortController();
  const asking = (async () => {
    while (!end.signal.aborted) {
      const from = performance.now();
      const failure = await textOf(url).then((text) => (text.includes('Ops platform') ? undefined : `answered "${text.slice(0, 80)}"`), (error: Error) => error.message);
      questions.push({ from, to: performance.now(), failure });
      await delay(20);
    }
  })();
  return { questions, end: () => { end.abort(); return asking; } };
}

function textOf(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: 2000, insecureHTTPParser: true }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('error', reject);
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(`status ${answer.statusCode}`))));
      answer.on('close', () => reject(new Error('the answer broke off')));
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 2 s'))).on('error', reject);
  });
}

/** The rows that the sidebar has for what the engine says, made as the extension makes them. */
async function sidebar(projects: readonly Project[], folder: string, cli: ComposeCli): Promise<(containers: readonly ContainerFacts[]) => readonly string[]> {
  const summaries = projects.flatMap((project) => summaryOf({ environment: project.environment, folder, project, diagnostics: [], dependencies: new Set() }, []) ?? []);
  const hashes = new Map(await Promise.all(summaries.map(async (summary) => [summary.id, await environmentHashes(summary, [], cli)] as const)));
  return (containers) => rows(pictures(summaries, containers, hashes), [{ path: folder, name: 'ops' }], english).map(({ label, description }) => `${label}: ${description}`);
}

async function outcomeOf(run: ReturnType<typeof runPlan>): Promise<void> {
  const outcome = await run;
  if (!outcome.ok) throw outcome.failure;
}
