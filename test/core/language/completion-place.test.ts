// The place of a cursor in a text that is being written, broken or not: `text with | cursor` → role and way.

import assert from 'node:assert/strict';
import { attributeAt } from '#core/compose/spec/lookup.ts';
import { writtenPlace } from '#core/language/completion/written-place.ts';

const cases: readonly (readonly [text: string, place: string | undefined, others?: readonly string[]])[] = [
  ['|', 'key : '],
  ['ser|', 'key : ser'],
  ['services:\n  web:\n    |', 'key services.web: '],
  ['services:\n  web:\n    image: x\n    ima|\n    ports: []\n', 'key services.web: ima', ['image', 'ports']],
  ['services:\n  web:\n    image: x\n    a|', 'key services.web: a', ['image']],
  ['services:\n  web:\n    ima|ge: x\n', 'key services.web: image', []],
  ['services:\n  web:\n    image: ngi|nx # c\n', 'value services.web.image: nginx'],
  ['services:\n  web:\n    image: |\n    ports:\n', 'value services.web.image: '],
  ['services:\n  web:\n    image:|\n', 'value services.web.image: '],
  ['services:\n  web:\n    image: "ngi|\n', 'value services.web.image: ngi'],
  ['services:\n  web:\n    image: nginx # |\n', undefined],
  ['# |', undefined],
  ['services:\n  web:\n    ports:\n      - |', 'item services.web.ports.0: ', []],
  ['services:\n  web:\n    ports:\n    - "80"\n    - 8|\n    - 90\n', 'item services.web.ports.0: 8', ['80', '90']],
  ['services:\n  web:\n    ports:\n    - "80"\n    |', 'key services.web: ', ['ports']],
  ['services:\n  web:\n    volumes:\n      -|', 'item services.web.volumes.0: '],
  ['services:\n  web:\n    volumes:\n      - db_data:|\n', 'item services.web.volumes.0: db_data:'],
  ['services:\n  web:\n    volumes:\n      - db_data:/var|\n', 'item services.web.volumes.0: db_data:/var'],
  ['services:\n  web:\n    volumes:\n      - type: |\n        source: x\n', 'value services.web.volumes.0.type: '],
  ['services:\n  web:\n    volumes:\n      - type: bind\n        |\n        target: x\n      - type: x\n        read_only: true\n', 'key services.web.volumes.0: ', ['target', 'type']],
  ['services:\n  web:\n    volumes:\n      - ty|\n        target: x\n', 'item services.web.volumes.0: ty', ['target']],
  ['services:\n  web:\n    build: { context: ./web, tar|', 'key services.web.build: tar', ['context']],
  ['services:\n  web:\n    build: { context: ./web, target: | }\n    image: x\n', 'value services.web.build.target: '],
  ['services:\n  web:\n    build: { |, target: x }\n', 'key services.web.build: ', ['target']],
  ['services:\n  web:\n    ports: ["80:80", |\n  db:\n    image: x\n', 'item services.web.ports.0: ', ['80:80']],
  ['services:\n  web:\n    networks: [front, ba|]\n', 'item services.web.networks.0: ba', ['front']],
  ['services:\n  web:\n    depends_on: { db: { condition: |} }\n', 'value services.web.depends_on.db.condition: '],
  ['services:\n  web:\n    depends_on: {\n      db: {\n        condition: |\n  db:\n', 'value services.web.depends_on.db.condition: '],
  ['services:\n  web:\n    networks: [\n      front,\n      |\n    ]\n', 'item services.web.networks.0: ', ['front']],
  ['services:\n  web:\n    networks: [front]\n    |', 'key services.web: ', ['networks']],
  ['services: { web: { |', 'key services.web: '],
  ['services:\n  web:\n    command: >-\n      foo\n      ba|\n', undefined],
  ['services:\n  web:\n    command: "foo\n      ba|"\n', undefined],
  ['services:\n  web:\n    image: x\n      a|\n', undefined],
  ['services:\n  web: &web\n    |', 'key services.web: '],
  ['services:\r\n  web:\r\n    image: x\r\n    |\r\n', 'key services.web: ', ['image']],
  ['a:\n  b:\n---\nservices:\n  |', 'key services: '],
  ['services:\n  web:\n    image: [unclosed\n  db:\n    |', 'key services.db: '],
  ['services:\n  web:\n    image: "unclosed\n  db:\n    dep|', 'key services.db: dep'],
  ['services:\n  web:\n    networks: [ba|ck, front]\n', 'item services.web.networks.0: back', ['front']],
  ['services:\n  web:\n    volumes: [db_data:|]\n', 'item services.web.volumes.0: db_data:'],
  ['services:\n  web:\n    environment:\n      - A=|\n', 'item services.web.environment.0: A='],
  ['services:\n  web:\n    networks: !override [|]\n', 'item services.web.networks.0: '],
  ['include:\n- |\n', 'item include.0: '],
];

describe('the place of a cursor in written text', () => {
  for (const [marked, expected, others] of cases) {
    it(JSON.stringify(marked), () => {
      const offset = marked.indexOf('|');
      const place = writtenPlace(marked.replace('|', ''), offset, (path, key) => attributeAt(path)?.attribute.mapping?.keys.has(key) === true);
      assert.equal(place && `${place.role} ${place.path.join('.')}: ${place.word.text}`, expected);
      if (others !== undefined) assert.deepEqual([...place?.others ?? []].toSorted(), others);
    });
  }
});
