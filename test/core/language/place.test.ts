// The place of a cursor: `|` in a text, and the way from the root to what it touches.

import assert from 'node:assert/strict';
import { nodeAt, placeAt } from '#core/language/place.ts';
import { parseYaml } from '#core/yaml/parse.ts';

const cases: Readonly<Record<string, readonly [text: string, place: string]>> = {
  'on a key': ['services:\n  w|eb:\n    image: x\n', 'services/web key "web"'],
  'behind a key': ['services:\n  web|:\n    image: x\n', 'services/web key "web"'],
  'on a value': ['services:\n  web:\n    image: ngi|nx\n', 'services/web/image value "nginx"'],
  'in quotes': ['services:\n  web:\n    image: "ngi|nx"\n', 'services/web/image value "\\"nginx\\""'],
  'on an item': ['services:\n  web:\n    ports:\n      - "1:1"\n      - "2:|2"\n', 'services/web/ports/1 value "\\"2:2\\""'],
  'on a key in an item': ['services:\n  web:\n    ports:\n      - targ|et: 80\n', 'services/web/ports/0/target key "target"'],
  'in a flow list': ['services:\n  web:\n    networks: [a, b|]\n', 'services/web/networks/1 value "b"'],
  'in a flow mapping': ['services:\n  web: {image: x, build: .|/y}\n', 'services/web/build value "./y"'],
  'on an alias': ['a: &x {b: c}\nd: *|x\n', 'd alias "*x"'],
  'at the anchor of an alias': ['a: &x {b: |c}\nd: *x\n', 'a/b value "c"'],
  'on an alias in a list': ['a: &x b\nd: [*x|, c]\n', 'd/0 alias "*x"'],
  'on a merge key': ['a: &x {b: c}\nd:\n  <|<: *x\n  e: f\n', 'd merge "<<"'],
  'behind a merge key': ['a: &x {b: c}\nd:\n  <<: *x\n  e: |f\n', 'd/e value "f"'],
  'in a second document': ['a: b\n---\nc: |d\n', 'c value "d"'],
  'between keys': ['services:\n  web:\n    image: x\n |\n    build: .\n', 'services/web between "image: x\\n \\n    build: ."'],
  'in a comment behind everything': ['a: b\n# |c\n', 'nothing'],
  'on a key without a value': ['volumes:\n  da|ta:\n', 'volumes/data key "data"'],
  'where a value would be': ['volumes:\n  data: |\n', 'nothing'],
  'behind broken text': ['services:\n  web:\n    image: x\n    ports\n  db:\n    ima|ge: y\n', 'services/db/image key "image"'],
  'in a block scalar': ['a: >-\n  b|c\n', 'a value ">-\\n  bc\\n"'],
};

describe('the place of a cursor', () => {
  for (const [name, [marked, expected]] of Object.entries(cases)) {
    it(name, () => {
      const offset = marked.indexOf('|');
      const text = marked.slice(0, offset) + marked.slice(offset + 1);
      const file = parseYaml('/compose.yaml', text);
      const place = placeAt(file, offset);
      assert.equal(place === undefined ? 'nothing' : `${place.path.join('/')} ${place.on} ${JSON.stringify(text.slice(...place.span))}`, expected);
      if (place === undefined || file.documents.length > 1) return;
      assert.equal(place.nodes.at(-1), place.node);
      assert.equal(place.nodes[0], file.documents[0]);
      assert.equal(nodeAt(file.documents[0], place.path), place.node);
    });
  }
});
