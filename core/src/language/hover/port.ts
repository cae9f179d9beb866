// A published port in words: which port of the container, at which address of the host, and who else wants it.

import type { Project } from '#core/compose/model.ts';
import type { Port, PortRange } from '#core/compose/ports.ts';
import type { HoverSubject } from '#core/language/hover/hover.ts';
import { inProjects } from '#core/language/hover/in-projects.ts';
import { whereIs } from '#core/language/hover/where.ts';
import type { Block, Run } from '#core/language/prose.ts';
import { hostPortsOf, overlap, runTogether } from '#core/rules/port-conflict/host-ports.ts';
import { touches } from '#core/yaml/span.ts';

/** What the entry of `ports` at a place publishes. */
export function describePort({ place, parts, offset }: HoverSubject): readonly Block[] | undefined {
  if (place.path.length < 4 || place.path[0] !== 'services' || place.path[2] !== 'ports' || place.on === 'key') return undefined;
  return inProjects(parts, ({ services, project, file, isCurrent }) => {
    const service = services.find(({ ports }) => ports.some(({ at }) => touches(at.span, offset)));
    const port = service?.ports.find(({ at }) => touches(at.span, offset));
    if (port?.target === undefined || (port.publishedText !== undefined && port.published === undefined)) return undefined;
    const inside: readonly Run[] = [capital(ports(port.target)), ' of the container'];
    const outside: readonly Run[] = port.published === undefined
      ? [', published at a port of the host that Docker chooses at each start']
      : [', published at ', { code: `${hostOf(port)}:${range(port.published)}` }, ...port.address === undefined ? [', every address of the host'] : []];
    return [...inside, ...outside, ` (${port.protocol})`, ...isCurrent ? rivals(project, file.file, offset) : []];
  });
}

function rivals(project: Project, path: string, offset: number): readonly Run[] {
  const all = [...project.services.values()].flatMap(hostPortsOf);
  const own = all.find(({ text }) => text.file === path && touches(text.span, offset)) ?? all.find(({ port }) => port.at.file === path && touches(port.at.span, offset));
  if (own === undefined) return [];
  return all.filter((other) => other !== own && runTogether(own.service, other.service) && overlap(own, other) !== undefined).slice(0, 3).flatMap((other): Run[] => {
    const text = project.files.find(({ file }) => file === other.text.file)?.text ?? '';
    return ['. Wanted by ', { code: other.service.name }, ' too: ', ...whereIs(path, other.text.file, text, other.text.span[0])];
  });
}

function hostOf({ address }: Port): string {
  if (address === undefined) return '0.0.0.0';
  return address.value.includes(':') ? `[${address.value}]` : address.value;
}

function ports(range: PortRange): string {
  return range.first === range.last ? `port ${range.first}` : `ports ${range.first}-${range.last}`;
}

function range({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
