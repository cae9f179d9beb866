// What the command line accepts, and the one line in which it refuses the rest.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { rules } from '#core/rules/index.ts';
import { bundledCommand } from '../support/command-bundle.ts';
import { composure, repository, temporaryFolder } from '../support/command.ts';

describe('the command line', () => {
  const refusals: readonly (readonly [args: readonly string[], line: string])[] = [
    [['chekc'], 'unknown command "chekc": did you mean check?'],
    [['bake'], 'unknown command "bake" (composure --help lists them)'],
    [['check', '--formt', 'json'], 'unknown option --formt: did you mean --format?'],
    [['check', '--zzz'], 'unknown option --zzz (composure check --help lists them)'],
    [['check', '-x'], 'unknown option -x (composure check --help lists them)'],
    [['rules', '--live'], 'unknown option --live (composure rules --help lists them)'],
    [['check', '--format', 'jsn'], 'unknown value "jsn" of --format: did you mean json?'],
    [['check', '--format', 'xml'], 'unknown value "xml" of --format: text, json, sarif, github or gitlab'],
    [['rules', '--format=sarif'], 'unknown value "sarif" of --format: text or json'],
    [['check', '--min-severity', 'warn'], 'unknown value "warn" of --min-severity: error, warning, information or hint'],
    [['check', '--format'], '--format needs a value: --format FORMAT'],
    [['check', '--env-file', '--live'], '--env-file needs a value: --env-file FILE (one that begins with a dash is written --env-file=--live)'],
    [['check', '--live=yes'], '--live takes no value: "yes"'],
    [['check', '-f', '-'], '--file -: standard input is not supported'],
    [['rules', 'more'], 'composure rules takes no argument: "more"'],
    [['check', ''], 'an argument is empty'],
    [['check', 'no/such/path'], 'no/such/path does not exist'],
    [['check', '-f', 'nowhere.yaml'], 'nowhere.yaml does not exist'],
    [['check', '-f', 'core'], 'core is a folder, no file'],
    [['check', '--env-file', 'no.env'], 'no.env does not exist'],
    [['check', '--project-directory', 'nowhere'], 'nowhere does not exist'],
    [['check', '--project-directory', 'package.json'], 'package.json is a file, no folder'],
    [['check', 'cli'], 'no compose file in cli'],
    [['check', '.mocharc.json', '--environment', 'x'], 'no environment "x": there is default'],
    [['check', 'LICENSE.txt', '-f', 'x.yaml'], '--file names one project, so there can be no PATH beside it: "LICENSE.txt"'],
    [['check', '-f', 'x.yaml', '--environment', 'dev'], '--file names one project, so there can be no --environment beside it'],
    [['check', '.gitignore'], '.gitignore is no compose file by its name (--file reads it as one)'],
  ];
  for (const [args, line] of refusals) {
    it(`refuses ${JSON.stringify(args.join(' '))}`, async () => {
      assert.deepEqual(await composure(args), { status: 2, stdout: '', stderr: `composure: ${line}\n` });
    });
  }

  it('names the commands where none is given', async () => {
    const { status, stderr } = await composure(['--format', 'json']);
    assert.equal(status, 2);
    assert.match(stderr, /^composure: no command is given: check, doctor, .* or rules \(composure --help explains them\)\n$/);
  });

  it('says what cannot be shown on one line in one line all the same', async () => {
    const { status, stderr } = await composure(['check', 'a\nb\u001b[31m']);
    assert.equal(status, 2);
    assert.equal(stderr, 'composure: a\\nb\\u{1b}[31m does not exist\n');
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8')) as { version: string };
    assert.deepEqual(await composure(['--version']), { status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('prints its help for no argument, --help, -h and help alike', async () => {
    const plain = await composure([]);
    assert.match(plain.stdout, /^ {2}check \[PATH…\] {2,}\S/m);
    for (const args of [['--help'], ['-h'], ['help']]) assert.deepEqual(await composure(args), plain);
  });

  it('prints a command\'s help as a table of all its options', async () => {
    const help = await composure(['check', '--help']);
    for (const option of ['-f, --file FILE', '--project-directory DIR', '--env-file FILE', '--profile NAME', '--environment NAME', '--format FORMAT', '--min-severity SEVERITY', '--live']) {
      assert.match(help.stdout, new RegExp(`^ {2}${option} +\\S`, 'm'));
    }
    assert.equal(help.status, 0);
    assert.deepEqual(await composure(['help', 'check']), help);
    assert.deepEqual(await composure(['check', 'no/such/path', '-h']), help);
  });

  it('takes options before the command, in one word and behind --', async () => {
    const folder = await temporaryFolder({ '--odd/compose.yaml': 'services: { web: { image: "nginx:1.27" } }\n' });
    try {
      const plain = await composure(['check', './--odd', '--format', 'json'], { cwd: folder.path });
      assert.equal(plain.status, 0);
      for (const args of [['--format=json', 'check', '--', '--odd'], ['check', '-f=--odd/compose.yaml', '--format', 'json'], ['check', '-f--odd/compose.yaml', '--format=text', '--format=json']]) {
        assert.deepEqual(await composure(args, { cwd: folder.path }), plain);
      }
    } finally {
      await folder.remove();
    }
  });

  it('cannot run in a folder that is gone', async () => {
    const folder = await temporaryFolder();
    const program = ['-e', 'const { rmdirSync } = require("node:fs"); const { spawnSync } = require("node:child_process"); rmdirSync(process.cwd()); process.exitCode = spawnSync(process.execPath, process.argv.slice(1), { stdio: "inherit" }).status;'];
    const ended = await composure([], { cwd: folder.path, program: [...program, '--', await bundledCommand(), 'check'] });
    assert.deepEqual(ended, { status: 2, stdout: '', stderr: 'composure: the current folder does not exist any more\n' });
  });
});

describe('composure rules', () => {
  it('lists every rule as JSON', async () => {
    const { status, stdout } = await composure(['rules', '--format', 'json']);
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout), rules.map(({ code, stage, severity, title, fixable }) => ({ code, stage, severity, title, fixable })));
  });

  it('lists every rule as a table', async () => {
    const { stdout } = await composure(['rules']);
    const [head = '', ...rows] = stdout.trimEnd().split('\n');
    assert.match(head, /^code +stage +severity +fix +what is wrong$/);
    assert.equal(rows.length, rules.length);
    for (const [index, row] of rows.entries()) assert.ok(row.startsWith(rules[index]?.code ?? '?') && row.endsWith(rules[index]?.title ?? '?'), row);
  });
});
