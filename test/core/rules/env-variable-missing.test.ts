// Which variables an env file of one environment should have because another's has them.

import assert from 'node:assert/strict';
import { applyFix, assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

const compose = (value: string): string => `#- compose.yaml\nservices:\n  web:\n    image: nginx:1.27\n    environment:\n      X: "${value}"\n      Y: "\${Y-}"\n`;

async function missing(text: string): Promise<readonly string[]> {
  const fixture = readFixture(text);
  const found = (await checkFixture(fixture)).filter(({ code }) => code === 'env-variable-missing');
  await assertFixesWork(fixture, found);
  return found.filter(({ message }) => message.includes('no X')).map(({ file, span, severity, message }) => `${severity} ${fixture.files.get(file)?.slice(...span)}: ${message}`);
}

const silent = 'Compose puts an empty text where it is used';

describe('env-variable-missing', () => {
  const cases: Readonly<Record<string, readonly [text: string, expected: readonly string[]]>> = {
    'without a default': [`${compose('${X}')}#- .env.prod\nX=1\n#- .env.staging\nY=1\n`, [`information Y: .env.staging has no X, which .env.prod has: ${silent}`]],
    'with a default': [`${compose('${X:-1}')}#- .env.prod\nX=1\n#- .env.staging\nY=1\n`, ['hint Y: .env.staging has no X, which .env.prod has: the default is used']],
    'empty': [`${compose('${X}')}#- .env.prod\nX=1\n#- .env.staging\nY=1\nX=\n`, []],
    'bare, from the shell': [`${compose('${X}')}#- .env.prod\nX=1\n#- .env.staging\nY=1\nX\n`, []],
    'in .env, which goes before': [`${compose('${X}')}#- .env\nX=1\n#- .env.prod\nX=1\n#- .env.staging\nY=1\n`, []],
    'not used': [`${compose('x')}#- .env.prod\nX=1\nY=2\n#- .env.staging\nY=1\n`, []],
    'used in a comment alone': [`${compose('x # ${X}').replace('"x # ${X}"', 'x # ${X}')}#- .env.prod\nX=1\nY=2\n#- .env.staging\nY=1\n`, []],
    'an escaped dollar': [`${compose('$${X}')}#- .env.prod\nX=1\nY=2\n#- .env.staging\nY=1\n`, []],
    'used nested': [`${compose('${Y:-${X}}')}#- .env.prod\nX=1\nY=2\n#- .env.staging\nY=1\n`, [`information Y: .env.staging has no X, which .env.prod has: ${silent}`]],
    'in an example': [`${compose('${X}')}#- .env.example\nX=\n#- .env.staging\nY=1\n`, [`information Y: .env.staging has no X, which .env.example has: ${silent}`]],
    'in an example, with a default': [`${compose('${X:-1}')}#- .env.example\nX=\n#- .env.staging\nY=1\n`, []],
    'in .env alone, which every environment has': [`${compose('${X}')}#- .env\nX=1\n#- .env.staging\nY=1\n`, []],
  };
  for (const [name, [text, expected]] of Object.entries(cases)) it(name, async () => assert.deepEqual(await missing(text), expected));

  const fixed: Readonly<Record<string, readonly [prod: string, staging: string, expected: string]>> = {
    'behind the one before it': ['A=1\nY=1\nX=1\n', 'A=1\nY=1\nZ=1\n', 'A=1\nY=1\nX=\nZ=1\n'],
    'at the end where the last has no line break': ['X=1\nY=1\n', 'Y=1', 'Y=1\nX=\n'],
    'in an empty file': ['X=1\nY=1\n', '', 'X=\n'],
    'behind a value of several lines': ['Y=1\nX=1\n', 'Y="1\n2"\nZ=1\n', 'Y="1\n2"\nZ=1\nX=\n'],
    'with the file\'s line breaks': ['Y=1\nX=1\n', 'Y=1\r\nZ=1\r\n', 'Y=1\r\nX=\r\nZ=1\r\n'],
  };
  for (const [name, [prod, staging, expected]] of Object.entries(fixed)) {
    it(`adds it ${name}`, async () => {
      const read = readFixture(`${compose('${X}')}#- compose.staging.yaml\nservices: {web: {init: true}}\n#- compose.prod.yaml\nservices: {web: {init: true}}\n`);
      const fixture = { ...read, files: new Map([...read.files, ['/project/.env.prod', prod], ['/project/.env.staging', staging]]) };
      const [found] = (await checkFixture(fixture)).filter(({ code, message }) => code === 'env-variable-missing' && message.includes('no X'));
      const [fix] = await found?.fixes() ?? [];
      assert.ok(fix);
      assert.equal(applyFix(fixture, fix).files.get('/project/.env.staging'), expected);
    });
  }
});
