// What Compose and BuildKit write, and what of it a person is shown.

import assert from 'node:assert/strict';
import { eventLine, tellingLines } from '#host/compose/progress.ts';

describe('progress lines', () => {
  const shown: Readonly<Record<string, string | undefined>> = {
    ' Container shop-web-1  Starting': 'Container shop-web-1 Starting',
    ' Volume "shop_data"  Created': 'Volume "shop_data" Created',
    ' web Pulling ': 'web Pulling',
    ' 3b4c5d6e7f80 Downloading [==>    ]  1MB/9MB': undefined,
    '#5 sha256:3b4c5d 1.05MB / 9.00MB 0.2s': undefined,
    '#2 transferring context: 2B done': undefined,
    '------': undefined,
    '': undefined,
    '#7 [web 2/2] RUN npm ci': '#7 [web 2/2] RUN npm ci',
    'time="2026-11-21T01:00:00Z" level=warning msg="The \\"MODE\\" variable is not set. Defaulting to a blank string."': 'The "MODE" variable is not set. Defaulting to a blank string.',
    'time="2026-11-21T01:00:00Z" level=warning msg="/srv/compose.yaml: `version` is obsolete"': '/srv/compose.yaml: `version` is obsolete',
  };
  for (const [raw, line] of Object.entries(shown)) {
    it(`"${raw}" is ${line === undefined ? 'left out' : 'shown'}`, () => assert.equal(eventLine(raw), line));
  }

  it('are short, and those that tell why it failed are whole', () => {
    const long = `Error response from daemon: ${'driver '.repeat(60)}: port is already allocated`;
    assert.equal(eventLine(long)?.length, 200);
    assert.deepEqual(tellingLines([' Container a  Created', long]), [long]);
  });

  it('that only say what was done do not tell why it failed', () => {
    const routine = [' Network a_default  Creating', ' Container a-db-1  Healthy', '#5 [web 1/2] FROM busybox', '#5 CACHED', ' web Pulling '];
    assert.deepEqual(tellingLines([...routine, ' Container a-db-1  Error', 'dependency failed to start: container a-db-1 is unhealthy', '']), [
      'Container a-db-1 Error', 'dependency failed to start: container a-db-1 is unhealthy',
    ]);
    assert.equal(tellingLines(routine).length, 5, 'better than nothing');
    assert.equal(tellingLines(Array.from({ length: 20 }, (_, index) => `line ${index}`)).length, 8);
  });
});
