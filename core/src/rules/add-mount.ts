// One more mount of a service, written in a given file: behind those that it has there, or in a list of its own.

import type { Project, Service } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { entry, get } from '#core/yaml/node.ts';
import type { YamlPatch } from '#core/yaml/patch.ts';

/** The patch that adds a mount in short syntax; undefined where the file does not hold the service, or its mounts stand elsewhere. */
export function addMount(project: Project, { name }: Service, file: FilePath, text: string): YamlPatch | undefined {
  const document = project.files.find((each) => each.file === file)?.documents[0];
  const service = entry(get(document, 'services'), name);
  if (service?.value.kind !== 'mapping' || service.value.alias !== undefined || service.merged !== undefined) return undefined;
  const volumes = entry(service.value, 'volumes');
  if (volumes === undefined) return { kind: 'add', file, path: ['services', name], key: 'volumes', item: text };
  const { value } = volumes;
  const last = value.kind === 'sequence' && value.alias === undefined && volumes.merged === undefined ? value.items.at(-1) : undefined;
  return last && { kind: 'add-item', at: { value: undefined, file, span: last.alias ?? last.span }, text };
}
