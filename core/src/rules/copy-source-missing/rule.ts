import type { Project, Service } from '#core/compose/model.ts';
import { BuildContext, isPattern } from '#core/dockerfile/build-context.ts';
import type { Step } from '#core/dockerfile/read.ts';
import { neededStages } from '#core/dockerfile/stages.ts';
import type { FilePath } from '#core/outside.ts';
import { buildFileOf, type BuildFile } from '#core/rules/build-dockerfile.ts';
import { localContext } from '#core/rules/build-paths.ts';
import { aboutAddress, aboutSource, type MissingSource } from '#core/rules/copy-source-missing/report-source.ts';
import { aboutStage } from '#core/rules/copy-source-missing/unknown-stage.ts';
import { eachInTurn } from '#core/rules/in-turns.ts';
import type { Report, Rule, RuleContext } from '#core/rules/rule.ts';
import type { Located } from '#core/yaml/span.ts';

/**
 * BuildKit: "failed to compute cache key: "/x" not found", for what `.dockerignore` leaves out too. A pattern that
 * matches nothing copies nothing, and beside other sources it is there on purpose.
 */
export const copySourceMissing: Rule = {
  code: 'copy-source-missing',
  title: 'A Dockerfile copies what the build context does not hold',
  stage: 'build',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  check: (project, context) => eachInTurn(project, context, (service) => judge(project, service, context)),
};

async function judge(project: Project, service: Service, context: RuleContext): Promise<readonly Report[]> {
  const file = await buildFileOf(project, service, context);
  if (file === undefined || (file.build.target?.unresolved.length ?? 0) > 0) return [];
  const contexts = new Contexts(project, file, context);
  const reports: Report[] = [];
  const { build, dockerfile, variables } = file;
  for (const stage of neededStages(dockerfile, build.target?.value, variables.globals, new Set(file.contexts.keys()))) {
    const known = variables.at(stage);
    for (const step of stage.steps) {
      context.cancellation.throwIfAborted();
      if (step.kind === 'assign') known.assign(step.assignment);
      for (const source of sourcesOf(step)) {
        const value = step.kind === 'mount' && source.value.includes('$') ? undefined : known.expand(source.value);
        if (value === undefined || value === '') continue;
        if (isAddress(value)) {
          if (step.kind === 'copy' && step.keyword.value === 'COPY' && step.from === undefined && !source.value.includes('$')) reports.push(aboutAddress(step, source));
          continue;
        }
        const from = step.kind === 'copy' || step.kind === 'mount' ? step.from : undefined;
        const missing = await find({ service, build, source, value, alone: step.kind !== 'copy' || step.sources.length === 1, named: from?.value }, contexts);
        if (missing === undefined) continue;
        // What git leaves out is made before the build, by a person or by a pipeline.
        const isMade = missing.found !== 'ignored' && await context.isIgnored(missing.context.pathOf(value.replaceAll(/[*?]/g, '_')));
        if (!isMade || !isPattern(value)) reports.push(aboutSource(project, missing, isMade, context));
      }
      if ((step.kind === 'copy' || step.kind === 'mount') && step.from !== undefined) reports.push(...aboutStage(project, file, stage, step.from));
    }
  }
  return reports;
}

/** What a step takes from a context. */
function sourcesOf(step: Step): readonly Located<string>[] {
  if (step.kind === 'copy') return step.sources;
  return step.kind === 'mount' && step.type === 'bind' && step.source !== undefined ? [step.source] : [];
}

function isAddress(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+@[\w.-]+:/i.test(value);
}

async function find(source: Omit<MissingSource, 'found' | 'context'>, contexts: Contexts): Promise<MissingSource | undefined> {
  const context = await contexts.open(source.named);
  const found = await context?.find(source.value);
  if (context === undefined || found === undefined || found === 'there') return undefined;
  if (!isPattern(source.value)) return { ...source, context, found };
  return source.alone && /[*?]/.test(source.value) ? { ...source, context, found: found === 'ignored' ? 'ignored-pattern' : 'unmatched' } : undefined;
}

/** The local folders that a build takes files from. */
class Contexts {
  readonly #project: Project;
  readonly #file: BuildFile;
  readonly #context: RuleContext;
  readonly #open = new Map<string | undefined, Promise<BuildContext | undefined>>();

  constructor(project: Project, file: BuildFile, context: RuleContext) {
    this.#project = project;
    this.#file = file;
    this.#context = context;
  }

  /** The build context, or the one of `additional_contexts` with this name; undefined for a stage, an image, and what is not known. */
  open(name: string | undefined): Promise<BuildContext | undefined> {
    const known = this.#open.get(name) ?? this.#find(name);
    this.#open.set(name, known);
    return known;
  }

  async #find(name: string | undefined): Promise<BuildContext | undefined> {
    const { files } = this.#context;
    const folder = name === undefined ? this.#file.folder : this.#additional(name);
    if (folder === undefined || await files.stat(folder) !== 'directory') return undefined;
    return BuildContext.open(folder, name === undefined ? this.#file.path : undefined, files);
  }

  #additional(name: string): FilePath | undefined {
    const text = this.#file.contexts.get(name);
    return text && localContext(this.#project, text);
  }
}
