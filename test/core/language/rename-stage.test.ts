// Build stages with new names: the files afterwards, and what is refused.

import assert from 'node:assert/strict';
import { readFixture } from '../../support/fixture.ts';
import { renameAtCursor, renamed } from '../../support/renamed.ts';

/** Name → the files before and after. */
const cases: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'from its Dockerfile': [
    'services:\n  web:\n    build: {context: app, target: "Prod"} # the site\n  api:\n    build: {context: app, target: base}\n  other:\n    build: {context: other, target: prod}\n#- compose.override.yaml\nservices:\n  job:\n    build:\n      context: .\n      dockerfile: app/Dockerfile\n      target: prod\n#- app/Dockerfile\nFROM x AS base\nFROM --platform=linux/amd64 base as Pr‸od # last\nFROM prod AS test\nCOPY --from=prod /a /prod\nCOPY --from=1 /a /b\nRUN --mount=type=bind,from=prod,target=/x prod\n#- other/Dockerfile\nFROM x AS prod\n',
    'services:\n  web:\n    build: {context: app, target: "fresh"} # the site\n  api:\n    build: {context: app, target: base}\n  other:\n    build: {context: other, target: prod}\n#- compose.override.yaml\nservices:\n  job:\n    build:\n      context: .\n      dockerfile: app/Dockerfile\n      target: fresh\n#- app/Dockerfile\nFROM x AS base\nFROM --platform=linux/amd64 base as fresh # last\nFROM fresh AS test\nCOPY --from=fresh /a /prod\nCOPY --from=1 /a /b\nRUN --mount=type=bind,from=fresh,target=/x prod\n#- other/Dockerfile\nFROM x AS prod\n',
  ],
  'from a target': [
    'services:\n  web:\n    build: {context: ., target: b‸ase}\n#- Dockerfile\nFROM x AS base\n',
    'services:\n  web:\n    build: {context: ., target: fresh}\n#- Dockerfile\nFROM x AS fresh\n',
  ],
  'from a target by which two environments mean two Dockerfiles': [
    '#- composure.yaml\nenvironments:\n  dev: {files: compose.yaml, envFiles: dev.env}\n  prod: {files: compose.yaml, envFiles: prod.env}\n#- compose.yaml\nservices:\n  web:\n    build: {context: "$DIR", target: b‸ase}\n#- dev.env\nDIR=a\n#- prod.env\nDIR=b\n#- a/Dockerfile\nFROM x AS base\n#- b/Dockerfile\nFROM y AS base\n',
    '#- composure.yaml\nenvironments:\n  dev: {files: compose.yaml, envFiles: dev.env}\n  prod: {files: compose.yaml, envFiles: prod.env}\n#- compose.yaml\nservices:\n  web:\n    build: {context: "$DIR", target: fresh}\n#- dev.env\nDIR=a\n#- prod.env\nDIR=b\n#- a/Dockerfile\nFROM x AS fresh\n#- b/Dockerfile\nFROM y AS fresh\n',
  ],
  'in line': [
    'services:\n  web:\n    build:\n      target: base\n      dockerfile_inline: |\n        FROM x AS base\n        RUN echo ${A} $$B\n        FROM ba‸se\n',
    'services:\n  web:\n    build:\n      target: fresh\n      dockerfile_inline: |\n        FROM x AS fresh\n        RUN echo ${A} $$B\n        FROM fresh\n',
  ],
};

const two = 'services:\n  web:\n    build: .\n#- Dockerfile\nFROM node AS ba‸se\nFROM base AS prod\n';

const refused: Readonly<Record<string, readonly [text: string, to: string, why: string]>> = {
  'the name of another stage': [two, 'PROD', 'Dockerfile has a build stage "PROD" already'],
  'the name of an image': [two, 'node', 'Dockerfile takes "node" from elsewhere: it would be this stage then'],
  'a name with a blank': [two, 'a b', '"a b" is no name for a build stage: one has letters, digits, ".", "_" and "-", and begins with a letter'],
  'a number': [two, '1', '"1" is no name for a build stage: one has letters, digits, ".", "_" and "-", and begins with a letter'],
  'what a Dockerfile calls no image': [two, 'scratch', '"scratch" has a meaning of its own in a Dockerfile'],
  'a stage without a name': ['services:\n  web:\n    build: .\n#- Dockerfile\nFROM x\nFROM y\nCOPY --from=‸0 /a /b\n', 'a', 'The stage has no name: give it one with AS'],
  'what an argument names': ['services:\n  web:\n    build: .\n#- Dockerfile\nARG BASE=dev\nFROM x AS d‸ev\nFROM ${BASE}\n', 'a', 'Dockerfile names the stage "dev" by a variable, which a rename cannot change'],
  'what a variable of the project names': ['services:\n  web:\n    build: {context: ., target: "$STAGE"}\n#- .env\nSTAGE=dev\n#- Dockerfile\nFROM x AS d‸ev\n', 'a', 'compose.yaml names the stage "dev" by a variable, which a rename cannot change'],
  'a file that is broken': ['services:\n  web:\n    build: {context: ., target: d‸ev}\n    image: "x\n#- Dockerfile\nFROM x AS dev\n', 'a', 'compose.yaml has errors in its text: mend them first, or the rename may miss a place'],
};

describe('rename of a build stage', () => {
  for (const [name, [before, after]] of Object.entries(cases)) {
    it(name, async () => {
      const made = await renamed(before, 'fresh');
      assert.deepEqual(Object.fromEntries(made.after), Object.fromEntries(readFixture(after).files));
    });
  }

  it('changes capitals alone', async () => {
    const { after } = await renamed(two, 'Base');
    assert.equal(after.get('/project/Dockerfile'), 'FROM node AS Base\nFROM Base AS prod\n');
  });

  for (const [name, [text, to, why]] of Object.entries(refused)) {
    it(`refuses ${name}`, async () => {
      assert.equal(await renameAtCursor(text, to), why);
    });
  }
});
