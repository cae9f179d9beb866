// Renames that are refused, each in one line that says why.

import assert from 'node:assert/strict';
import { refusalOf } from '#core/language/rename.ts';
import { namesAtCursor, readMarked } from '../../support/marked-fixture.ts';
import { renameAtCursor } from '../../support/renamed.ts';

const refused: Readonly<Record<string, readonly [text: string, to: string, why: string]>> = {
  'a name that another service has': ['services:\n  d‸b: {image: x}\n  web: {image: x}\n', 'web', 'compose.yaml has a service "web" already'],
  'a name that another file\'s service has': ['include: [a.yaml]\nservices:\n  d‸b: {image: x}\n#- a.yaml\nservices:\n  web: {image: x}\n', 'web', 'a.yaml has a service "web" already'],
  'a name that another environment has': ['services:\n  d‸b: {image: x}\n#- compose.dev.yaml\nservices:\n  web: {image: x, depends_on: [db]}\n', 'web', 'compose.dev.yaml has a service "web" already'],
  'a variable that is in use': ['services:\n  a: {image: "$D‸B$OTHER"}\n', 'OTHER', 'compose.yaml has a variable "OTHER" already'],
  'an anchor that is there': ['x-a: &a‸ 1\nx-b: &b 2\nx-c: *a\n', 'b', 'compose.yaml has an anchor "b" already'],
  'a name with a blank': ['services:\n  d‸b: {image: x}\n', 'a b', '"a b" is no name for a service: one has letters, digits, ".", "_" and "-"'],
  'no name': ['services:\n  d‸b: {image: x}\n', '', '"" is no name for a service: one has letters, digits, ".", "_" and "-"'],
  'a variable that begins with a digit': ['services:\n  a: {image: "$D‸B"}\n', '1A', '"1A" is no name for a variable: one has letters, digits and _, and begins with no digit'],
  'a volume of one letter': ['services:\n  a: {image: x, volumes: ["d‸b:/x"]}\nvolumes: {db: }\n', 'v', '"v" is one letter: Compose would take v: for a Windows drive where it is mounted'],
  'what a variable names': ['services:\n  a: {image: x, networks: ["$NET"]}\nnetworks:\n  fr‸ont:\n#- .env\nNET=front\n', 'x', 'compose.yaml names the network "front" by a variable, which a rename cannot change'],
  'a path': ['services:\n  a: {image: x, env_file: a‸.env}\n', 'b.env', 'A path is renamed on the disk'],
  'a build stage that is not there': ['services:\n  a: {build: {context: ., target: pr‸od}}\n', 'x', 'prod is no stage of a Dockerfile that can be read'],
  'a variable of Compose': ['services:\n  a: {image: "${COMPOSE_PROJECT_‸NAME}"}\n', 'x', 'COMPOSE_PROJECT_NAME has its name from Compose'],
  'the default network': ['services:\n  a: {image: x}\nnetworks:\n  defau‸lt: {driver: bridge}\n', 'x', 'The network "default" has its name from Compose'],
  'a file that is broken': ['services:\n  d‸b: {image: x}\n  web:\n    depends_on: [db\n    image: "x\n', 'x', 'compose.yaml has errors in its text: mend them first, or the rename may miss a place'],
};

describe('rename', () => {
  for (const [name, [text, to, why]] of Object.entries(refused)) {
    it(`refuses ${name}`, async () => {
      assert.equal(await renameAtCursor(text, to), why);
    });
  }

  it('says before a name is asked for whether there can be one', async () => {
    for (const [text, why] of [['services:\n  d‸b: {image: x}\n', undefined], ['services:\n  a: {image: x, profiles: [d‸b]}\n', 'A profile is named on command lines too: no rename can reach them']] as const) {
      const { names, mention } = await namesAtCursor(readMarked(text));
      assert.ok(mention);
      assert.equal(refusalOf(names, mention), why);
    }
  });
});
