// Environments and containers to test the client's pure parts with: a shop with a web server and a database.

import type { ContainerFacts } from '#core/outside.ts';
import type { EnvironmentSummary, Place, ServiceSummary } from '#core/protocol.ts';
import { environmentStatus } from '#client/environment-status.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import type { Localize } from '#client/localize.ts';

/** English, as VS Code shows it without a language pack. */
export const english: Localize = {
  t: (message, ...values) => message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
};

export function place(line: number): Place {
  return { file: '/work/shop/compose.yaml', range: { start: { line, character: 2 }, end: { line, character: 5 } } };
}

export function service(name: string, more: Partial<ServiceSummary> = {}): ServiceSummary {
  return { name, place: place(1), image: `${name}:1`, ports: [], mounts: [], ...more };
}

export const web = service('web', {
  place: place(1),
  ports: [{ address: '', published: '8080', target: '80', protocol: 'tcp', place: place(4) }],
  mounts: [{ type: 'bind', source: '/work/shop/site', target: '/www', place: place(6) }],
});

export const db = service('db', {
  place: place(8),
  mounts: [{ type: 'volume', source: 'data', target: '/var/lib/db', place: place(10) }],
});

export function summary(name: string, more: Partial<EnvironmentSummary> = {}): EnvironmentSummary {
  const mode = name.startsWith('dev') ? 'dev' : name.startsWith('prod') ? 'prod' : 'other';
  return {
    id: `/work/shop#${name}`, name, mode, folder: '/work/shop', directory: '/work/shop', projectName: 'shop',
    files: ['/work/shop/compose.yaml', `/work/shop/compose.${name}.yaml`], envFiles: [], profiles: [],
    services: [web, db], errors: 0, warnings: 0, ...more,
  };
}

export function container(of: string, more: Partial<ContainerFacts> = {}): ContainerFacts {
  return {
    id: `${of}0123456789abcdef`, name: `shop-${of}-1`, project: 'shop', service: of, number: 1, image: `${of}:1`,
    state: 'running', health: 'none', exitCode: undefined, configHash: undefined, configFiles: [], workingDirectory: '/work/shop',
    ports: [], mounts: [], created: 0, ...more,
  };
}

export const published = [
  { address: '0.0.0.0', published: 8080, target: 80, protocol: 'tcp' },
  { address: '::', published: 8080, target: 80, protocol: 'tcp' },
] as const;

/** An environment of which the engine says that these containers are its own; undefined where it says nothing. */
export function picture(of: EnvironmentSummary, containers?: readonly ContainerFacts[], more: Partial<EnvironmentPicture> = {}): EnvironmentPicture {
  const verdict = containers === undefined || containers.length === 0 ? 'absent' : containers.some(({ state }) => state !== 'exited') ? 'running' : 'stopped';
  return {
    summary: of, containers, outdated: [], strays: [],
    status: environmentStatus(of, containers === undefined ? undefined : { verdict, containers, outdated: more.outdated ?? [] }),
    ...more,
  };
}

