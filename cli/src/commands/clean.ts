// `composure clean`: says what can go of a project without losing data, asks, takes it away and says what that freed.

import { keptLines, removalLines, removalSummary } from '#core/cleaning/lines.ts';
import { bytesOf, planCleaning, type CleaningPlan } from '#core/cleaning/plan.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import type { Cleaned } from '#host/engine/clean.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate, operationOptions } from '#cli/commands/operate.ts';
import { visible } from '#cli/report/display-text.ts';

export const cleanCommand: CommandDescription = {
  name: 'clean',
  summary: 'Remove the stopped containers of a project and images that newer builds have replaced',
  options: [
    ...operationOptions,
    { name: 'build-cache', help: 'Also empty the build cache, which is one for all projects of the engine' },
  ],
  notes: [
    'It first lists what would go and how much that frees. No volume is among it, with or without a name, and no stopped container that is the only way to data.',
    'The engine does not say for which project it keeps a piece of the build cache: it stays unless it is asked for. The next builds take longer without it.',
  ],
};

/** Cleans. @throws CannotRun where it cannot. */
export function runClean(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async ({ project, engine, signal }) => {
    const { askBelongings, clean } = await import('#host/engine/clean.ts');
    const plan = planCleaning(project.name, await askBelongings(engine, signal));
    const isJson = values.last('format') === 'json';
    const withCache = values.has('build-cache');
    const say = (lines: readonly string[]): void => terminal.out(lines.map((line) => `${visible(line)}\n`).join(''));
    const nothing = plan.removals.length === 0 && !(withCache && plan.buildCache.records > 0);
    if (values.has('dry-run') || nothing) {
      if (isJson) terminal.out(json(project.environment.name, plan, undefined));
      else say(planLines(plan, withCache));
      return 0;
    }
    const lines = planLines(plan, withCache);
    if (isJson || !values.has('yes')) for (const line of lines) terminal.progress(line);
    else say(lines);
    if (!values.has('yes')) {
      const answer = await terminal.ask(`Remove ${withCache && plan.removals.length === 0 ? 'it' : 'this'}?`);
      if (answer === undefined) throw new CannotRun('nothing is removed before somebody says yes: --yes does');
      if (!answer) {
        terminal.note('nothing was removed');
        return 1;
      }
    }
    const cleaned = await clean(engine, plan, { buildCache: withCache, signal, onProgress: ({ kind, name }) => terminal.progress(`  removing ${kind} ${name}`) });
    if (isJson) terminal.out(json(project.environment.name, plan, cleaned));
    else say(cleanedLines(cleaned));
    return cleaned.left.length === 0 ? 0 : 1;
  }, 'cancelling: what is removed already stays removed');
}

function planLines(plan: CleaningPlan, withCache: boolean): readonly string[] {
  const { project, removals, buildCache } = plan;
  const cache = buildCache.records === 0 ? [] : [withCache
    ? `The build cache of all projects goes too, ${sizeText(buildCache.bytes)}`
    : `The build cache of all projects, ${sizeText(buildCache.bytes)}, stays: --build-cache empties it`];
  const heading = removals.length === 0 ? `${project} has nothing to clean` : `${project} can do without ${removalSummary(removals)}:`;
  return [heading, ...removalLines(removals).map((line) => `  ${line}`), ...keptLines(plan), ...cache];
}

function cleanedLines({ removed, left, buildCache }: Cleaned): readonly string[] {
  return [
    `Removed ${removalSummary(removed)}${buildCache === undefined ? '' : `; the build cache is smaller by ${sizeText(buildCache)}`}`,
    ...left.map(({ removal, why }) => `${removal.kind} ${removal.name} is still there: ${why}`),
  ];
}

/** `removed` and `freed` are there when something was done. */
function json(environment: string, plan: CleaningPlan, cleaned: Cleaned | undefined): string {
  const listed = (removals: CleaningPlan['removals']): readonly object[] => removals.map(({ kind, name, bytes }) => ({ kind, name, bytes }));
  return `${JSON.stringify({
    environment, project: plan.project, planned: listed(plan.removals), kept: plan.kept, buildCache: plan.buildCache,
    ...(cleaned !== undefined && {
      removed: listed(cleaned.removed), left: cleaned.left.map(({ removal, why }) => ({ kind: removal.kind, name: removal.name, why })),
      freed: bytesOf(cleaned.removed) + (cleaned.buildCache ?? 0),
    }),
  }, undefined, 2)}\n`;
}
