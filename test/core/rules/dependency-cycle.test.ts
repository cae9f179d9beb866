// Which edge of a circle is underlined: the one that people would take away.

import assert from 'node:assert/strict';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { format, readFixture } from '../../support/fixture.ts';

const cases: readonly (readonly [name: string, services: readonly string[], found: readonly string[]])[] = [
  ['two that need each other', ['web: {image: x, depends_on: [db]}', 'db: {image: x, depends_on: [web]}'], ['db web']],
  ['a base that needs what is built upon it in three ways', ['web: {image: x, depends_on: [api, db]}', 'api: {image: x, depends_on: [job, db]}', 'job: {image: x, depends_on: [db]}', 'db: {image: x, depends_on: [web]}'], ['db web']],
  ['a service in the network of another, which needs it', ['vpn: {image: x, depends_on: [app]}', 'app: {image: x, network_mode: "service:vpn", depends_on: [vpn]}'], ['vpn app']],
  ['a database that needs what is built', ['web: {build: "https://x/y.git", depends_on: [queue]}', 'queue: {image: x, depends_on: [api]}', 'api: {build: "https://x/y.git", depends_on: [web]}'], ['queue api']],
  ['two circles with one service in common', ['a: {image: x, depends_on: [b, c]}', 'b: {image: x, depends_on: [a]}', 'c: {image: x, depends_on: [a]}'], ['b a', 'c a']],
  ['two circles with nothing in common', ['a: {image: x, depends_on: [a]}', 'b: {image: x, depends_on: [b]}'], ['a a', 'b b']],
  ['no circle', ['a: {image: x, depends_on: [b, c]}', 'b: {image: x, depends_on: [c]}', 'c: {image: x}'], []],
];

describe('dependency-cycle', () => {
  for (const [name, services, found] of cases) {
    it(name, async () => {
      const fixture = readFixture(`#- compose.yaml\nservices:\n${services.map((each) => `  ${each}\n`).join('')}`);
      const diagnostics = (await checkFixture(fixture)).filter(({ code }) => code === 'dependency-cycle');
      await assertFixesWork(fixture, diagnostics);
      assert.deepEqual(format(diagnostics, fixture).map((each) => {
        const [, line, from, to] = /:(\d+):(\d+)-(\d+) /.exec(each) ?? [];
        const service = services[Number(line) - 2] ?? '';
        return `${service.split(':', 1)[0]} ${`  ${service}`.slice(Number(from) - 1, Number(to) - 1)}`;
      }), found);
    });
  }
});
