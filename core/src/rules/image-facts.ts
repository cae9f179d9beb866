// What is certain of the image that a service runs, from its Dockerfile or because it is a well-known one.

import type { Project, Service } from '#core/compose/model.ts';
import { healthcheckOf } from '#core/compose/healthcheck.ts';
import { lineage, targetStage } from '#core/dockerfile/stages.ts';
import { expand } from '#core/dockerfile/expand.ts';
import { officialImage, type OfficialImage } from '#core/images/official.ts';
import { servedPorts } from '#core/images/served-ports.ts';
import { buildFileOf } from '#core/rules/build-dockerfile.ts';
import { isConfigurationPath } from '#core/rules/mounted-configuration.ts';
import type { RuleContext } from '#core/rules/rule.ts';

/** An image, as far as it is known. */
export interface ImageFacts {
  /** Whether it brings a health check. */
  readonly healthcheck: 'there' | 'none' | 'unknown';
  /** The ports that it exposes, as written; undefined where one depends on what is not known. */
  readonly exposed: readonly string[] | undefined;
  /** The official image that it is, or is built upon. */
  readonly official: OfficialImage | undefined;
  /** True for one that is built here. */
  readonly built: boolean;
  /** Whether its Dockerfile brings or changes a configuration. */
  readonly isConfigured: boolean;
  /** What its Dockerfile makes it run and sets, for a look at the numbers in it. */
  readonly texts: readonly string[];
}

/** True for what tells a program what to do, but not for what is only to be run. */
function isConfiguration(path: string): boolean {
  return isConfigurationPath(path) && !/^\/usr\/local\/s?bin\//.test(path);
}

const nothing: ImageFacts = { healthcheck: 'unknown', exposed: [], official: undefined, built: false, isConfigured: false, texts: [] };

/** What is certain of a service's image. */
export async function imageFacts(project: Project, service: Service, context: RuleContext): Promise<ImageFacts> {
  if (service.build === undefined) {
    const { image } = service;
    return image === undefined || image.unresolved.length > 0 ? nothing : ofReference(image.value);
  }
  const file = await buildFileOf(project, service, context);
  const stage = file && (service.build.target?.unresolved.length ?? 0) === 0 ? targetStage(file.dockerfile, service.build.target?.value) : undefined;
  if (file === undefined || stage === undefined) return { ...nothing, built: true };
  const { globals } = file.variables;
  const line = lineage(file.dockerfile, stage, globals);
  const base = expand(line[0]?.base.value ?? '', globals);
  const below = base === undefined || file.contexts.has(base) ? nothing : base === 'scratch' ? { ...nothing, healthcheck: 'none' as const } : ofReference(base);
  const steps = line.flatMap((each) => each.steps);
  const check = steps.findLast((step) => step.kind === 'healthcheck');
  const ports = line.flatMap((each) => {
    const variables = file.variables.at(each);
    return each.steps.flatMap((step) => {
      if (step.kind === 'assign') variables.assign(step.assignment);
      return step.kind === 'expose' ? [variables.expand(step.port.value)] : [];
    });
  });
  const exposed = ports.filter((port) => port !== undefined);
  return {
    healthcheck: check?.kind === 'healthcheck' ? (check.none ? 'none' : 'there') : below.healthcheck,
    exposed: exposed.length < ports.length ? undefined : [...below.exposed ?? [], ...exposed],
    official: below.official, built: true,
    isConfigured: steps.some((step) => (step.kind === 'copy' && isConfiguration(step.target?.value ?? '')) || (step.kind === 'run' && /\.(?:conf|cnf)\b/.test(step.script))),
    texts: steps.flatMap((step) => {
      if (step.kind === 'cmd' || step.kind === 'entrypoint') return step.words;
      return step.kind === 'assign' ? step.assignment.value ?? [] : [];
    }),
  };
}

function ofReference(reference: string): ImageFacts {
  const official = officialImage(reference);
  return official === undefined ? { ...nothing, exposed: (servedPorts(reference) ?? []).map(String) } : { ...nothing, healthcheck: 'none', official, exposed: official.ports.map(String) };
}

/** Whether a service's containers have a health check: `off` where the service switches it off, `unknown` where the image may bring one. */
export async function healthOf(project: Project, service: Service, context: RuleContext): Promise<'there' | 'none' | 'off' | 'unknown'> {
  const own = healthcheckOf(service);
  if (own?.kind === 'off') return 'off';
  if (own?.kind === 'own') return 'there';
  return own?.kind === 'unknown' ? 'unknown' : (await imageFacts(project, service, context)).healthcheck;
}
