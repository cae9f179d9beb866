// What a fuzz run starts from: the compose files of the corpus, and the files of the rule pages' examples.

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { corpus } from '../support/corpus.ts';
import { readFixture } from '../support/fixture.ts';

const rules = path.resolve(import.meta.dirname, '../../core/src/rules');

/** Texts by the kind of file that they are. */
export interface Texts {
  readonly compose: readonly string[];
  readonly env: readonly string[];
  readonly dockerfile: readonly string[];
}

export function startingTexts(): Texts {
  const compose = corpus().map(({ text }) => text);
  const env = ['A=b\n', 'COMPOSE_FILE=compose.yaml:compose.dev.yaml\n', 'COMPOSE_PROFILES=dev\nTAG=1\n'];
  const dockerfile = ['FROM alpine\nCOPY . .\n', 'FROM node:24 AS build\nCOPY package.json ./\nFROM build\nCOPY --from=build /a /b\n'];
  for (const page of globSync('*/rule.md', { cwd: rules }).toSorted()) {
    for (const [, example = ''] of readFileSync(path.join(rules, page), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```/gm)) {
      for (const [file, text] of readFixture(example).files) {
        if (/\.ya?ml$/.test(file)) compose.push(text);
        else if (/\.env|env$/.test(file)) env.push(text);
        else if (/dockerfile/i.test(file)) dockerfile.push(text);
      }
    }
  }
  return { compose, env, dockerfile };
}
