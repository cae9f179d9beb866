// What is left to which neighbour, as a table: the extensions that are there, the settings that are off, the answer.

import assert from 'node:assert/strict';
import { neighbourSettings, whatNeighboursSay, type NeighbourWish } from '#client/neighbours.ts';
import type { LeftToNeighbours } from '#core/protocol.ts';

const docker = 'docker.docker';
const redHat = 'redhat.vscode-yaml';
const containers = 'ms-azuretools.vscode-containers';
const microsoftDocker = 'ms-azuretools.vscode-docker';

function said(wish: NeighbourWish, installed: readonly string[], off: readonly string[] = []): string {
  const { keyCompletion, keyHover, codes, formatting }: LeftToNeighbours = whatNeighboursSay({
    isInstalled: (id) => installed.includes(id),
    isOn: (setting) => {
      assert.ok(neighbourSettings.includes(setting), `${setting} is asked for, but its changes are not heard of`);
      return !off.includes(setting);
    },
  }, wish);
  return `${keyCompletion} ${keyHover} ${codes.join(',')}${formatting ? ' formatting' : ''}`.replaceAll(/ +/g, ' ').trim();
}

const nothing = 'never never';
const table: readonly (readonly [NeighbourWish, readonly string[], readonly string[], string])[] = [
  ['auto', [], [], nothing],
  ['leave', [], [], nothing],
  ['auto', ['golang.go'], [], nothing],
  ['auto', [docker], [], 'readable readable formatting'],
  ['auto', [docker], ['docker.extension.enableComposeLanguageServer'], nothing],
  ['auto', [redHat], [], 'always always duplicate-key formatting'],
  ['auto', [redHat], ['yaml.completion'], 'never always duplicate-key formatting'],
  ['auto', [redHat], ['yaml.hover', 'yaml.validate'], 'always never formatting'],
  ['auto', [redHat], ['yaml.schemaStore.enable'], 'never never duplicate-key formatting'],
  ['auto', [redHat, docker], [], 'readable readable duplicate-key formatting'],
  ['auto', [redHat, docker], ['docker.extension.enableComposeLanguageServer'], 'always always duplicate-key formatting'],
  ['auto', [redHat], ['yaml.format.enable'], 'always always duplicate-key'],
  ['auto', [containers], [], `${nothing} formatting`],
  ['auto', [microsoftDocker, containers, docker], [], 'readable readable formatting'],
  ['leave', [docker], [], 'always always duplicate-key,yaml-syntax formatting'],
  ['leave', [containers], [], 'always always duplicate-key,yaml-syntax formatting'],
  ['leave', [containers], ['containers.enableComposeLanguageService'], nothing],
  ['leave', [microsoftDocker], [], 'always always duplicate-key,yaml-syntax formatting'],
  ['leave', [microsoftDocker], ['docker.enableDockerComposeLanguageService'], nothing],
  ['leave', [redHat], [], 'always always duplicate-key,yaml-syntax,unknown-key,wrong-type formatting'],
  ['leave', [redHat], ['yaml.validate'], 'always always formatting'],
  ['leave', [redHat, docker], [], 'always always duplicate-key,yaml-syntax formatting'],
  ['keep', [docker, redHat, containers], [], nothing],
];

describe('what neighbours say', () => {
  for (const [wish, installed, off, expected] of table) {
    it(`${wish}, ${installed.join(' and ') || 'alone'}${off.length === 0 ? '' : `, without ${off.join(', ')}`}: ${expected}`, () => {
      assert.equal(said(wish, installed, off), expected);
    });
  }
});
