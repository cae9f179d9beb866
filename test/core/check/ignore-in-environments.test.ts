// A comment that ignores something in one environment of a folder and nothing in another.

import assert from 'node:assert/strict';
import { checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

const base = `#- compose.yaml
services:
  web:
    image: nginx:1.27
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf # composure-ignore dead-mount-source -- made by deploy.sh
`;
const overlay = `#- compose.dev.yaml
services:
  web:
    volumes:
      - ./dev.conf:/etc/nginx/nginx.conf
#- dev.conf
events {}
`;

describe('inline ignores in several environments', () => {
  it('have their reason where one environment needs them', async () => {
    assert.deepEqual(await checkFixture(readFixture(base + overlay)), []);
  });

  it('are reported once where none does', async () => {
    const diagnostics = await checkFixture(readFixture(`${base}#- nginx.conf\nevents {}\n${overlay}`));
    assert.deepEqual(diagnostics.map(({ code }) => code), ['unused-ignore']);
  });
});
