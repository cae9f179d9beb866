// A file in the states that typing leads through: one report for each break, where the break is, and none that is
// only its consequence.

import assert from 'node:assert/strict';
import { checkFixture, isAdvice } from '../../support/checked-fixture.ts';
import { format, readFixture } from '../../support/fixture.ts';

const states: readonly (readonly [name: string, text: string])[] = [
  ['a tab behind a value', `
services:
  web:
    restart: always
\timage: nginx
#<^ error yaml-syntax: YAML allows no tab here: indent with spaces
`],
  ['a key on its way', `
services:
  web:
    image: nginx
    po
#   ^^ error yaml-syntax: This key has no ":" behind it
`],
  ['a key on its way before others', `
services:
  web:
    im
#   ^^ error yaml-syntax: This key has no ":" behind it
    ports:
      - "80:80"
`],
  ['a key that has just got its colon', `
services:
  web:
    image: nginx
    ports:
#   ^^^^^ error wrong-type: ports has no value: it must be a list, as in - "8080:80"
`],
  ['an item without value', `
services:
  web:
    image: nginx
    ports:
      -
#     ^ error wrong-type: An entry of ports has no value: it must be a mapping or a port, as in "8080:80"
`],
  ['a service on its way, and others that need it', `
services:
  web:
    image: nginx
    depends_on:
      - db
  db
# ^^ error yaml-syntax: This key has no ":" behind it
`],
  ['a broken service that others need', `
services:
  web:
    image: nginx
    depends_on:
      - db
      - cache
#       ^^^^^ error undefined-service: No service "cache" is defined: Compose refuses the project
  db:
    image: "postgres
#          ^^^^^^^^^ error yaml-syntax: The closing " is missing
`],
  ['an open quote', `
services:
  web:
    image: 'nginx
#          ^^^^^^ error yaml-syntax: The closing ' is missing
    ports:
      - "80:80"
`],
  ['an open bracket', `
services:
  web:
    command: ["a", "b"
#            ^ error yaml-syntax: The closing ] is missing
    image: nginx
`],
  ['an open brace, in the last line', `
services:
  web: { image: nginx, command: [a]
#      ^ error yaml-syntax: The closing } is missing
`],
  ['one bracket too many', `
services:
  web:
    command: [a, b]]
#                  ^ error yaml-syntax: This ] closes nothing
    image: nginx
`],
  ['a tab among spaces', `
services:
  web:
    ports:
	- "80:80"
#<^ error yaml-syntax: YAML allows no tab here: indent with spaces
    image: nginx
`],
  ['a line too far left', `
services:
  web:
    image: nginx
   ports:
#  ^^^^^ error yaml-syntax: This line is indented differently from the lines that it belongs to
      - "80:80"
`],
  ['a line too far right', `
services:
  web:
    image: nginx
      ports:
#     ^^^^^ error yaml-syntax: This line is indented too far: it continues the value above it
      - "80:80"
`],
  ['a colon without a space', `
services:
  web:
    image:nginx
#   ^^^^^^^^^^^ error yaml-syntax: A space is missing behind ":"
    ports: []
`],
  ['two colons', `
services:
  web:
    command: echo: hello
#            ^^^^ error yaml-syntax: A second ": " on one line: quote the value, or put it on a line of its own
    image: nginx
`],
  ['a list item among keys', `
services:
  web:
    environment:
      MODE: dev
      - LEVEL=info
#     ^^^^^^^^^^^^ error yaml-syntax: A list item cannot stand among the keys of a mapping
    image: nginx
`],
  ['an alias without its anchor', `
services:
  web:
    <<: *base
#       ^^^^^ error yaml-syntax: *base has no anchor &base before it
    image: nginx
`],
  ['a glob that looks like an alias', `
services:
  web:
    command: *.js
#            ^^^^ error yaml-syntax: A value that begins with * must be quoted
    image: nginx
`],
  ['a variable on its way', `
services:
  web:
    image: nginx:\${TA
#                ^^^^ error interpolation-syntax: \${TA is no variable that Compose can read: write $$ for a plain $
`],
  ['a merge conflict', `
services:
<<<<<<< HEAD
#<^^^^^^^^^^^^ error yaml-syntax: A merge conflict is left here
  web:
    image: nginx:1
=======
  web:
    image: nginx:2
>>>>>>> theirs
`],
  ['nothing but a word', `
serv
#<^^^^ error yaml-syntax: This key has no ":" behind it
`],
  ['services alone', `
services:
#<^^^^^^^^ error wrong-type: services has no value: it must be a mapping
`],
];

describe('half-typed text', () => {
  for (const [name, text] of states) {
    it(name, async () => {
      const fixture = readFixture(text.slice(1));
      assert.deepEqual(format((await checkFixture(fixture)).filter((each) => !isAdvice(each)), fixture), fixture.expected);
    });
  }
});
