// A new entry at the end of a mapping: indented as its neighbours are, with the file's line breaks, and everything else
// as it was, character by character.

import assert from 'node:assert/strict';
import { get } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { textEdits } from '#core/yaml/patch.ts';

function added(text: string, path: readonly string[], key: string, value?: string): string | undefined {
  const file = parseYaml('/compose.yaml', text);
  const edits = textEdits({ kind: 'add', file: '/compose.yaml', path, key, ...(value === undefined ? {} : { value }) }, file);
  return edits?.toSorted((a, b) => b.span[0] - a.span[0]).reduce((all, edit) => all.slice(0, edit.span[0]) + edit.text + all.slice(edit.span[1]), text);
}

const service = 'services:\n  a:\n    image: x\n';

/** Before, and after `networks.new` was added. */
const networks: Readonly<Record<string, readonly [before: string, after: string | undefined]>> = {
  'behind the last entry': [`${service}networks:\n  n:\nvolumes:\n  v:\n`, `${service}networks:\n  n:\n  new:\nvolumes:\n  v:\n`],
  'behind the last entry of the file': [`${service}networks:\n  n:\n`, `${service}networks:\n  n:\n  new:\n`],
  'behind a line without line break': [`${service}networks:\n  n:`, `${service}networks:\n  n:\n  new:\n`],
  'with its key': [service, `${service}\nnetworks:\n  new:\n`],
  'with its key, behind a line without line break': [service.trimEnd(), `${service}\nnetworks:\n  new:\n`],
  'with its key, where blank lines separate': [`${service}\nvolumes:\n  v:\n`, `${service}\nvolumes:\n  v:\n\nnetworks:\n  new:\n`],
  'with its key, where none do': [`${service}volumes:\n  v:\n`, `${service}volumes:\n  v:\nnetworks:\n  new:\n`],
  'under an empty key': [`${service}networks:\nvolumes:\n`, `${service}networks:\n  new:\nvolumes:\n`],
  'under an empty key with a comment': [`${service}networks: # none\nvolumes:\n`, `${service}networks: # none\n  new:\nvolumes:\n`],
  'under an empty key with an anchor': [`${service}networks: &n\nvolumes:\n`, `${service}networks: &n\n  new:\nvolumes:\n`],
  'in place of null': [`${service}networks: null\nvolumes:\n`, `${service}networks:\n  new:\nvolumes:\n`],
  'in place of ~ with a comment': [`${service}networks: ~ # c\n`, `${service}networks: # c\n  new:\n`],
  'between comments': [
    `${service}networks:\n  # one\n  n: # two\n    driver: x # three\n  # four\n\n# five\nvolumes:\n`,
    `${service}networks:\n  # one\n  n: # two\n    driver: x # three\n  new:\n  # four\n\n# five\nvolumes:\n`,
  ],
  'behind a block scalar': [`${service}networks:\n  n:\n    driver: |\n      a\n\nvolumes:\n`, `${service}networks:\n  n:\n    driver: |\n      a\n  new:\n\nvolumes:\n`],
  'behind an alias': [`x: &x {}\n${service}networks:\n  n: *x\nvolumes:\n`, `x: &x {}\n${service}networks:\n  n: *x\n  new:\nvolumes:\n`],
  'before blank lines at the end': [`${service}networks:\n  n:\n\n\n`, `${service}networks:\n  n:\n  new:\n\n\n`],
  'with four spaces': ['services:\n    a:\n        image: x\nnetworks:\n    n:\n', 'services:\n    a:\n        image: x\nnetworks:\n    n:\n    new:\n'],
  'with its key and four spaces': ['services:\n    a:\n        image: x\n', 'services:\n    a:\n        image: x\n\nnetworks:\n    new:\n'],
  'with carriage returns': [`${service}networks:\n  n:\nvolumes:\n`.replaceAll('\n', '\r\n'), `${service}networks:\n  n:\n  new:\nvolumes:\n`.replaceAll('\n', '\r\n')],
  'with its key and carriage returns': [service.replaceAll('\n', '\r\n'), `${service}\nnetworks:\n  new:\n`.replaceAll('\n', '\r\n')],
  'under an empty key with carriage returns': [`${service}networks:\nvolumes:\n`.replaceAll('\n', '\r\n'), `${service}networks:\n  new:\nvolumes:\n`.replaceAll('\n', '\r\n')],
  'in braces': [`${service}networks: {n: {}} # c\n`, `${service}networks: {n: {}, new: null} # c\n`],
  'in empty braces': [`${service}networks: {}\n`, `${service}networks: {new: null}\n`],
  'in braces over lines': [`${service}networks: {\n  n: {},\n}\n`, `${service}networks: {\n  n: {}, new: null,\n}\n`],
  'in braces behind an alias': [`x: &x {}\n${service}networks: {n: *x}\n`, `x: &x {}\n${service}networks: {n: *x, new: null}\n`],
  'in braces, with its key': ['{services: {a: {image: x}}}\n', '{services: {a: {image: x}}, networks: { new: null }}\n'],
  'in an empty file': ['', 'networks:\n  new:\n'],
  'in a file of comments': ['# c\n', '# c\nnetworks:\n  new:\n'],
  'in the first of two documents': [`${service}---\nservices: {}\n`, `${service}\nnetworks:\n  new:\n---\nservices: {}\n`],
  'before the end of a document': [`${service}...\n`, `${service}\nnetworks:\n  new:\n...\n`],
  'behind a BOM': [`\ufeff${service}`, `\ufeff${service}\nnetworks:\n  new:\n`],
  'not in a list': [`${service}networks:\n- n\n`, undefined],
  'not in what an alias means': [`x: &x\n  n:\n${service}networks: *x\n`, undefined],
  'not in an alias of nothing': [`x: &x\n${service}networks: *x\n`, undefined],
  'not under an empty key in braces': ['{services: {a: {image: x}}, networks: }\n', undefined],
};

describe('adding to YAML', () => {
  for (const [name, [before, after]] of Object.entries(networks)) {
    it(name, () => {
      const left = added(before, ['networks'], 'new');
      assert.equal(left, after);
      if (left === undefined) return;
      const file = parseYaml('/compose.yaml', left);
      assert.deepEqual(file.problems, []);
      assert.equal(get(get(file.documents[0], 'networks'), 'new')?.kind, 'scalar');
    });
  }

  it('makes all mappings on the way', () => {
    assert.equal(added(service, ['services', 'b', 'build'], 'context', '.'), `${service}  b:\n    build:\n      context: .\n`);
    assert.equal(added('services: {a: {image: x}}\n', ['services', 'a', 'build'], 'context', '.'), 'services: {a: {image: x, build: { context: . }}}\n');
  });

  it('quotes a key that would be read as something else', () => {
    assert.deepEqual(['a: b', '5', 'true', '@x', 'a b'].map((key) => added(`${service}volumes:\n  v:\n`, ['volumes'], key)?.split('\n').at(-2)), [
      '  "a: b":', '  "5":', '  "true":', '  "@x":', '  a b:',
    ]);
  });
});
