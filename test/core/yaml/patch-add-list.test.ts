// A new key with a list of one item: on lines of its own, or in brackets where its neighbours are in braces.

import assert from 'node:assert/strict';
import { items, get } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { textEdits } from '#core/yaml/patch.ts';

function added(text: string, item: string): string | undefined {
  const edits = textEdits({ kind: 'add', file: '/compose.yaml', path: ['services', 'a'], key: 'volumes', item }, parseYaml('/compose.yaml', text));
  return edits?.toSorted((a, b) => b.span[0] - a.span[0]).reduce((all, edit) => all.slice(0, edit.span[0]) + edit.text + all.slice(edit.span[1]), text);
}

const service = 'services:\n  a:\n    image: x\n';

/** Before, and after `data:/data` was added. */
const cases: Readonly<Record<string, readonly [before: string, after: string | undefined]>> = {
  'behind the other keys': [`${service}  b:\n    image: y\n`, `${service}    volumes:\n      - data:/data\n  b:\n    image: y\n`],
  'behind a line without line break': [service.trimEnd(), `${service}    volumes:\n      - data:/data\n`],
  'with four spaces': ['services:\n    a:\n        image: x\n', 'services:\n    a:\n        image: x\n        volumes:\n            - data:/data\n'],
  'in an empty service': ['services:\n  a: # c\n', 'services:\n  a: # c\n    volumes:\n      - data:/data\n'],
  'in braces': ['services:\n  a: {image: x}\n', 'services:\n  a: {image: x, volumes: [data:/data]}\n'],
  'with carriage returns': [service.replaceAll('\n', '\r\n'), `${service}    volumes:\n      - data:/data\n`.replaceAll('\n', '\r\n')],
  'not in what an alias means': ['x: &x { image: x }\nservices:\n  a: *x\n', undefined],
};

describe('adding a list to YAML', () => {
  for (const [name, [before, after]] of Object.entries(cases)) {
    it(name, () => {
      const result = added(before, 'data:/data');
      assert.equal(result, after);
      if (result === undefined) return;
      const file = parseYaml('/compose.yaml', result);
      assert.deepEqual(file.problems, []);
      const last = items(['services', 'a', 'volumes'].reduce<ReturnType<typeof get>>((node, key) => get(node, key), file.documents[0])).at(-1);
      assert.equal(last?.kind === 'scalar' ? last.value : undefined, 'data:/data');
    });
  }

  it('with its item in quotes where it needs them', () => {
    assert.equal(added(service, 'a: b'), `${service}    volumes:\n      - "a: b"\n`);
  });
});
