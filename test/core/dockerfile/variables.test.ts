// What variables are worth in a Dockerfile, as BuildKit replaces them.

import assert from 'node:assert/strict';
import { readDockerfile } from '#core/dockerfile/read.ts';
import { neededStages } from '#core/dockerfile/stages.ts';
import { BuildVariables, type BuildArgs } from '#core/dockerfile/variables.ts';

/** The sources that the stages copy from the context, with variables replaced; `?` where they are not known. */
function sources(text: string, args: BuildArgs = new Map(), target?: string): readonly string[] {
  const dockerfile = readDockerfile('/Dockerfile', text);
  assert.ok(dockerfile);
  const variables = new BuildVariables(dockerfile, args);
  return neededStages(dockerfile, target, variables.globals).flatMap((stage) => {
    const known = variables.at(stage);
    return stage.steps.flatMap((step) => {
      if (step.kind === 'assign') known.assign(step.assignment);
      if (step.kind !== 'copy' || step.from !== undefined) return [];
      return step.sources.map(({ value, span }) => {
        assert.equal(text.slice(span[0], span[1]), value);
        return known.expand(value) ?? '?';
      });
    });
  });
}

describe('Dockerfile', () => {
  const cases: readonly (readonly [name: string, text: string, expected: readonly string[], args?: BuildArgs, target?: string])[] = [
    ['plain words', 'FROM a\nCOPY --chown=1:1 --chmod=644 x y /z\n', ['x', 'y']],
    ['lower case and continued lines', 'from a\ncopy x \\\n  y \\\n  /z\n', ['x', 'y']],
    ['JSON form', 'FROM a\nCOPY ["a b", "c", "/z"]\n', ['a b', 'c']],
    ['a default', 'FROM a\nARG D=src\nCOPY $D/x ${D}y /z\n', ['src/x', 'srcy']],
    ['a build argument wins', 'FROM a\nARG D=src\nCOPY $D /z\n', ['lib'], new Map([['D', 'lib']])],
    ['a build argument that nothing declares counts for nothing', 'FROM a\nCOPY $D /z\n', ['?'], new Map([['D', 'lib']])],
    ['a build argument from the shell is unknown', 'FROM a\nARG D=src\nCOPY $D /z\n', ['?'], new Map([['D', undefined]])],
    ['a global argument counts where it is said again', 'ARG D=src\nFROM a\nCOPY $D /z\nARG D\nCOPY $D /z\n', ['?', 'src']],
    ['an environment variable', 'FROM a\nENV D=src E="lib x"\nCOPY $D /z\nCOPY $E /z\n', ['src', 'lib x']],
    ['what the base image may set is unknown', 'FROM a\nCOPY $PYTHON_HOME /z\n', ['?']],
    ['defaults in place', 'FROM a\nARG D=\nCOPY ${D:-x} ${D-y} ${D:+z} /z\n', ['x', '', '']],
    ['an escaped dollar', 'FROM a\nCOPY \\$x /z\n', ['$x']],
    ['environment of the stage below, not its arguments', 'FROM a AS b\nARG A=1\nENV E=2\nFROM b\nCOPY $A /z\nCOPY $E /z\n', ['?', '2']],
    ['only what the last stage needs', 'FROM a AS b\nCOPY x /\nFROM a AS c\nCOPY y /\nFROM a\nCOPY --from=b x /\n', ['x']],
    ['only what the target needs', 'FROM a AS b\nCOPY x /\nFROM b AS c\nCOPY y /\nFROM a\nCOPY z /\n', ['x'], new Map(), 'B'],
    ['a stage by number', 'FROM a\nCOPY x /\nFROM a\nCOPY --from=0 /x /\n', ['x']],
    ['a stage through an argument', 'ARG BASE=b\nFROM a AS b\nCOPY x /\nFROM ${BASE}\nCOPY y /\n', ['x', 'y']],
    ['a stage that RUN mounts', 'FROM a AS b\nCOPY x /\nFROM a\nRUN --mount=type=bind,from=b,target=/b true\n', ['x']],
    ['an unknown target needs nothing', 'FROM a\nCOPY x /\n', [], new Map(), 'nope'],
    ['a later stage', 'FROM a\nCOPY --from=b x /\nFROM a AS b\nCOPY y /\nFROM a AS c\nFROM 0\n', []],
    ['a stage behind the target', 'FROM a AS c\nCOPY --from=b x /\nFROM a AS b\nCOPY y /\n', ['y'], new Map(), 'c'],
    ['a stage by the name of an earlier one', 'FROM a AS b\nCOPY x /\nFROM b AS b\nCOPY y /\nFROM a\nCOPY --from=b /x /\n', ['x', 'y']],
    ['a number is no target', 'FROM a\nCOPY x /\n', [], new Map(), '0'],
    ['quotes', 'FROM a\nENV D=d\nCOPY "$D" \'$D\' "x y" /z\n', ['d', '$D', '?', '?']],
    ['an argument over an environment variable is unknown', 'FROM a\nENV D=d\nARG D=e\nCOPY $D /z\n', ['?']],
    ['an environment variable over an argument', 'FROM a\nARG D=e\nENV D=d$D\nCOPY $D /z\n', ['de']],
    ['the platform is unknown', 'FROM a\nARG TARGETARCH=amd64\nCOPY $TARGETARCH /z\n', ['?']],
    ['defaults within defaults', 'FROM a\nARG D=\nARG E=e\nCOPY ${D:-${E}x} ${N:-x} ${E:-$N} ${D:+$N} /z\n', ['ex', '?', 'e', '']],
    ['other ways to cut are unknown', 'FROM a\nARG D=d\nCOPY ${D#x} ${D/x/y} $1 ${D /z\n', ['?', '?', '?', '?']],
    ['a here-document holds no instructions', 'FROM a\nCOPY <<EOF x /z\nCOPY y /z\nEOF\nRUN <<-"END" <<OTHER cat\nCOPY y /z\n\tEND\nCOPY y /z\nOTHER\nCOPY w /z\n', ['x', 'w']],
    ['a here-document that does not end', 'FROM a\nRUN <<EOF\nCOPY y /z\n', ['y']],
    ['comments and empty lines between continued lines', 'FROM a\nCOPY x \\\n# y\n\n  w \\ \n  /z\n', ['x', 'w']],
    ['the backtick as escape', '# escape=`\nFROM a\nCOPY x `\n y /z\n', ['x', 'y']],
    ['directives only at the top', '# a comment\n# escape=`\nFROM a\nCOPY x \\\n y /z\n', ['x', 'y']],
    ['several flags', 'FROM a\nCOPY --link --exclude=*.md --parents --chown="a b" x /z\n', ['x']],
    ['Windows line ends', 'FROM a\r\nCOPY x \\\r\n y /z\r\n', ['x', 'y']],
    ['comments and what is no instruction', '# COPY a b\nFROM a\nNONSENSE x\nCOPY\nCOPY x\n', []],
    ['nothing', '', []],
  ];
  for (const [name, text, expected, args, target] of cases) it(name, () => assert.deepEqual(sources(text, args, target), expected));

  it('leaves files for other frontends to them', () => {
    assert.equal(readDockerfile('/Dockerfile', '# syntax=example.com/other\nFROM a\n'), undefined);
    assert.ok(readDockerfile('/Dockerfile', '# syntax=docker/dockerfile:1\nFROM a\n'));
  });

  it('follows thousands of stages', () => {
    const text = Array.from({ length: 6_000 }, (_, index) => `FROM ${index === 0 ? 'a' : `s${index - 1}`} AS s${index}\n`).join('');
    const dockerfile = readDockerfile('/Dockerfile', `${text}COPY $X /y\n`);
    assert.ok(dockerfile);
    const { globals } = new BuildVariables(dockerfile, new Map());
    assert.equal(neededStages(dockerfile, undefined, globals).length, 6_000);
    assert.deepEqual(sources(`${text}COPY $X /y\n`), ['?']);
  });
});
