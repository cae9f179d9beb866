// Writes `dockerfile:` into a build that says nothing of it, whatever shape the build has.

import type { Build, Project, Service } from '#core/compose/model.ts';
import type { Edit } from '#core/rules/rule.ts';
import { entry, type YamlNode } from '#core/yaml/node.ts';

/** The edit that names the Dockerfile, or undefined where the build's text is not the service's own. */
export function nameDockerfile(project: Project, build: Build, service: Service, path: string): Edit | undefined {
  const node = build.at.value as YamlNode;
  if (node.kind === 'mapping') return { kind: 'add', file: build.at.file, path: ['services', service.name, 'build'], key: 'dockerfile', value: path };
  const text = project.files.find(({ file }) => file === build.at.file)?.text;
  const own = entry(service.node, 'build');
  if (node.kind !== 'scalar' || node.alias !== undefined || text === undefined || own?.merged !== undefined) return undefined;
  const written = text.slice(node.span[0], node.span[1]);
  const at = { value: undefined, file: build.at.file, span: node.span };
  if (service.node.kind === 'mapping' && service.node.flow) return { kind: 'replace', at, text: `{ context: ${written}, dockerfile: ${path} }` };
  const keyColumn = build.at.span[0] - (text.lastIndexOf('\n', build.at.span[0] - 1) + 1);
  const serviceColumn = service.key.span[0] - (text.lastIndexOf('\n', service.key.span[0] - 1) + 1);
  const indent = ' '.repeat(keyColumn + Math.max(keyColumn - serviceColumn, 1));
  return { kind: 'replace', at: { ...at, span: [build.at.span[1] + 1, node.span[1]] }, text: `\n${indent}context: ${written}\n${indent}dockerfile: ${path}` };
}
