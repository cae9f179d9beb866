// What else than env files is written of the variables, as `composure.yaml` says it:
//
//   outputs:
//     secrets: true                               # secrets/.env.<environment>.json
//     kubernetes: { name: "shop-${ENVIRONMENT}" } # secrets/kubernetes.<environment>.yaml
//     override:                                   # limits.<environment>.yaml
//       services:
//         api: { memory: 512m, environments: { prod: { memory: 2g, cpus: 2, ports: ["80:8080"] } } }
//     templates: { nginx.conf.tmpl: nginx.conf }

import type { FilePath } from '#core/outside.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { entries, get, items, type Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** What a service may use. */
export interface ServiceLimits {
  readonly memory: string | undefined;
  readonly cpus: string | undefined;
  readonly gpu: 'all' | number | undefined;
  readonly ports: readonly string[] | undefined;
}

/** The files of one environment. */
export interface Outputs {
  readonly secrets: FilePath | undefined;
  readonly kubernetes: { readonly file: FilePath; readonly name: string; readonly namespace: string | undefined } | undefined;
  readonly override: { readonly file: FilePath; readonly services: ReadonlyMap<string, ServiceLimits> } | undefined;
  readonly templates: readonly { readonly template: FilePath; readonly file: FilePath }[];
}

/** What `composure.yaml` wants for an environment. */
export function readOutputs(file: YamlFile, environment: string): Outputs {
  const node = get(file.documents[0], 'outputs');
  const folder = folderOf(file.file);
  const filled = (scalar: Scalar | undefined): string | undefined => scalar && environmentPath(scalar.content, environment);
  const pathAt = (each: YamlNode | undefined, usual: string): FilePath | undefined => {
    const scalar = scalarOf(each);
    if (each === undefined || scalar?.value === false) return undefined;
    return resolvePath(folder, scalar === undefined || scalar.value === true ? environmentPath(usual, environment) : environmentPath(scalar.content, environment));
  };
  const [kubernetes, override] = [get(node, 'kubernetes'), get(node, 'override')];
  const manifest = pathAt(kubernetes?.kind === 'mapping' ? get(kubernetes, 'file') ?? kubernetes : kubernetes, 'secrets/kubernetes.${ENVIRONMENT}.yaml');
  return {
    secrets: pathAt(get(node, 'secrets'), 'secrets/.env.${ENVIRONMENT}.json'),
    kubernetes: manifest === undefined ? undefined : {
      file: manifest,
      name: resourceName(filled(scalarOf(get(kubernetes, 'name'))) ?? `${folder.slice(folder.lastIndexOf('/') + 1)}-${environment}`),
      namespace: filled(scalarOf(get(kubernetes, 'namespace'))),
    },
    override: override?.kind !== 'mapping' ? undefined : {
      file: resolvePath(folder, filled(scalarOf(get(override, 'file'))) ?? `limits.${pathWord(environment)}.yaml`),
      services: new Map(entries(get(override, 'services')).map(({ key, value }) => [key.content, limitsOf(value, environment)] as const).filter(([, limits]) => Object.values(limits).some((each) => each !== undefined))),
    },
    templates: entries(get(node, 'templates')).flatMap(({ key, value }) => {
      const to = filled(scalarOf(value));
      return to === undefined || to === '' ? [] : [{ template: resolvePath(folder, key.content), file: resolvePath(folder, to) }];
    }),
  };
}

/** A path with the environment's name filled in. */
export function environmentPath(path: string, environment: string): string {
  return path.replaceAll('${ENVIRONMENT}', pathWord(environment));
}

/** An environment's name as a part of a path: it may be any text in composure.yaml. */
export function pathWord(environment: string): string {
  return environment.replaceAll(/[^\w.-]+/g, '-');
}

/** What is said for the environment, and for the rest what is said for all. */
function limitsOf(node: YamlNode, environment: string): ServiceLimits {
  const own = get(get(node, 'environments'), environment);
  const said = (key: string): YamlNode | undefined => get(own, key) ?? get(node, key);
  const gpu = scalarOf(said('gpu'));
  const ports = said('ports');
  return {
    memory: scalarOf(said('memory'))?.content,
    cpus: scalarOf(said('cpus'))?.content,
    gpu: gpu === undefined || gpu.value === false ? undefined : /^[1-9]\d{0,2}$/.test(gpu.content) ? Number(gpu.content) : gpu.value === true || gpu.content === 'all' ? 'all' : undefined,
    ports: ports === undefined ? undefined : ports.kind === 'scalar' ? [ports.content] : items(ports).flatMap((item) => scalarOf(item)?.content ?? []),
  };
}

/** A name that Kubernetes takes (RFC 1123): small letters, digits, dots and dashes. */
function resourceName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-').replaceAll(/^[.-]+|[.-]+$/g, '').slice(0, 253) || 'secrets';
}

function scalarOf(node: YamlNode | undefined): Scalar | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node : undefined;
}
