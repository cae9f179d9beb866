// What the view "Environments" shows, as plain rows: folders, environments, services, and under each
// service its containers, ports and mounts. Pure: it knows neither the editor nor the engine.

import type { ContainerFacts, FilePath } from '#core/outside.ts';
import type { Place } from '#core/protocol.ts';
import { groupBy } from '#core/words/group-by.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import { modeText, statusText, type EnvironmentStatus } from '#client/environment-status.ts';
import { shortText, type Interruption } from '#client/interruption-text.ts';
import type { Localize } from '#client/localize.ts';
import { publishedPorts, webAddress } from '#core/environments/web-port.ts';
import { once, type Icon, type Row } from '#client/views/row.ts';
import { escaped, joined, relative } from '#client/views/row-text.ts';
import { serviceRow, strayRow } from '#client/views/service-rows.ts';

/** A folder of the workspace. */
export interface WorkspaceFolderFacts {
  readonly path: FilePath;
  readonly name: string;
}

/**
 * All rows. Environments stand at the top, in the order given; below their directory where a folder has them in several,
 * and below their folder where the workspace has several.
 */
export function rows(
  environments: readonly EnvironmentPicture[], folders: readonly WorkspaceFolderFacts[], l10n: Localize, interruptions: readonly Interruption[] = [],
): readonly Row[] {
  if (folders.length <= 1) return folderRows(environments, l10n, interruptions);
  return folders.flatMap((folder) => {
    const own = environments.filter((environment) => environment.summary.folder === folder.path);
    return own.length === 0 ? [] : [groupRow('folder', folder.path, folder.name, folderRows(own, l10n, interruptions), own.length, l10n)];
  });
}

function folderRows(environments: readonly EnvironmentPicture[], l10n: Localize, interruptions: readonly Interruption[]): readonly Row[] {
  const rowOf = (environment: EnvironmentPicture): Row => (
    environmentRow(environment, interruptions.find(({ project }) => project === environment.summary.projectName), l10n)
  );
  const directories = [...groupBy(environments, ({ summary }) => summary.directory)].sort(([a], [b]) => (a < b ? -1 : 1));
  if (directories.length <= 1) return environments.map(rowOf);
  return directories.map(([directory, own]) => {
    const name = relative(directory, own[0]?.summary.folder ?? '') || nameOf(directory);
    return groupRow('directory', directory, name, own.map(rowOf), own.length, l10n);
  });
}

function groupRow(kind: 'folder' | 'directory', path: FilePath, label: string, children: readonly Row[], environments: number, l10n: Localize): Row {
  const count = environments === 1 ? l10n.t('1 environment') : l10n.t('{0} environments', environments);
  return {
    id: `${kind}:${path}`,
    label,
    description: '',
    icon: { name: kind === 'folder' ? 'root-folder' : 'folder', colour: undefined },
    contextValue: `composure.${kind};`,
    accessibilityLabel: `${label}, ${count}`,
    expanded: true,
    hasChildren: children.length > 0,
    children,
    subject: { environment: undefined, service: undefined, url: undefined },
    click: undefined,
    place: undefined,
    tooltip: () => escaped(path),
  };
}

function environmentRow(picture: EnvironmentPicture, interruption: Interruption | undefined, l10n: Localize): Row {
  const { summary, containers, strays, status } = picture;
  const mode = summary.mode === summary.name ? '' : modeText(summary.mode, l10n);
  const errors = summary.errors === 0 ? '' : summary.errors === 1 ? l10n.t('1 error') : l10n.t('{0} errors', summary.errors);
  const outdated = picture.outdated.length === 0 ? '' : l10n.t('files changed since the start');
  const interrupted = interruption === undefined ? '' : shortText(interruption, l10n);
  const web = publishedPorts(containers ?? []).map(webAddress).find((url) => url !== undefined);
  const of = (service: string) => containers?.filter((container) => container.service === service);
  const below = once(() => [
    ...summary.services.map((service) => serviceRow(summary, status.state, service, of(service.name), l10n)),
    ...strays.map((stray) => strayRow(summary, stray, l10n)),
  ]);
  return {
    id: `environment:${summary.id}`,
    label: summary.name,
    // A narrow sidebar cuts off the end.
    description: joined(interrupted, errors, statusText(status, l10n), outdated, mode),
    icon: interrupted === '' ? environmentIcon(status) : { name: 'warning', colour: 'list.warningForeground' },
    contextValue: ['composure.environment', status.state, summary.mode, ...(web === undefined ? [] : ['web']), ...(outdated === '' ? [] : ['outdated']), ...(interrupted === '' ? [] : ['interrupted'])].join(';'),
    accessibilityLabel: [
      summary.name,
      modeText(summary.mode, l10n),
      interrupted,
      spokenState(status, l10n),
      status.broken.length === 0 ? '' : l10n.t('needs attention: {0}', status.broken.join(', ')),
      outdated,
      errors,
    ].filter((part) => part !== '').join(', '),
    expanded: status.state === 'running' || status.state === 'partly',
    hasChildren: summary.services.length + strays.length > 0,
    get children() {
      return below();
    },
    subject: { environment: summary.id, service: undefined, url: web },
    click: undefined,
    place: startOf(summary.files[0]),
    tooltip: (_, lastBackup) => environmentTooltip(picture, interruption, lastBackup, l10n),
  };
}

function environmentIcon(status: EnvironmentStatus): Icon {
  if (status.broken.length > 0) return { name: 'warning', colour: 'list.errorForeground' };
  switch (status.state) {
    case 'running': return { name: 'vm-running', colour: status.healthy === status.total ? 'testing.iconPassed' : 'list.warningForeground' };
    case 'partly': return { name: 'vm-running', colour: 'list.warningForeground' };
    case 'stopped':
    case 'unknown': return { name: 'vm', colour: undefined };
  }
}

function spokenState(status: EnvironmentStatus, l10n: Localize): string {
  switch (status.state) {
    case 'unknown': return l10n.t('state unknown');
    case 'stopped': return l10n.t('stopped');
    case 'partly': return l10n.t('partly running, {0} of {1} services healthy', status.healthy, status.total);
    case 'running': return l10n.t('running, {0} of {1} services healthy', status.healthy, status.total);
  }
}

function environmentTooltip({ summary, status, outdated }: EnvironmentPicture, interruption: Interruption | undefined, lastBackup: string | undefined, l10n: Localize): string {
  const lines = [
    `**${escaped(summary.name)}** ${escaped(joined(modeText(summary.mode, l10n), statusText(status, l10n)))}`,
    ...(interruption === undefined ? [] : [`${escaped(shortText(interruption, l10n))}: ${escaped(interruption.step)}`]),
    `${l10n.t('Project')}: \`${summary.projectName}\``,
    `${l10n.t('Files')}: ${codes(summary.files, summary.directory)}`,
    ...(summary.envFiles.length === 0 ? [] : [`${l10n.t('Env files')}: ${codes(summary.envFiles, summary.directory)}`]),
    ...(summary.profiles.length === 0 ? [] : [`${l10n.t('Profiles')}: ${summary.profiles.map((profile) => `\`${profile}\``).join(', ')}`]),
    ...(lastBackup === undefined ? [] : [`${l10n.t('Last backup')}: ${escaped(lastBackup)}`]),
    ...(status.broken.length === 0 ? [] : [`${l10n.t('Needs attention')}: ${escaped(status.broken.join(', '))}`]),
    ...(outdated.length === 0 ? [] : [escaped(l10n.t('The files have changed since the start of {0}: Start brings it up to them, Deploy Changes tests them in a copy first', servicesOf(outdated)))]),
    ...(summary.errors === 0 ? [] : [summary.errors === 1 ? l10n.t('1 error in its files') : l10n.t('{0} errors in its files', summary.errors)]),
  ];
  return lines.join('\n\n');
}

function servicesOf(containers: readonly ContainerFacts[]): string {
  return [...new Set(containers.map(({ service }) => service))].join(', ');
}

function nameOf(path: FilePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function startOf(file: FilePath | undefined): Place | undefined {
  return file === undefined ? undefined : { file, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
}

function codes(paths: readonly FilePath[], directory: FilePath): string {
  return paths.map((path) => `\`${relative(path, directory)}\``).join(', ');
}
