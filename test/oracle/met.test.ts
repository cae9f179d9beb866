// What projects that nobody here wrote held, and what was read otherwise than Compose reads it: each with the place where a
// person mends it, or with none where Compose takes it.

import assert from 'node:assert/strict';
import path from 'node:path';
import { ComposeAnswers } from './compose-answers.ts';
import type { OracleProject } from './oracle-project.ts';
import { judgeAll } from './run.ts';

interface Met {
  readonly text: string;
  /** Other files. */
  readonly files?: Readonly<Record<string, string>>;
  /** The code, and the text in `compose.yaml` that it stands at: the last one that reads so. */
  readonly fault?: readonly [code: string, at: string];
}

const service = (body: string, rest = ''): string => `services:\n  a:\n    image: x\n${body.split('\n').map((line) => `    ${line}\n`).join('')}${rest}`;

const met: Readonly<Record<string, Met>> = {
  'a merge key with its tag': { text: 'x-a: &a {image: x}\nservices:\n  a:\n    !!merge <<: *a\n    command: c\n' },
  'a merge key whose tag makes it text': { text: 'x-a: &a {labels: {b: c}}\nservices:\n  a:\n    image: x\n    environment:\n      !!str <<: b\n' },
  'a mount of one letter': { text: service('volumes: ["a", "/b", "/data"]') },
  'single quotes escaped in double ones': { text: service('command: ["a\\\'b", "c\\\\\'d\\n\\\'", "\\\\\\\'"]\nhostname: "it\\\'s ${X:-a}"') },
  'dates as values': { text: service('environment: {A: 2024-01-31, B: 2024-1-2 10:20:30, C: "2024-01-31", D: 2024-01-02T03:04:05.60+02:00}\nlabels: {A: 2024-01-31}') },
  'a date as a key': { text: service('environment:\n  2024-01-31: x'), fault: ['wrong-type', '2024-01-31'] },
  'a second document without content': { text: 'services:\n  a:\n    image: x\n---\n', fault: ['wrong-type', '-'] },
  'a second document that is null': { text: 'services:\n  a:\n    image: x\n---\nnull\n', fault: ['wrong-type', 'null'] },
  'a second document that is a list': { text: 'services:\n  a:\n    image: x\n---\n- a\n', fault: ['wrong-type', 'a'] },
  'an anchor whose content sets it again': { text: 'services:\n  a: &a\n    image: &a x\n  b: *a\n', fault: ['wrong-type', '*a'] },
  'a number behind the tag without a name': { text: 'services:\n  a:\n    image: ! 5\n', fault: ['wrong-type', '5'] },
  'a tag glued to its brace': { text: service('labels: {a: !reset}'), fault: ['yaml-syntax', '}'] },
  'another version of YAML': { text: `%YAML 1.2\n---\n${service('command: c')}`, fault: ['yaml-syntax', '%YAML 1.2'] },
  'a line of a tab alone': { text: 'services:\n  a:\n    image: x\n\t\n  b:\n    image: y\n', fault: ['yaml-syntax', '\t'] },
  'a name of nothing that a name can hold': { text: 'name: "!!"\nservices:\n  a:\n    image: x\n', fault: ['invalid-value', '!!'] },
  'a secret without its source': { text: service('secrets:\n  - target: t'), fault: ['missing-property', 'target'] },
  'an env file without a path': { text: service('env_file: ""'), fault: ['env-file-missing', '""'] },
  'an env file with values that have no name': { text: service('env_file: b.env'), files: { 'b.env': 'A="x" y\nB=2\nC' } },
  'external in the words of YAML 1.1': { text: service('networks: [n]', 'networks:\n  n:\n    external: "yes"\n') },
};

function project(name: string, { text, files, fault }: Met): OracleProject {
  const found = { name, files: { 'compose.yaml': text, ...files }, composeFiles: ['compose.yaml'], profiles: [] };
  if (fault === undefined) return found;
  const [code, at] = fault;
  const start = text.lastIndexOf(at);
  return { ...found, fault: { kind: name, code, file: 'compose.yaml', span: [start, start + at.length] } };
}

describe('Composure agrees with Docker Compose on what was met elsewhere', function () {
  this.timeout(120_000);

  it('verdict, place and merged project', async () => {
    const projects = Object.entries(met).map(([name, each]) => project(name, each));
    const judged = await judgeAll(projects, await ComposeAnswers.open(path.resolve(import.meta.dirname, '../../.cache/oracle/answers')));
    assert.deepEqual(judged.flatMap(({ project: { name }, comparison }) => (comparison.outcome === 'agree' ? [] : [[name, comparison]])), []);
  });
});
