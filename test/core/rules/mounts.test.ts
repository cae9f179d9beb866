// Which missing mount sources are faults, and what else a path on the disk may be.

import assert from 'node:assert/strict';
import { checkProject } from '#core/check/run.ts';
import { neverCancelled, type FileSystem } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { fixtureFiles, readFixture } from '../../support/fixture.ts';

const project = (mount: string): string => `#- compose.yaml
services:
  app:
    image: x:1
    volumes:
      - ${mount}
      - { type: volume, source: v, target: /kept }
volumes:
  v:
#- .git/
#- .gitignore
ignored/
local.conf
#- conf/app.conf
x
#- empty.conf/
#- full.json/x
x
#- code/main.js
x
`;

describe('folders behind other names', () => {
  const dead = async (text: string): Promise<readonly string[]> => (await checkFixture(readFixture(text))).filter(({ code }) => code === 'dead-mount-source').map(({ message }) => message);
  const device = (options: string, more = ''): string => `#- compose.yaml\nservices:\n  db:\n    image: x:1\n    volumes: ["data:/x"]\nvolumes:\n  data:\n    driver: local\n    driver_opts: {${options}}\n#- .git/\n#- .gitignore\nlocal/\n${more}`;

  it('of a volume, for which the engine makes none', async () => {
    const bind = 'type: none, o: bind, device: ./var/pg';
    assert.deepEqual(await dead(device(bind)), ['./var/pg does not exist: db would not start, since the engine makes no folder for a volume']);
    assert.deepEqual(await dead(device(bind, '#- var/pg/\n')), []);
    for (const options of ['type: none, o: bind, device: ./local/pg', 'type: none, o: bind, device: "${D}/pg"', 'type: none, o: bind, device: /srv/pg', 'type: nfs, o: addr=x, device: ./var/pg', 'type: tmpfs, device: tmpfs']) assert.deepEqual(await dead(device(options)), [], options);
    assert.deepEqual(await dead(device(bind).replace('["data:/x"]', '[]')), [], 'of a volume that nobody mounts');
  });

  it('of data, one slip away from a folder that is kept', async () => {
    const app = (source: string, more: string): string => `#- compose.yaml\nservices:\n  app:\n    image: x:1\n    volumes: ["${source}:/data"]\n${more}`;
    const found = (source: string): readonly string[] => [`${source} does not exist: Docker would mount an empty folder over /data`];
    assert.deepEqual(await dead(app('./mdia', '#- media/a.jpg\nx\n')), found('./mdia'));
    assert.deepEqual(await dead(app('./media/downlods', '#- media/downloads/.keep\n\n')), found('./media/downlods'));
    assert.deepEqual(await dead(app('./download', '#- downloads/.gitkeep\n\n')), found('./download'));
    assert.deepEqual(await dead(app('./backups', '#- backup/run.sh\nx\n')), [], 'a folder of another kind');
    assert.deepEqual(await dead(app('./mdia', '#- media/\n')), [], 'an empty one');
    assert.deepEqual(await dead(app('./data2', '#- data1/x\nx\n')), [], 'another number');
    assert.deepEqual(await dead(app('./media-b", "./media-a:/a', '#- media-a/x\nx\n')), [], 'one that is mounted itself');
  });
});

describe('a secret that a variable gives', () => {
  const secret = (env: string, more = ''): string => `#- compose.yaml\nservices:\n  db:\n    image: x:1\n    secrets: [pw]\nsecrets:\n  pw:\n    environment: DB_PW\n${more}#- .env\n${env}\n`;
  const said = async (text: string): Promise<readonly string[]> => {
    const fixture = readFixture(text);
    const found = (await checkFixture(fixture)).filter(({ code }) => code === 'undefined-variable');
    await assertFixesWork(fixture, found);
    return found.map(({ severity, message, span, file }) => `${severity} ${fixture.files.get(file)?.slice(...span)} ${message}`);
  };

  it('is none where the variable has no value', async () => {
    assert.deepEqual(await said(secret('A=b')), ['warning DB_PW DB_PW has no value in .env: db does not start unless the shell sets it']);
    assert.deepEqual(await said(secret('# DB_PW=x')), ['information DB_PW DB_PW has no value in .env: db does not start unless the shell sets it']);
    for (const env of ['DB_PW=x', 'DB_PW=']) assert.deepEqual(await said(secret(env)), [], env);
    assert.deepEqual(await said(secret('A=b').replace('#- .env\n', '#- other.env\n')), [], 'from the shell alone');
    assert.deepEqual(await said(secret('A=b').replace('    secrets: [pw]\n', '')), [], 'used by nobody');
  });
});

describe('mounts', () => {
  const cases: readonly (readonly [mount: string, code: string | undefined])[] = [
    ['./conf:/etc/app', undefined],
    ['./cnf:/etc/app', 'dead-mount-source'],
    ['./missing:/app', 'dead-mount-source'],
    ['./missing:/srv/thing', 'dead-mount-source'],
    ['.:/app', undefined],
    ['..:/app', undefined],
    ['../missing:/app', 'dead-mount-source'],
    ['./missing/:/app', 'dead-mount-source'],
    // Data that the engine may make a folder for.
    ['./pg:/var/lib/postgresql/data', undefined],
    ['./data:/data', undefined],
    ['./data/mimir:/tmp/mimir', undefined],
    ['./grafana-data:/var/lib/grafana', undefined],
    ['./logs:/app/logs', undefined],
    ['./export:/usr/src/paperless/export', undefined],
    ['./test-results:/app/test-results/', undefined],
    ['./tests-results/:/tests', undefined],
    ['${HOME}:/host', undefined],
    ['${PWD}:/app', undefined],
    ['${NOWHERE}:/app', 'invalid-value'],
    ['./export:/usr/src/app/export:ro', 'dead-mount-source'],
    ['./consume:/etc/app/consume', 'dead-mount-source'],
    ['./reports:/usr/src/app/src/reporters', 'dead-mount-source'],
    ['./up:/app/uploads', undefined],
    ['./volumes/x:/srv/x', undefined],
    ['./ignored:/etc/app', undefined],
    ['./ignored/deep:/app', undefined],
    // Named like data, and yet read by the image.
    ['./db:/docker-entrypoint-initdb.d', 'dead-mount-source'],
    ['./redis:/usr/local/etc/redis', 'dead-mount-source'],
    ['./data/prometheus:/etc/prometheus', 'dead-mount-source'],
    ['./data:/usr/share/nginx/html', 'dead-mount-source'],
    ['./data/dashboards:/var/lib/grafana/dashboards', 'dead-mount-source'],
    // A file is never made.
    ['./data/init.sql:/docker-entrypoint-initdb.d/init.sql', 'dead-mount-source'],
    ['./local.conf:/etc/app.conf', 'dead-mount-source'],
    ['./logs/app.log:/var/log/app.log', 'dead-mount-source'],
    ['./acme.json:/acme.json', 'dead-mount-source'],
    ['./conf/app.cnf:/data/app.conf', 'dead-mount-source'],
    // The machine's own.
    ['/var/run/docker.sock:/var/run/docker.sock', 'docker-socket-mount'],
    ['/etc/localtime:/etc/localtime:ro', undefined],
    ['/srv/missing.conf:/etc/app.conf', undefined],
    ['~/.ssh:/root/.ssh', undefined],
    ['/project/missing:/app', 'dead-mount-source'],
    ['"C:\\\\data:/app"', undefined],
    // Not known, or no path.
    ['${ROOT}/x:/app', undefined],
    ['${ROOT:-.}/cnf:/etc/app', 'dead-mount-source'],
    ['v:/app', undefined],
    ['/app/node_modules', undefined],
    ['{ type: tmpfs, target: /tmp }', undefined],
    ['{ type: bind, source: ./missing, target: /app }', 'dead-mount-source'],
    ['{ type: bind, source: ./data, target: /data, bind: { create_host_path: true } }', undefined],
    ['{ type: bind, source: ./data, target: /data, bind: { create_host_path: false } }', 'dead-mount-source'],
    // Folder and file.
    ['./conf:/etc/app.conf', 'mount-type-mismatch'],
    ['./conf:/etc/app.d', undefined],
    ['./conf:/srv/example.com', undefined],
    ['./code:/app/node.js', undefined],
    ['./empty.conf:/etc/empty.conf', 'mount-type-mismatch'],
    ['./full.json:/etc/full.json', undefined],
    ['./conf/app.conf:/etc/nginx/conf.d', 'mount-type-mismatch'],
    ['./conf/app.conf:/etc/nginx/conf.d/', 'mount-type-mismatch'],
    ['./conf/app.conf:/etc/app', undefined],
    ['./conf/app.conf:/etc/app.conf', undefined],
  ];
  for (const [mount, code] of cases) {
    it(`${mount} is ${code ?? 'well'}`, async () => {
      assert.deepEqual((await checkFixture(readFixture(project(mount)))).map((each) => each.code).filter((each) => each !== 'undefined-variable'), code === undefined ? [] : [code]);
    });
  }

  it('offers no fix that would write over a variable', async () => {
    const [found] = await checkFixture(readFixture(project('${ROOT:-.}/cnf:/etc/app')));
    assert.deepEqual((await found?.fixes())?.map(({ title }) => title), ['Create the folder ./cnf']);
  });

  it('takes no file of another kind for a key', async () => {
    const [found] = await checkFixture(readFixture(`${project('./certs/ca.crt:/etc/ca.crt')}#- certs/ca.ext\nx\n`));
    assert.deepEqual((await found?.fixes())?.map(({ title }) => title), ['Create the file ./certs/ca.crt']);
    const [mistyped] = await checkFixture(readFixture(`${project('./certs/cab.crt:/etc/ca.crt')}#- certs/ca.crt\nx\n`));
    assert.deepEqual((await mistyped?.fixes())?.map(({ title }) => title), ['Use ./certs/ca.crt', 'Create the file ./certs/cab.crt']);
  });

  it('warns of a path in another case where the disk does not care', async () => {
    const fixture = readFixture(project('./Conf/App.conf:/etc/app.conf'));
    const exact = fixtureFiles(fixture);
    const real = [...fixture.files.keys(), ...fixture.folders];
    const careless = (path: string): string => real.find((each) => each.toLowerCase() === path.toLowerCase()) ?? path;
    const files: FileSystem = { readText: (path) => exact.readText(careless(path)), stat: (path) => exact.stat(careless(path)), list: (path) => exact.list(careless(path)) };
    const parsed = new ParsedFiles();
    const [environment] = await discoverEnvironments('/project', files, parsed, neverCancelled);
    assert.ok(environment);
    const found = await checkProject(await loadProject(environment, files, parsed, neverCancelled), rules, files, parsed, neverCancelled);
    assert.deepEqual(found.map(({ severity, message }) => [severity, message]), [
      ['warning', './Conf/App.conf is written ./conf/app.conf on the disk: on Linux Docker would mount an empty folder over /etc/app.conf'],
    ]);
    assert.deepEqual((await found[0]?.fixes())?.map(({ title }) => title), ['Use ./conf/app.conf']);
  });
});
