// The rows of one service: what it is doing, and below it containers, ports and mounts.

import type { ContainerFacts, FilePath, PublishedPort } from '#core/outside.ts';
import type { EnvironmentSummary, Place, ServiceSummary } from '#core/protocol.ts';
import type { Stray } from '#client/environment-picture.ts';
import { conditionText, containerCondition, serviceCondition, type Condition, type RunState } from '#client/environment-status.ts';
import type { Localize } from '#client/localize.ts';
import { evidenceText } from '#client/views/evidence-text.ts';
import { escaped, joined, relative } from '#client/views/row-text.ts';
import { once, type Icon, type Row, type Target } from '#client/views/row.ts';
import { portText, publishedPorts, webAddress } from '#core/environments/web-port.ts';

/** A service of an environment in this state; `containers` are its own, and undefined while the engine has not answered. */
export function serviceRow(
  environment: EnvironmentSummary, state: RunState, service: ServiceSummary, containers: readonly ContainerFacts[] | undefined, l10n: Localize,
): Row {
  const ports = publishedPorts(containers ?? []);
  const web = ports.map(webAddress).find((url) => url !== undefined);
  const condition = containers === undefined ? undefined : serviceCondition(containers);
  const text = condition === undefined ? '' : conditionText(condition, l10n, failedExit(containers ?? []));
  const isSaidAbove = condition === 'none' && state === 'stopped';
  const below = once(() => [
    ...[...containers ?? []].sort((a, b) => a.number - b.number).map((container) => containerRow(environment, container, l10n)),
    ...(ports.length > 0
      ? ports.map((port) => livePortRow(environment, service, port, l10n))
      : service.ports.map((port, index) => plannedPortRow(environment, service, port, index, l10n))),
    ...service.mounts.map((mount, index) => mountRow(environment, service, mount, index, l10n)),
  ]);
  const count = (containers?.length ?? 0) > 1 ? l10n.t('{0} containers', containers?.length ?? 0) : '';
  return {
    id: `service:${environment.id}:${service.name}`,
    label: service.name,
    description: joined(isSaidAbove ? '' : text, count, ports.map(portText).join(', ')),
    icon: conditionIcon(condition),
    contextValue: ['composure.service', stateWord(condition), ...(web === undefined ? [] : ['web'])].join(';'),
    accessibilityLabel: [l10n.t('service {0}', service.name), text, count].filter((part) => part !== '').join(', '),
    expanded: false,
    hasChildren: (containers ?? []).length + ports.length + service.ports.length + service.mounts.length > 0,
    get children() {
      return below();
    },
    subject: { environment: environment.id, service: service.name, url: web },
    click: undefined,
    place: service.place,
    containers: (containers ?? []).map(({ id }) => id),
    tooltip: (evidence = []) => [
      `**${escaped(service.name)}** ${escaped(text)}`,
      ...evidenceText(evidence, l10n),
      ...(service.image === undefined ? [] : [`${l10n.t('Image')}: \`${service.image}\``]),
    ].join('\n\n'),
  };
}

/** A service that runs in the environment's project although its files do not say so. */
export function strayRow(environment: EnvironmentSummary, stray: Stray, l10n: Localize): Row {
  const condition = serviceCondition(stray.containers);
  const why = stray.kind === 'orphan' ? l10n.t('not in the files') : l10n.t('started from other files');
  const text = joined(conditionText(condition, l10n, failedExit(stray.containers)), why);
  return {
    id: `stray:${environment.id}:${stray.service}`,
    label: stray.service,
    description: text,
    icon: conditionIcon(condition),
    contextValue: `composure.stray;${stateWord(condition)};${stray.kind}`,
    accessibilityLabel: `${l10n.t('service {0}', stray.service)}, ${text}`,
    expanded: false,
    hasChildren: true,
    children: stray.containers.map((container) => containerRow(environment, container, l10n)),
    subject: { environment: environment.id, service: undefined, url: undefined },
    click: undefined,
    place: undefined,
    containers: stray.containers.map(({ id }) => id),
    tooltip: (evidence = []) => [
      stray.kind === 'orphan'
        ? l10n.t('The project has containers of {0}, but the files of this environment do not name it', escaped(stray.service))
        : l10n.t('The containers of {0} match none of the environments here', escaped(stray.service)),
      ...evidenceText(evidence, l10n),
    ].join('\n\n'),
  };
}

function containerRow(environment: EnvironmentSummary, container: ContainerFacts, l10n: Localize): Row {
  const condition = containerCondition(container);
  const text = conditionText(condition, l10n, container.exitCode);
  return {
    id: `container:${environment.id}:${container.id}`,
    label: container.name,
    description: text,
    icon: { name: 'package', colour: conditionIcon(condition).colour },
    contextValue: `composure.container;${stateWord(condition)}`,
    accessibilityLabel: `${l10n.t('container {0}', container.name)}, ${text}`,
    expanded: false,
    hasChildren: false,
    children: [],
    subject: { environment: environment.id, service: container.service, url: undefined },
    click: undefined,
    place: undefined,
    containers: [container.id],
    tooltip: (evidence = []) => [
      `**${escaped(container.name)}** ${escaped(text)}`,
      ...evidenceText(evidence, l10n),
      `${l10n.t('Image')}: \`${container.image}\``,
      `${l10n.t('Id')}: \`${container.id.slice(0, 12)}\``,
    ].join('\n\n'),
  };
}

function livePortRow(environment: EnvironmentSummary, service: ServiceSummary, port: PublishedPort, l10n: Localize): Row {
  const url = webAddress(port);
  const place = service.ports.find((declared) => declared.published === String(port.published))?.place
    ?? service.ports.find((declared) => declared.target === String(port.target))?.place;
  const inside = l10n.t('{0} in the container', `${port.target}/${port.protocol}`);
  return {
    id: `port:${environment.id}:${service.name}:${portText(port)}/${port.protocol}`,
    label: portText(port),
    description: `→ ${port.target}/${port.protocol}`,
    icon: { name: url === undefined ? 'plug' : 'globe', colour: undefined },
    contextValue: url === undefined ? 'composure.port;' : 'composure.port;web',
    accessibilityLabel: [
      l10n.t('port {0}', portText(port)),
      inside,
      ...(url === undefined ? [] : [l10n.t('opens in the browser')]),
    ].join(', '),
    expanded: false,
    hasChildren: false,
    children: [],
    subject: { environment: environment.id, service: service.name, url },
    click: url === undefined ? clickTo(place) : { kind: 'browser', url },
    place,
    tooltip: () => url === undefined ? l10n.t('Published by {0}', escaped(service.name)) : l10n.t('Open {0}', url),
  };
}

function plannedPortRow(environment: EnvironmentSummary, service: ServiceSummary, port: ServiceSummary['ports'][number], index: number, l10n: Localize): Row {
  const outside = port.published === '' ? l10n.t('any port') : port.address === '' ? port.published : `${port.address}:${port.published}`;
  const inside = l10n.t('{0} in the container', `${port.target}/${port.protocol}`);
  return {
    id: `port:${environment.id}:${service.name}:#${index}`,
    label: outside,
    description: `→ ${port.target}/${port.protocol}`,
    icon: { name: 'plug', colour: undefined },
    contextValue: 'composure.port;',
    accessibilityLabel: [l10n.t('port {0}', outside), inside, l10n.t('not published now')].join(', '),
    expanded: false,
    hasChildren: false,
    children: [],
    subject: { environment: environment.id, service: service.name, url: undefined },
    click: clickTo(port.place),
    place: port.place,
    tooltip: () => l10n.t('Published when {0} runs', escaped(service.name)),
  };
}

function mountRow(environment: EnvironmentSummary, service: ServiceSummary, mount: ServiceSummary['mounts'][number], index: number, l10n: Localize): Row {
  const source = sourceText(mount.source, environment.directory, l10n);
  const kind = mountKind(mount.type, l10n);
  return {
    id: `mount:${environment.id}:${service.name}:${index}`,
    label: source === '' ? mount.target : source,
    description: source === '' ? kind : `→ ${mount.target}`,
    icon: { name: mountIcon(mount.type), colour: undefined },
    contextValue: 'composure.mount;',
    accessibilityLabel: [kind, source, l10n.t('mounted at {0}', mount.target)].filter((part) => part !== '').join(', '),
    expanded: false,
    hasChildren: false,
    children: [],
    subject: { environment: environment.id, service: service.name, url: undefined },
    click: clickTo(mount.place),
    place: mount.place,
    tooltip: () => joined(`${escaped(kind)} \`${mount.source}\``, `\`${mount.target}\``),
  };
}

/** The icon of a condition; words stand beside it everywhere. */
function conditionIcon(condition: Condition | undefined): Icon {
  switch (condition) {
    case 'healthy': return { name: 'pass-filled', colour: 'testing.iconPassed' };
    case 'running': return { name: 'play-circle', colour: 'testing.iconPassed' };
    case 'finished': return { name: 'check', colour: 'testing.iconPassed' };
    case 'starting': return { name: 'loading~spin', colour: undefined };
    case 'restarting': return { name: 'sync', colour: 'list.warningForeground' };
    case 'paused': return { name: 'debug-pause', colour: 'list.warningForeground' };
    case 'unhealthy': return { name: 'warning', colour: 'list.errorForeground' };
    case 'failed': return { name: 'error', colour: 'list.errorForeground' };
    case 'stopped':
    case 'none':
    case undefined: return { name: 'circle-outline', colour: undefined };
  }
}

function stateWord(condition: Condition | undefined): 'running' | 'stopped' | 'unknown' {
  switch (condition) {
    case undefined: return 'unknown';
    case 'healthy':
    case 'running':
    case 'starting':
    case 'unhealthy':
    case 'restarting':
    case 'paused': return 'running';
    case 'finished':
    case 'failed':
    case 'stopped':
    case 'none': return 'stopped';
  }
}

function failedExit(containers: readonly ContainerFacts[]): number | undefined {
  return containers.find((container) => containerCondition(container) === 'failed')?.exitCode;
}

function sourceText(source: string, directory: FilePath, l10n: Localize): string {
  return source === directory ? l10n.t('project folder') : relative(source, directory);
}

function mountKind(type: string, l10n: Localize): string {
  switch (type) {
    case 'bind': return l10n.t('folder or file');
    case 'volume': return l10n.t('volume');
    case 'tmpfs': return l10n.t('memory');
    default: return type;
  }
}

function mountIcon(type: string): string {
  switch (type) {
    case 'bind': return 'folder';
    case 'volume': return 'database';
    default: return 'file-binary';
  }
}

function clickTo(place: Place | undefined): Target | undefined {
  return place === undefined ? undefined : { kind: 'place', place };
}
