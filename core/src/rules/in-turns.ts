// Rules that ask the disk about each service: all at once, so that nobody waits for a disk twice, but each in a turn of its own,
// so that an editor's questions are answered in between.

import type { Project, Service } from '#core/compose/model.ts';
import type { Report, RuleContext } from '#core/rules/rule.ts';

/** What `judge` reports of each service, in their order. */
export async function* eachInTurn(project: Project, { cancellation }: Pick<RuleContext, 'cancellation'>, judge: (service: Service) => Promise<readonly Report[]>): AsyncGenerator<Report> {
  const all = [...project.services.values()].map(async (service) => {
    // Behind those before it, so that the time they took counts.
    await Promise.resolve();
    await cancellation.turn?.();
    return judge(service);
  });
  for (const reports of await Promise.all(all)) yield* reports;
}
