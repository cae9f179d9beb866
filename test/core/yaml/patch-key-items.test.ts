// A list of names that becomes a mapping: comments, quotes and line breaks stay; and entries added together.

import assert from 'node:assert/strict';
import { get, items } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { textEdits, type YamlPatch } from '#core/yaml/patch.ts';

function patched(text: string, patch: YamlPatch): string | undefined {
  return textEdits(patch, parseYaml('/compose.yaml', text))?.toSorted((a, b) => b.span[0] - a.span[0]).reduce((all, edit) => all.slice(0, edit.span[0]) + edit.text + all.slice(edit.span[1]), text);
}

function keyed(list: string): string | undefined {
  const text = `services:\n  a:\n    image: x\n    depends_on:${list}\n`;
  const [first] = items(get(get(get(parseYaml('/compose.yaml', text).documents[0], 'services'), 'a'), 'depends_on'));
  assert.ok(first);
  const after = patched(text, { kind: 'key-items', at: { value: undefined, file: '/compose.yaml', span: first.span }, key: 'condition', values: { db: 'healthy' }, usual: 'started' });
  return after?.slice(text.indexOf('depends_on:') + 'depends_on:'.length, -1);
}

const lists: Readonly<Record<string, readonly [before: string, after: string | undefined]>> = {
  'one name': ['\n      - db', '\n      db:\n        condition: healthy'],
  'several': ['\n      - db\n      - cache\n    init: true', '\n      db:\n        condition: healthy\n      cache:\n        condition: started\n    init: true'],
  'comments': ['\n      # first\n      - db # why\n      # second\n      - cache', '\n      # first\n      db: # why\n        condition: healthy\n      # second\n      cache:\n        condition: started'],
  'quotes': ['\n      - "db"\n      - \'cache\'', '\n      "db":\n        condition: healthy\n      \'cache\':\n        condition: started'],
  'as far left as the key': ['\n    - db\n    - cache', '\n      db:\n        condition: healthy\n      cache:\n        condition: started'],
  'more blanks behind the dash': ['\n      -   db', '\n      db:\n        condition: healthy'],
  'carriage returns': ['\r\n      - db\r\n      - cache\r', '\r\n      db:\r\n        condition: healthy\r\n      cache:\r\n        condition: started\r'],
  'brackets': [' [db, cache] # c', ' { db: { condition: healthy }, cache: { condition: started } } # c'],
  'brackets with blanks': [' [ db ]', ' { db: { condition: healthy } }'],
  'something else than a name': ['\n      - db\n      - [a]', undefined],
};

describe('a list of names that becomes a mapping', () => {
  for (const [name, [before, after]] of Object.entries(lists)) {
    it(name, () => {
      assert.equal(keyed(before), after);
      if (after !== undefined) assert.deepEqual(parseYaml('/compose.yaml', `services:\n  a:\n    image: x\n    depends_on:${after}\n`).problems, []);
    });
  }
});

describe('entries added together', () => {
  const added = (text: string): string | undefined => patched(text, { kind: 'add', file: '/compose.yaml', path: ['services', 'a', 'healthcheck'], key: 'test', value: 'x', more: { interval: '5s', retries: '3' } });

  it('in lines', () => {
    assert.equal(added('services:\n    a:\n        image: x\n'), 'services:\n    a:\n        image: x\n        healthcheck:\n            test: x\n            interval: 5s\n            retries: 3\n');
  });

  it('in braces', () => {
    assert.equal(added('services:\n  a: { image: x }\n'), 'services:\n  a: { image: x, healthcheck: { test: x, interval: 5s, retries: 3 } }\n');
  });

  it('under an empty key', () => {
    assert.equal(added('services:\n  a:\n    healthcheck:\n'), 'services:\n  a:\n    healthcheck:\n      test: x\n      interval: 5s\n      retries: 3\n');
  });
});
