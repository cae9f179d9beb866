// `--from` names a stage, a context or an image. What is none of these is surely wrong for a number or a name that no
// image can have; else only where it is plainly a stage that is meant.

import type { Project } from '#core/compose/model.ts';
import type { Stage } from '#core/dockerfile/read.ts';
import { isStageNumber, stageFrom } from '#core/dockerfile/stages.ts';
import type { BuildFile } from '#core/rules/build-dockerfile.ts';
import { isExact } from '#core/rules/copy-source-missing/report-source.ts';
import type { Report } from '#core/rules/rule.ts';
import { nearest } from '#core/words/nearest.ts';
import type { Located } from '#core/yaml/span.ts';

/** What stages are called, and no official image is. */
const stageNames = /^(?:build|builder|deps|dependencies|dev|development|prod|production|test|tests|runtime|runner|install|compile|assets|frontend|backend|release|final|dist|prepare|setup|stage-?\d+)$/;

/** The report on a `--from` that names nothing (BuildKit: "invalid stage index", "circular dependency", "invalid reference format"). */
export function aboutStage(project: Project, { dockerfile, contexts }: BuildFile, at: Stage, from: Located<string>): readonly Report[] {
  const name = from.value.replace(/^(["'])(.*)\1$/, '$2');
  if (name === '' || name.includes('$') || contexts.has(name)) return [];
  const { stages } = dockerfile;
  const stage = stageFrom(dockerfile, name);
  if (stage === at) return [{ at: from, message: `${name} is the stage that copies: the build fails` }];
  if (stage !== undefined) return [];
  if (isStageNumber(name)) {
    return [{ at: from, message: `Stage ${name} does not exist, the last one is ${stages.length - 1}: the build fails` }];
  }
  const names = stages.filter((each) => each !== at).flatMap(({ named }) => named?.value ?? []);
  const near = nearest(name, names);
  const report = (message: string, severity: 'error' | 'warning'): Report => ({
    at: from, severity, message: `${message}${near === undefined ? '' : `; there is the stage ${near}`}`,
    fixes: () => (near === undefined || !isExact(from) ? [] : [{ title: `Use ${near}`, safety: 'ask', edits: [{ kind: 'replace', at: from, text: near }] }]),
  });
  if (/^[^/:@]*[A-Z]/.test(name) && !name.includes('/')) return [report(`${name} is no stage, and no image can have that name: the build fails`, 'error')];
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(name) || isImageOf(project, name)) return [];
  if (stageNames.test(name) || (near !== undefined && name.length >= 5)) return [report(`${name} is no stage of this Dockerfile: Docker looks for an image of that name`, 'warning')];
  return [];
}

/** True for an image that the project names or makes. */
function isImageOf(project: Project, name: string): boolean {
  return [...project.services.values()].some((service) => service.name === name || `${project.name}-${service.name}` === name || (service.image !== undefined && service.image.value.split(':', 1)[0] === name));
}
