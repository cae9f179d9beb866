// What variables are worth in a Dockerfile, as BuildKit replaces them.

import assert from 'node:assert/strict';
import { neededStages, readDockerfile } from '#core/dockerfile/read.ts';
import { assign, expand, globalValues, inheritedValues, type BuildArgs } from '#core/dockerfile/variables.ts';

/** The sources that the stages copy from the context, with variables replaced; `?` where they are not known. */
function sources(text: string, args: BuildArgs = new Map(), target?: string): readonly string[] {
  const dockerfile = readDockerfile('/Dockerfile', text);
  assert.ok(dockerfile);
  const globals = globalValues(dockerfile, args);
  return neededStages(dockerfile, target, (word) => expand(word, globals)).flatMap((stage) => {
    const values = inheritedValues(dockerfile, stage, args);
    return stage.steps.flatMap((step) => {
      if (step.kind === 'assign') assign(values, step.assignment, args, globals);
      if (step.kind !== 'copy' || step.from !== undefined) return [];
      return step.sources.map(({ value, span }) => {
        assert.equal(text.slice(span[0], span[1]), value);
        return expand(value, values) ?? '?';
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
    ['comments and what is no instruction', '# COPY a b\nFROM a\nNONSENSE x\nCOPY\nCOPY x\n', []],
    ['nothing', '', []],
  ];
  for (const [name, text, expected, args, target] of cases) it(name, () => assert.deepEqual(sources(text, args, target), expected));
});
