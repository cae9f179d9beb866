// Asks about many projects, two at a time, and counts what came of it.

import { compare, type Comparison } from './compare.ts';
import type { ComposeAnswers } from './compose-answers.ts';
import type { OracleProject } from './oracle-project.ts';
import { ourAnswer } from './our-answer.ts';

export interface Judged {
  readonly project: OracleProject;
  readonly comparison: Comparison;
}

/** The projects with what both say of them, in their order. */
export async function judgeAll(projects: readonly OracleProject[], answers: ComposeAnswers, progress: (done: number) => void = () => undefined): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  const waiting = [...projects.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, project] = next;
      judged[index] = { project, comparison: await judge(project, answers) };
      progress(judged.length);
    }
  };
  await Promise.all([work(), work()]);
  return judged;
}

async function judge(project: OracleProject, answers: ComposeAnswers): Promise<Comparison> {
  try {
    return compare(project, await answers.ask(project), await ourAnswer(project));
  } catch (error) {
    return { outcome: 'disagree', about: 'crash', details: [error instanceof Error ? error.stack ?? error.message : String(error)] };
  }
}
