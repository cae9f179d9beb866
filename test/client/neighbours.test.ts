// What is left to which neighbour, as a table: the extensions that are there, the settings that are off, the answer.

import assert from 'node:assert/strict';
import { neighbourSettings, whatNeighboursSay, type NeighbourWish } from '#client/neighbours.ts';
import type { LeftToNeighbours } from '#core/protocol.ts';

const docker = 'docker.docker';
const redHat = 'redhat.vscode-yaml';
const containers = 'ms-azuretools.vscode-containers';
const microsoftDocker = 'ms-azuretools.vscode-docker';

function said(wish: NeighbourWish, installed: readonly string[], off: readonly string[] = []): string {
  const { keyCompletion, keyHover, findings, formatting }: LeftToNeighbours = whatNeighboursSay({
    isInstalled: (id) => installed.includes(id),
    isOn: (setting) => {
      assert.ok(neighbourSettings.includes(setting), `${setting} is asked for, but its changes are not heard of`);
      return !off.includes(setting);
    },
  }, wish);
  return `${keyCompletion} ${keyHover} ${findings.join(',')}${formatting ? ' formatting' : ''}`.replaceAll(/ +/g, ' ').trim();
}

const nothing = 'never never';
const parser = 'duplicate-key,yaml-syntax,duplicate-merge';
const schema = `${parser},unknown-key,wrong-type`;
const table: readonly (readonly [NeighbourWish, readonly string[], readonly string[], string])[] = [
  ['auto', [], [], nothing],
  ['leave', [], [], nothing],
  ['auto', ['golang.go'], [], nothing],
  ['auto', [docker], [], 'readable readable formatting'],
  ['auto', [docker], ['docker.extension.enableComposeLanguageServer'], nothing],
  ['auto', [redHat], [], `always always ${schema} formatting`],
  ['auto', [redHat], ['yaml.completion'], `never always ${schema} formatting`],
  ['auto', [redHat], ['yaml.hover', 'yaml.validate'], 'always never formatting'],
  ['auto', [redHat], ['yaml.schemaStore.enable'], `never never ${parser} formatting`],
  ['auto', [redHat, docker], [], `readable readable ${parser} formatting`],
  ['auto', [redHat, docker], ['docker.extension.enableComposeLanguageServer'], `always always ${schema} formatting`],
  ['auto', [redHat], ['yaml.format.enable'], `always always ${schema}`],
  ['auto', [containers], [], 'never never duplicate-key,yaml-syntax formatting'],
  ['auto', [redHat, containers], [], `always always ${schema} formatting`],
  ['auto', [redHat, containers], ['yaml.validate'], 'always always formatting'],
  ['auto', [microsoftDocker, containers, docker], [], 'readable readable formatting'],
  ['leave', [docker], [], `always always ${parser} formatting`],
  ['leave', [containers], [], `always always ${parser} formatting`],
  ['leave', [containers], ['containers.enableComposeLanguageService'], nothing],
  ['leave', [microsoftDocker], [], `always always ${parser} formatting`],
  ['leave', [microsoftDocker], ['docker.enableDockerComposeLanguageService'], nothing],
  ['leave', [redHat], [], `always always ${schema} formatting`],
  ['leave', [redHat], ['yaml.validate'], 'always always formatting'],
  ['leave', [redHat, docker], [], `always always ${parser} formatting`],
  ['keep', [docker, redHat, containers], [], nothing],
];

describe('what neighbours say', () => {
  for (const [wish, installed, off, expected] of table) {
    it(`${wish}, ${installed.join(' and ') || 'alone'}${off.length === 0 ? '' : `, without ${off.join(', ')}`}: ${expected}`, () => {
      assert.equal(said(wish, installed, off), expected);
    });
  }
});
