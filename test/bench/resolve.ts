// How long a large project takes from its texts to the merged model: cold, and again after a keystroke in one file.

import { checkProject } from '#core/check/run.ts';
import { neverCancelled, type FileSystem } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { generateCompose } from './generate-compose.ts';

const directory = '/bench';
const services = 500;
const overrides = 5;

/** An override that says something of every service. */
function generateOverride(file: number): string {
  const parts = ['services:\n'];
  for (let index = 0; index < services; index += 1) {
    parts.push(`  svc${index}:\n    environment:\n      LAYER_${file}: "${index}"\n      LOG_LEVEL: \${LOG_LEVEL:-debug}\n    labels:\n      layer.${file}: svc${index}\n    ports:\n      - "${30000 + file * 1000 + index}:${9000 + file}"\n    volumes:\n      - data${index}:/layer${file}\n`);
  }
  return parts.join('');
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Milliseconds, as the middle of several runs. The first run is cold for the program as well as for the project. */
export async function measureResolve(runs = 15): Promise<Readonly<Record<string, string | number>>> {
  const texts = new Map([[`${directory}/compose.yaml`, generateCompose(services)], ...Array.from({ length: overrides }, (_, index) => [`${directory}/compose.layer${index}.yaml`, generateOverride(index)] as const)]);
  const environment = { name: 'default', mode: 'other', directory, files: [...texts.keys()], envFiles: [], profiles: [] } as const;
  const files: FileSystem = {
    readText: async (path) => texts.get(path),
    stat: async (path) => (texts.has(path) || /\/svc\d+\//.test(path) ? 'file' : 'directory'),
    list: async () => new Map(),
  };
  const cold: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now();
    await loadProject(environment, files, new ParsedFiles(), neverCancelled);
    cold.push(performance.now() - from);
  }
  const parsed = new ParsedFiles();
  const checked = async (): Promise<void> => {
    await checkProject(await loadProject(environment, files, parsed, neverCancelled), rules, files, parsed, neverCancelled);
  };
  await checked();
  const again: number[] = [];
  const [first = ''] = texts.keys();
  const source = texts.get(first) ?? '';
  const at = source.indexOf('image: "', source.length >> 1) + 'image: "'.length;
  for (let run = 1; run <= runs; run += 1) {
    texts.set(first, source.slice(0, at) + 'x'.repeat(run) + source.slice(at));
    const from = performance.now();
    await checked();
    again.push(performance.now() - from);
  }
  return {
    services, files: 1 + overrides, KB: ([...texts.values()].reduce((sum, text) => sum + text.length, 0) / 1024).toFixed(0),
    'first resolve': (cold[0] ?? Number.NaN).toFixed(1), 'cold resolve': middle(cold).toFixed(1), 'check after a keystroke': middle(again).toFixed(1),
  };
}
