// What `.dockerignore` leaves out and what patterns match, as moby's patternmatcher judges, which is not as git does.

import assert from 'node:assert/strict';
import { BuildContext } from '#core/dockerfile/build-context.ts';
import { fixtureFiles, readFixture } from '../../support/fixture.ts';

async function find(source: string, dockerignore: string): Promise<string> {
  const files = readFixture(`#- Dockerfile
FROM scratch
#- a.txt
a
#- src/main.go
package main
#- src/deep/x.go
package deep
#- src/deep/README.md
# x
#- docs/README.md
# y
#- README.md
# z
#- empty/
#- .dockerignore
${dockerignore}`);
  const context = await BuildContext.open('/project', '/project/Dockerfile', fixtureFiles(files));
  return context.find(source);
}

describe('build context', () => {
  const cases: readonly (readonly [source: string, dockerignore: string, found: string])[] = [
    ['.', '*', 'there'],
    ['/', '*', 'there'],
    ['a.txt', '', 'there'],
    ['/a.txt', '', 'there'],
    ['./a.txt', '', 'there'],
    ['../a.txt', '', 'there'],
    ['src/../a.txt', '', 'there'],
    ['b.txt', '', 'missing'],
    ['A.txt', '', 'missing'],
    ['src/', '', 'there'],
    ['*.txt', '', 'there'],
    ['[ab].txt', '', 'there'],
    ['[^a].txt', '', 'missing'],
    ['?.txt', '', 'there'],
    ['*.rs', '', 'missing'],
    ['src/*/x.go', '', 'there'],
    ['src/**/y', '', 'there'],
    ['a[.txt', '', 'missing'],
    ['[z-a].txt', '', 'there'],
    ['a.txt', 'a.txt', 'ignored'],
    ['a.txt', '/a.txt', 'ignored'],
    ['a.txt', './a.txt', 'ignored'],
    ['a.txt', 'A.txt', 'there'],
    ['a.txt', '# a.txt', 'there'],
    ['a.txt', '*', 'ignored'],
    ['a.txt', '*\n!a.txt', 'there'],
    ['a.txt', '!a.txt\n*', 'ignored'],
    // Nothing can be let in again within a file, nor by a pattern that cannot reach there.
    ['a.txt', '*\n!*.go', 'ignored'],
    ['src/main.go', '**/*.go\n!**/x.go', 'ignored'],
    ['docs', '*\n!s*/deep', 'ignored'],
    ['docs', '*\n!src', 'ignored'],
    ['docs', '*\n!*/README.md', 'there'],
    ['docs', '*\n!**/README.md', 'there'],
    ['src/deep', '*\n!src/*/x.go', 'there'],
    ['*.txt', '*.txt', 'ignored'],
    // A pattern begins at the root: git would leave out README.md everywhere.
    ['README.md', 'README.md', 'ignored'],
    ['docs/README.md', 'README.md', 'there'],
    ['docs/README.md', '**/README.md', 'ignored'],
    ['docs/README.md', '*.md', 'there'],
    ['docs/README.md', '*/*.md', 'ignored'],
    ['src/main.go', 'src', 'ignored'],
    ['src/main.go', 'src/', 'ignored'],
    ['src', 'src', 'ignored'],
    // Below a folder that is left out a file may be let in again: git would not.
    ['src/main.go', 'src\n!src/main.go', 'there'],
    ['src', 'src\n!src/main.go', 'there'],
    ['src/deep/x.go', '*\n!src/**/*.go', 'there'],
    ['src/deep', '**\n!**/*.go', 'there'],
    ['src', 'src/*', 'there'],
  ];
  for (const [source, dockerignore, found] of cases) {
    it(`${source} with ${JSON.stringify(dockerignore)} is ${found}`, async () => {
      assert.equal(await find(source, dockerignore), found);
    });
  }

  it('prefers the ignore file beside the Dockerfile', async () => {
    const fixture = readFixture('#- docker/api.Dockerfile\nFROM scratch\n#- docker/api.Dockerfile.dockerignore\nb.txt\n#- .dockerignore\na.txt\n#- a.txt\na\n#- b.txt\nb\n');
    const context = await BuildContext.open('/project', '/project/docker/api.Dockerfile', fixtureFiles(fixture));
    assert.equal(await context.find('a.txt'), 'there');
    assert.equal(await context.find('b.txt'), 'ignored');
  });
});
