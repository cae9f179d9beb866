// Inlay hints where they stand: `«…»` in the expected text.

import assert from 'node:assert/strict';
import { partOf } from '#core/language/effective.ts';
import { allHints, hintsIn, type HintKinds } from '#core/language/inlay-hints.ts';
import { parseYaml, type YamlFile } from '#core/yaml/parse.ts';
import { cursorIn, type Cursor } from '../../support/cursor.ts';

/** Name → workspace with a cursor in the file that is looked at, and that file with its hints. */
const cases: Readonly<Record<string, readonly [text: string, expected: string]>> = {
  'a variable of .env': ['services:\n  web:\n    image: ¦nginx:${TAG} # x\n#- .env\nTAG=1.27\n', 'services:\n  web:\n    image: nginx:${TAG}«= nginx:1.27» # x\n'],
  'a variable in quotes': ['services:\n  web:\n    image: ¦"nginx:${TAG}"\n#- .env\nTAG=1.27\n', 'services:\n  web:\n    image: "nginx:${TAG}"«= nginx:1.27»\n'],
  'a default that counts and can be seen': ['services:\n  web:\n    image: ¦nginx:${TAG:-1.27}\n', 'services:\n  web:\n    image: nginx:${TAG:-1.27}\n'],
  'a default that does not count': ['services:\n  web:\n    image: ¦nginx:${TAG:-1.27}\n#- .env\nTAG=2\n', 'services:\n  web:\n    image: nginx:${TAG:-1.27}«= nginx:2»\n'],
  'a variable that is set nowhere': ['services:\n  web:\n    image: ¦nginx:${TAG}\n', 'services:\n  web:\n    image: nginx:${TAG}\n'],
  'a secret': ['services:\n  web:\n    environment:\n      PASSWORD: ¦${PASSWORD}\n      URL: db://u:${PASSWORD}@db\n#- .env\nPASSWORD=x\n', 'services:\n  web:\n    environment:\n      PASSWORD: ${PASSWORD}\n      URL: db://u:${PASSWORD}@db«= db://u:••••••@db»\n'],
  'a secret in a list': ['services:\n  web:\n    environment:\n      - ¦PASSWORD=${PW}\n      - LEVEL=${LEVEL}\n#- .env\nPW=x\nLEVEL=debug\n', 'services:\n  web:\n    environment:\n      - PASSWORD=${PW}\n      - LEVEL=${LEVEL}«= LEVEL=debug»\n'],
  'environments that differ': [
    'services:\n  web:\n    image: ¦x:${TAG}\n#- compose.prod.yaml\nservices:\n  web:\n    restart: always\n#- .env\nTAG=dev\n#- .env.prod\nTAG=1.2\n',
    'services:\n  web:\n    image: x:${TAG}«= x:dev (default), x:1.2 (prod)»\n',
  ],
  'a value that an override replaces': ['services:\n  web:\n    image: ¦a:1\n    restart: always\n#- compose.override.yaml\nservices:\n  web:\n    image: a:2\n    restart: always\n', 'services:\n  web:\n    image: a:1«overridden: a:2»\n    restart: always\n'],
  'a value that one environment replaces': ['services:\n  web:\n    image: ¦a:1\n    user: me\n#- compose.prod.yaml\nservices:\n  web:\n    user: root\n', 'services:\n  web:\n    image: a:1\n    user: me«overridden: root (prod)»\n'],
  'a value with variables that one environment replaces': ['services:\n  web:\n    image: ¦a:${TAG:-1}\n  db:\n    image: b:1\n#- compose.dev.yaml\nservices:\n  web:\n    image: a:${TAG:-1}-slim\n  db:\n    init: true\n#- .env\nTAG=2\n', 'services:\n  web:\n    image: a:${TAG:-1}«overridden: a:2-slim (dev)»\n  db:\n    image: b:1\n'],
  'a value that is taken away': ['services:\n  web:\n    user: ¦root\n#- compose.override.yaml\nservices:\n  web:\n    image: x\n    user: !reset null\n', 'services:\n  web:\n    user: root«overridden: nothing»\n'],
  'a variable of the container': ['services:\n  web:\n    environment:\n      - A=1¦\n      - B=1\n#- compose.override.yaml\nservices:\n  web:\n    environment: {B: 2}\n', 'services:\n  web:\n    environment:\n      - A=1\n      - B=1«overridden: 2»\n'],
  'a key without a value': ['services:\n  web:\n    image: ¦a:1\n    environment:\n      A: 1\n#- compose.override.yaml\nservices:\n  web:\n    image:\n    environment:\n      A:\n', 'services:\n  web:\n    image: a:1\n    environment:\n      A: 1«overridden: from the shell»\n'],
  'values that are put beside each other': ['services:\n  web:\n    env_file: ¦a.env\n    dns: 1.1.1.1\n    build: .\n#- compose.override.yaml\nservices:\n  web:\n    env_file: b.env\n    dns: [8.8.8.8]\n    build: {target: dev}\n', 'services:\n  web:\n    env_file: a.env\n    dns: 1.1.1.1\n    build: .\n'],
  'the file that overrides': ['services:\n  web:\n    image: a:1\n#- compose.override.yaml\nservices:\n  web:\n    image: ¦a:2\n', 'services:\n  web:\n    image: a:2\n'],
  'a value that includes it': ['include: [db/compose.yaml]\nservices:\n  db:\n    image: a:2\n#- db/compose.yaml\nservices:\n  db:\n    image: ¦a:1\n', 'services:\n  db:\n    image: a:1«overridden: a:2»\n'],
  'an extended service': ['services:\n  web:\n    extends:\n      file: base.yaml\n      service: ¦app\n#- base.yaml\nservices:\n  app:\n    image: nginx:1.27\n', 'services:\n  web:\n    extends:\n      file: base.yaml\n      service: app«image nginx:1.27»\n'],
  'an extended service of the same file': ['services:\n  web:\n    extends: ¦app\n  app:\n    extends: base\n  base:\n    image: x\n', 'services:\n  web:\n    extends: app«image x»\n  app:\n    extends: base«image x»\n  base:\n    image: x\n'],
  'an extended service with an image of its own': ['services:\n  web:\n    extends: ¦app\n    image: y\n  app:\n    image: x\n', 'services:\n  web:\n    extends: app\n    image: y\n  app:\n    image: x\n'],
  'what an alias stands for': ['x-a: &a ¦x:${TAG}\nservices:\n  web:\n    image: *a\n#- .env\nTAG=1\n', 'x-a: &a x:${TAG}«= x:1»\nservices:\n  web:\n    image: *a\n'],
  'a long value': [`services:\n  web:\n    command: ¦run \${ARGS}\n#- .env\nARGS=${'a '.repeat(60)}\n`, `services:\n  web:\n    command: run \${ARGS}«= run ${'a '.repeat(21)}a…»\n`],
};

function rendered(file: YamlFile, { projects, parsed }: Cursor, kinds: HintKinds = allHints): string {
  const hints = hintsIn(projects.map((project) => partOf(project, file, parsed)), [0, file.text.length], kinds);
  return hints.toReversed().reduce((text, { offset, label }) => `${text.slice(0, offset)}«${label}»${text.slice(offset)}`, file.text);
}

describe('inlay hints', () => {
  for (const [name, [text, expected]] of Object.entries(cases)) {
    it(name, async () => {
      const cursor = await cursorIn(text);
      assert.equal(rendered(cursor.file, cursor), expected);
    });
  }

  it('stand at the right place of a text that is newer than the project', async () => {
    const cursor = await cursorIn('services:\n  web:\n    image: ¦a:${TAG}\n#- compose.override.yaml\nservices:\n  web:\n    user: root\n#- .env\nTAG=2\n');
    const newer = parseYaml(cursor.file.file, `# moved\n${cursor.file.text}    user: me\n`);
    assert.equal(rendered(newer, cursor), '# moved\nservices:\n  web:\n    image: a:${TAG}«= a:2»\n    user: me«overridden: root»\n');
  });

  it('are only those that are wanted', async () => {
    const cursor = await cursorIn('services:\n  web:\n    image: ¦a:${TAG}\n    user: me\n#- compose.override.yaml\nservices:\n  web:\n    user: root\n#- .env\nTAG=2\n');
    const none = { variables: false, overrides: false, extends: false };
    assert.equal(rendered(cursor.file, cursor, none), cursor.file.text);
    assert.match(rendered(cursor.file, cursor, { ...none, variables: true }), /\$\{TAG\}«= a:2»\n {4}user: me\n/);
    assert.match(rendered(cursor.file, cursor, { ...none, overrides: true }), /\$\{TAG\}\n {4}user: me«overridden: root»\n/);
  });

  it('are worked out for the lines that are seen', async () => {
    const { file, projects, parsed } = await cursorIn('services:\n  a:\n    image: ¦a:${TAG}\n  b:\n    image: b:${TAG}\n#- .env\nTAG=2\n');
    const from = file.text.indexOf('  b:');
    assert.deepEqual(hintsIn(projects.map((project) => partOf(project, file, parsed)), [from, file.text.length], allHints).map(({ label }) => label), ['= b:2']);
  });
});
