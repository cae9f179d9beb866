// Where a project's files use a variable.

import { variablesIn, type VariableUse } from '#core/compose/interpolate.ts';
import type { Project } from '#core/compose/model.ts';
import { entries, items, type YamlNode } from '#core/yaml/node.ts';

/** Every `${NAME}` of a variable in the project's own files. */
export function usesOf(name: string, project: Project): readonly VariableUse[] {
  const uses = (node: YamlNode | undefined): readonly VariableUse[] => {
    if (node?.kind === 'scalar') return node.content.includes(name) ? variablesIn(node).filter((use) => use.name === name) : [];
    return [...entries(node).map(({ value }) => value), ...items(node)].flatMap(uses);
  };
  return project.files.filter(({ text }) => text.includes(name)).flatMap(({ documents }) => documents.flatMap(uses));
}
