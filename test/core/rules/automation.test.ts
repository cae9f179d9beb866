// What workflows, pipelines and Makefiles call: found where it is surely not there, and silent about all that may be.

import assert from 'node:assert/strict';
import { shellCommands } from '#core/automation/shell-words.ts';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

const repository = `#- .git/HEAD
#- .gitignore
.env.local
/generated/
#- compose.yaml
services:
  web:
    image: nginx:1.27
#- scripts/build.sh
touch compose.made.yaml
#- scripts/deploy.sh
#- tools/smoke.py
#- web/package.json
{ "scripts": { "build": "vite build", "test": "vitest" } }
`;

/** What is found: the text at the place, and the texts of the fixes. */
async function found(files: string): Promise<readonly string[]> {
  const fixture = readFixture(repository + files);
  const diagnostics = (await checkFixture(fixture)).filter(({ code }) => code === 'script-missing' || code === 'compose-file-missing');
  await assertFixesWork(fixture, diagnostics);
  const said: string[] = [];
  for (const { file, span, fixes } of diagnostics) said.push([fixture.files.get(file)?.slice(...span), ...(await fixes()).map(({ title }) => title)].join(' → '));
  return said;
}

const indented = (text: string, by: number): string => text.split('\n').map((line) => ' '.repeat(by) + line).join('\n');
const workflow = (steps: string, more = ''): string => `#- .github/workflows/ci.yml\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n${more}    steps:\n      - uses: actions/checkout@v4\n${indented(steps, 6)}\n`;
const run = (script: string): string => workflow(`- run: |\n${indented(script, 4)}`);

async function table(cases: Readonly<Record<string, readonly [files: string, expected: readonly string[]]>>): Promise<void> {
  for (const [name, [files, expected]] of Object.entries(cases)) assert.deepEqual(await found(files), expected, name);
}

describe('script-missing and compose-file-missing', () => {
  it('find what a step runs', () => table({
    'a path, with what is like it': [run('./scripts/deplyo.sh --now'), ['./scripts/deplyo.sh → Use ./scripts/deploy.sh']],
    'a path without an extension': [run('scripts/deploy'), ['scripts/deploy → Use scripts/deploy.sh']],
    'by an interpreter, in quotes': [run('set -e\npython -u "tools/smok.py" || exit 1'), ['tools/smok.py → Use tools/smoke.py']],
    'behind options and assignments': [run('sudo -E A=b bash -euo pipefail scripts/x.sh'), ['scripts/x.sh']],
    'after it was made executable': [run('chmod +x scripts/x.sh\n./scripts/x.sh'), ['./scripts/x.sh']],
    'one that has moved': [run('bash tools/deploy.sh'), ['tools/deploy.sh → Use scripts/deploy.sh']],
    'in the folder of the step': [workflow('- run: ./deploy.sh\n  working-directory: tools'), ['./deploy.sh → Use ../scripts/deploy.sh']],
    'in the folder of the job': [workflow('- run: ./deploy.sh', '    defaults:\n      run: { working-directory: ./tools }\n'), ['./deploy.sh → Use ../scripts/deploy.sh']],
    'after cd, until the subshell ends': [run('(cd scripts && ./deploy.sh && ./x.sh)\nscripts/y.sh'), ['./x.sh', 'scripts/y.sh']],
    'on one line, and folded': [workflow('- run: ./scripts/a.sh && ./scripts/b.sh\n- run: >\n    echo\n    ./scripts/b.sh;\n    ./scripts/c.sh'), ['./scripts/a.sh', './scripts/b.sh', './scripts/c.sh']],
    'scripts of package.json, that of the folder above too': [run('cd web && npm run buld && npm run test'), ['buld → Use build']],
    'compose files, of a line that goes on': [run('docker compose \\\n  -f compose.yaml \\\n  --file compose.ci.yaml up'), ['compose.ci.yaml → Use compose.yaml']],
    'in conditions': [run('if [ "$CI" ]; then ./scripts/x.sh; fi'), ['./scripts/x.sh']],
  }));

  it('say nothing of what may be there', () => table({
    'without a checkout': [run('./scripts/x.sh').replace('- uses: actions/checkout@v4', '- run: ls'), []],
    'from another repository': [workflow('- uses: actions/checkout@v4\n  with: { repository: a/b, path: other }\n- run: ./scripts/x.sh'), []],
    'made by a redirect, a copy or a download': [run('cat > scripts/a.sh <<EOF\n./scripts/none.sh\nEOF\nbash scripts/a.sh\ncp $TEMPLATE/b.sh scripts\n./scripts/b.sh\ncurl -o c.sh https://x\nbash ./c.sh'), []],
    'fetched': [workflow('- uses: actions/download-artifact@v4\n- run: ./scripts/x.sh'), []],
    'cloned': [run('git clone https://x y\n./scripts/x.sh'), []],
    'tested for': [run('[ -f scripts/x.sh ] && ./scripts/x.sh\nif test -x ./scripts/y.sh; then ./scripts/y.sh; fi'), []],
    'allowed to fail': [run('./scripts/x.sh || true\nfalse || ./scripts/y.sh'), []],
    'a step that may fail': [workflow('- run: ./scripts/x.sh\n  continue-on-error: true'), []],
    'variables and patterns': [run('./scripts/$X.sh\n"$DIR/x.sh"\n./scripts/*.sh\ncd $DIR\n./x.sh'), []],
    'in a folder that cannot be known': [workflow('- run: ./x.sh\n  working-directory: ${{ matrix.dir }}'), []],
    'in a container, on another machine': [run('docker run --rm app ./scripts/x.sh\ndocker compose exec web ./x.sh\nssh host ./scripts/x.sh'), []],
    'absolute, beside the repository': [run('/opt/x.sh\n~/x.sh\n../x.sh'), []],
    'made by a build': [run('go build -o ./bin/app .\n./bin/app\n./dist/x.js\nnode dist/main.js\n./app'), []],
    'ignored by git': [run('docker compose --env-file .env.local -f generated/compose.yaml up\nbash generated/x.sh'), []],
    'made by a script that runs before': [run('./scripts/build.sh\ndocker compose -f compose.made.yaml up'), []],
    'another shell': [workflow('- run: ./scripts/x.sh\n  shell: python'), []],
    'Windows, whose shell is another': [workflow('- run: ./scripts/x.sh').replace('ubuntu', 'windows'), []],
    'npm with another folder, or that need not know': [run('npm --prefix web run x\nnpm run x --prefix web\nnpm run x --if-present\nnpm run x'), []],
    'a stream and a URL': [run('docker compose -f - up\ndocker compose -f https://x/y.yaml up'), []],
    'comments and texts': [run('# ./scripts/x.sh\necho "./scripts/x.sh" ./scripts/y.sh'), []],
    'a submodule': [`#- .gitmodules\n[submodule "lib"]\n\tpath = lib\n${run('./lib/x.sh')}`, []],
    'ignored by a comment': [workflow('- run: ./scripts/x.sh # composure-ignore script-missing -- made by the runner'), []],
  }));

  it('read Makefiles', () => table({
    'recipes': ['#- Makefile\nup: scripts/none.sh\n\t@./scripts/x.sh \\\n\t  --now\n\t-./scripts/y.sh\n\tcd web && npm run x\n\tbash $(DIR)/z.sh; ./scripts/$$A.sh\n', ['./scripts/x.sh', 'x']],
    'targets of the same': ['#- Makefile\n.PHONY: all\nup:\n\tmake dwon\n\tmake -C web x\n\tmake -j 4 down all X=1 compose.yaml\ndown:\n\tdocker compose down\n', ['dwon → Use down']],
    'of the folder named': [`${run('make -C web tset')}#- web/Makefile\ntest:\n\tnpm run test\n`, ['tset → Use test']],
    'nothing where more targets may come': [`${run('make x')}#- Makefile\ninclude other.mk\nup:\n\ttrue\n`, []],
    'nothing of patterns': [`${run('make x.html')}#- Makefile\n%.html: %.md\n\ttrue\n`, []],
    'nothing of what a target makes': ['#- Makefile\ncompose.out.yaml:\n\t./scripts/build.sh > $@\nup: compose.out.yaml\n\tdocker compose -f compose.out.yaml up\n', []],
    'nothing without a Makefile': [run('make x'), []],
    'values of variables, at their place': ['#- Makefile\nFILES = -f compose.yaml -f compose.ci.yaml # two\nSH := bash\nup:\n\tdocker compose $(FILES) up\ndown:\n\tdocker compose ${FILES} down\n\t$(SH) scripts/x.sh\n', ['compose.ci.yaml → Use compose.yaml', 'scripts/x.sh']],
    'a file behind a variable for the program': ['#- Makefile\nCOMPOSE ?= docker compose\nup:\n\t$(COMPOSE) -f compose.gpu.yaml up\n', ['compose.gpu.yaml → Use compose.yaml']],
    'nothing of variables that are set again, under a condition, by other files, by the shell': ['#- Makefile\nA = a.yaml\nB = b.yaml\nD ?= d.yaml\nE = $(D)\nifdef CI\nC = c.yaml\nendif\nup: B = c.yaml\nup:\n\tdocker compose -f $(B) -f $(C) -f $(D) -f $(E) -f $$(A) up\nA += x\ndown:\n\tdocker compose -f $(A) down\n', []],
    'nothing of variables where another file may set them': ['#- Makefile\ninclude o.mk\nA = a.yaml\nup:\n\tdocker compose -f $(A) up\n', []],
    'assignments are no targets': [`${run('make A')}#- Makefile\nA := b\nB:=c\ntest:\n\ttrue\n`, ['A']],
  }));

  it('read COMPOSE_FILE of workflows', () => table({
    'of a job': [workflow('- run: docker compose build', '    env:\n      COMPOSE_FILE: compose.yaml:compose.ci.yaml\n'), ['compose.ci.yaml → Use compose.yaml']],
    'of a step, in quotes': [workflow('- run: docker compose build\n  env: {COMPOSE_FILE: "compose.ci.yaml"}'), ['compose.ci.yaml → Use compose.yaml']],
    'in the folder of the step': [workflow('- run: docker compose build\n  working-directory: web', '    env:\n      COMPOSE_FILE: compose.yaml\n'), ['compose.yaml → Use ../compose.yaml']],
    'nothing where the command says its files': [workflow('- run: docker compose -f compose.yaml build', '    env:\n      COMPOSE_FILE: compose.ci.yaml\n'), []],
    'nothing where no Compose runs': [workflow('- run: docker build .', '    env:\n      COMPOSE_FILE: compose.ci.yaml\n'), []],
    'nothing where a script sets it': [workflow('- run: echo COMPOSE_FILE=compose.yaml >> $GITHUB_ENV\n- run: docker compose build', '    env:\n      COMPOSE_FILE: compose.ci.yaml\n'), []],
    'nothing of expressions': [workflow('- run: docker compose build', '    env:\n      COMPOSE_FILE: compose.${{ matrix.x }}.yaml\n'), []],
  }));

  it('read npm scripts', () => table({
    'a file that is not there': ['#- package.json\n{"scripts": {"up": "docker compose -f compose.yaml -f compose.dev.yaml up"}}\n', ['compose.dev.yaml → Use compose.yaml']],
    'nothing of what another script makes': ['#- package.json\n{"scripts": {"make": "node make.js > compose.dev.yaml", "up": "docker compose -f compose.dev.yaml up"}}\n', []],
    'nothing of scripts': ['#- package.json\n{"scripts": {"up": "./scripts/x.sh && docker compose up"}}\n', []],
  }));

  it('read GitLab pipelines', () => table({
    'scripts, with the folder of the line before': ['#- .gitlab-ci.yml\ntest:\n  before_script: [cd tools]\n  script:\n    - ./x.sh\n    - |\n      cd ..\n      docker compose -f compose.ci.yml up\n  after_script:\n    - ./scripts/y.sh\n', ['./x.sh', 'compose.ci.yml → Use compose.yaml', './scripts/y.sh']],
    'the default before_script once': ['#- .gitlab-ci.yml\ndefault:\n  before_script: [./scripts/x.sh]\na: { script: [ls] }\nb: { script: [ls] }\n', ['./scripts/x.sh']],
    'nothing of artifacts': ['#- .gitlab-ci.yml\na:\n  script: [make]\n  artifacts: { paths: [scripts/x.sh] }\nb: { script: [./scripts/x.sh] }\n', []],
    'nothing without the repository': ['#- .gitlab-ci.yml\na:\n  variables: { GIT_STRATEGY: none }\n  script: [./scripts/x.sh]\nb:\n  extends: .elsewhere\n  script: [./scripts/x.sh]\n', []],
  }));

  it('reads the words of a shell', () => {
    const words = (text: string): unknown => shellCommands(text).map((command) => command.words.map(({ value, known }) => (known ? value : `?${value}`)));
    assert.deepEqual(words('a "b c"\\ d \'e\'f $x "$y z" `k l` $(m "n)") # o'), [['a', 'b c d', 'ef', '?', '? z', '?', '?']]);
    assert.deepEqual(words('a 2>&1 >f <<X | b\n$c\nX\nd && { e; } || f'), [['a'], ['b'], ['d'], ['e'], ['?}'], ['f']]);
    for (const text of ['\'', '"$(', '${', '<<', '`', '\\', '(((', '>', '$']) assert.doesNotThrow(() => shellCommands(text), text);
  });
});
