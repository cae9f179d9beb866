// What the sidebar needs to know of each environment, as plain data.

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from '#core/check/run.ts';
import type { Mount } from '#core/compose/mounts.ts';
import type { Project, Service } from '#core/compose/model.ts';
import type { Port } from '#core/compose/ports.ts';
import type { FilePath } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { environmentKey } from '#core/project/discover.ts';
import type { Environment } from '#core/project/environment.ts';
import { nameOf, resolvePath } from '#core/project/path.ts';
import type { EnvironmentSummary, Place, ServiceSummary } from '#core/protocol.ts';
import type { Located } from '#core/yaml/span.ts';
import { lined, rangeOf } from './convert.ts';
import type { Checked } from './workspace.ts';

type Loaded = Omit<EnvironmentSummary, 'errors' | 'warnings'>;

/** What was worked out of a check: of a hundred environments a keystroke changes one. */
const known = new WeakMap<Checked, Loaded>();

/** An environment that has been loaded; undefined before its first check. `shared` is what all environments say together. */
export function summaryOf(checked: Checked, shared: readonly Diagnostic[]): EnvironmentSummary | undefined {
  const { environment, project, diagnostics: own } = checked;
  if (project === undefined) return undefined;
  const diagnostics = [...own, ...shared.filter((each) => each.project === project.name && each.environment === environment.name)];
  const loaded = known.get(checked) ?? loadedOf(checked, project);
  known.set(checked, loaded);
  return {
    ...loaded,
    errors: diagnostics.filter(({ severity }) => severity === 'error').length,
    warnings: diagnostics.filter(({ severity }) => severity === 'warning').length,
  };
}

function loadedOf({ environment, folder }: Checked, project: Project): Loaded {
  const texts = new Map<FilePath, TextDocument>(project.files.map(({ file, text }) => [file, lined(file, text)]));
  const place = (at: Located<unknown>): Place => {
    const text = texts.get(at.file) ?? lined(at.file, '');
    return { file: at.file, range: rangeOf(at.span, text) };
  };
  return {
    id: environmentKey(environment), name: environment.name, mode: environment.mode, folder, directory: environment.directory,
    ...environment.foundIn === undefined ? {} : { foundIn: environment.foundIn }, ...isDescribed(environment) ? { described: true as const } : {},
    projectName: project.name, files: environment.files, envFiles: environment.envFiles, profiles: environment.profiles,
    services: [...project.services.values()].filter((service) => service.active).map((service) => serviceOf(service, environment.directory, place)),
  };
}

/** Whether `composure.yaml` names its files; COMPOSE_FILE may name them too. */
function isDescribed({ namedAt = [] }: Environment): boolean {
  return namedAt.some(({ file }) => nameOf(file) === configurationName);
}

function serviceOf(service: Service, directory: FilePath, place: (at: Located<unknown>) => Place): ServiceSummary {
  const { key } = service;
  return {
    name: service.name,
    place: place({ value: undefined, file: key.file, span: key.span }),
    image: service.image?.value,
    ports: service.ports.map((port) => ({ ...portOf(port), place: place(port.at) })),
    mounts: service.mounts.map((mount) => ({ ...mountOf(mount, directory), place: place(mount.source ?? mount.at) })),
  };
}

function portOf(port: Port): Omit<ServiceSummary['ports'][number], 'place'> {
  return {
    address: port.address?.value ?? '',
    published: port.publishedText?.value ?? '',
    target: port.targetText?.value ?? '',
    protocol: port.protocol,
  };
}

function mountOf(mount: Mount, directory: FilePath): Omit<ServiceSummary['mounts'][number], 'place'> {
  const source = mount.source?.value ?? '';
  const onHost = mount.type === 'bind' && source !== '' && !source.startsWith('~');
  return { type: mount.type, source: onHost ? resolvePath(directory, source) : source, target: mount.target?.value ?? '' };
}
