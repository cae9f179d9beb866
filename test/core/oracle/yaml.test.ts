// Compose itself on YAML: which texts it takes, and what plain scalars mean to it. Where its parser and ours differ, the
// difference is written down here, and this test tells when it is gone.

import assert from 'node:assert/strict';
import { parseYaml } from '#core/yaml/parse.ts';
import { looseBrackets, nastyTexts as strictTexts, textsThatOnlyComposeAccepts } from '../yaml/nasty-texts.ts';
import { plainScalars } from '../yaml/plain-scalars.ts';
import { askCompose, askComposeAll, requireCompose } from '../../support/compose-oracle.ts';
import { meaning } from '../../support/yaml-tree.ts';

/** Right for both. */
const nastyTexts = { ...strictTexts, ...looseBrackets };

/** Refused by both. */
const refused: Readonly<Record<string, string>> = {
  'a control character': 'services:\n  a:\n    image: x\u0007y\n',
  'a NUL in a comment': 'services:\n  a:\n    image: x # \0\n',
  'a merge key without a value': 'services:\n  a:\n    <<:\n    image: x\n',
  'a merge key with text': 'services:\n  a:\n    <<: x\n    image: x\n',
  'two merge keys': 'x-a: &a {image: x}\nservices:\n  a:\n    <<: *a\n    <<: *a\n',
  'a duplicate key in braces': 'services:\n  a: {image: x, image: y}\n',
  'a tab as indentation': 'services:\n  a:\n\timage: x\n',
  'a line of a tab alone': 'services:\n  a:\n    image: x\n\t\n  b:\n    image: y\n',
  'a tab before a comment': 'services:\n  a:\n    image: x\n\t# c\n  b:\n    image: y\n',
  'a tab behind a dash': 'services:\n  a:\n    image: x\n    command:\n      -\ta\n',
  'a version of YAML that is not 1.1': '%YAML 1.2\n---\nservices:\n  a:\n    image: x\n',
  'text behind the end of a document': 'services:\n  a:\n    image: x\n...\nx-a: b\n',
  'a tab alone on a line of a block scalar': 'services:\n  a:\n    image: x\n    command: |\n      a\n\t\n      b\n',
  'a tag glued to a brace': 'services:\n  a:\n    image: x\n    labels: {a: !reset}\n',
};

/** Known differences: the library lets pass what Compose's parser does not. */
const onlyComposeRefuses: Readonly<Record<string, string>> = {
  'an escaped slash': 'services:\n  a:\n    image: "a\\/b"\n',
  'a line separator in plain text': 'services:\n  a:\n    image: x\u2028y\n',
  'a key of more than 1024 characters': `services:\n  a:\n    image: x\n    labels:\n      ${'k'.repeat(1100)}: x\n`,
  'a tag that its value does not fit': 'services:\n  a:\n    image: x\n    labels:\n      a: !!int x\n',
};

/** Known differences: Compose's parser lets pass what the library, or we, do not. */
const onlyComposeAccepts: Readonly<Record<string, string>> = {
  ...textsThatOnlyComposeAccepts,
  'an alias glued to its colon': 'x-a: &a k\nservices:\n  *a:\n    image: x\n',
  'carriage returns as line breaks': 'services:\r  a:\r    image: x\r',
  'more than 200 levels': `x-a: ${'['.repeat(300)}${']'.repeat(300)}\nservices:\n  a:\n    image: x\n`,
};

/**
 * What can be asked about together, each as an item of a list. Left out is what cannot stand within another document, and
 * NEL, which Compose's parser folds as a line break (a known difference).
 */
const together = Object.values(nastyTexts).filter((text) => !/^\ufeff|^(?:#.*\n)?---|\.\.\.\n$|\r|[&*]\w|!|\u0085/.test(text));

describe('Compose agrees on YAML', function () {
  this.timeout(60_000);
  before(requireCompose);

  it('which texts are right', async () => {
    const all = Object.entries({ ...nastyTexts, ...refused, ...onlyComposeRefuses, ...onlyComposeAccepts }).filter(([, text]) => !together.includes(text));
    const verdicts = await askComposeAll(all.map(([, text]) => ({ files: { 'compose.yaml': text } })));
    const theirs = Object.fromEntries(all.map(([name], index) => [name, verdicts[index]?.ok]));
    const ours = Object.fromEntries(all.map(([name, text]) => [name, parseYaml('/compose.yaml', text).problems.length === 0]));
    const expected = (wanted: (name: string) => boolean): Record<string, boolean> => Object.fromEntries(all.map(([name]) => [name, wanted(name)]));
    assert.deepEqual(theirs, expected((name) => name in nastyTexts || name in onlyComposeAccepts));
    assert.deepEqual(ours, expected((name) => name in nastyTexts || name in onlyComposeRefuses));
  });

  it('what texts say', async () => {
    const items = together.map((text) => `  -\n${text.replaceAll(/^(?=.)/gm, '    ')}${text.endsWith('\n') ? '' : '\n'}`);
    const verdict = await askCompose({ files: { 'compose.yaml': `x-texts:\n${items.join('')}services:\n  a:\n    image: x\n` } });
    assert.ok(verdict.ok, JSON.stringify(verdict));
    for (const [index, text] of together.entries()) {
      const theirs: unknown = JSON.parse(JSON.stringify((verdict.project['x-texts'] as readonly unknown[])[index]).replaceAll('$$', '$'));
      assert.deepEqual(theirs, meaning(parseYaml('/compose.yaml', text).documents[0]), text);
    }
  });

  it('what plain scalars mean', async () => {
    const verdict = await askCompose({ files: { 'compose.yaml': `x-values:\n${plainScalars.map(([text]) => `  - [${text}]\n`).join('')}services:\n  a:\n    image: x\n` } });
    assert.ok(verdict.ok, JSON.stringify(verdict));
    const values = verdict.project['x-values'] as readonly (readonly unknown[])[];
    assert.deepEqual(plainScalars.map(([text], index) => [text, values[index]?.[0]]), plainScalars);
  });

  it('known difference: a date is a point in time for Compose, and text for us', async () => {
    const verdict = await askCompose({ files: { 'compose.yaml': 'x-date: 2020-01-01\nservices:\n  a:\n    image: x\n' } });
    assert.ok(verdict.ok, JSON.stringify(verdict));
    assert.equal(verdict.project['x-date'], '2020-01-01T00:00:00Z');
  });
});
