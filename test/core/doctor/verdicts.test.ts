// What the doctor says of what it is told: a table of facts and verdicts.

import assert from 'node:assert/strict';
import type { Verdict } from '#core/doctor/check.ts';
import { report } from '#core/doctor/checks.ts';
import type { Disk, DoctorFacts, FolderState, ImageUsage, Told } from '#core/doctor/facts.ts';
import { findingsOn } from '#core/doctor/findings.ts';
import { reportLines } from '#core/doctor/report-lines.ts';
import { isOlder } from '#core/doctor/tools.ts';
import { neverCancelled, type EngineFacts } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { fixtureFiles, fixtureRoot } from '../../support/fixture.ts';

const gb = 1024 ** 3;
const nothing: EngineFacts = { ports: [], networks: ['bridge'], volumes: [], cpus: 4, memory: 16 * gb, runtimes: ['runc'], gpu: false, swarm: false, containers: [] };
const plain = 'services:\n  web:\n    image: nginx:1.27\n';

const value = <T>(told: T): Told<T> => ({ told: true, value: told });
const down: Told<never> = { told: false, kind: 'engine-unreachable', why: 'no engine listens at unix:///var/run/docker.sock' };
const late: Told<never> = { told: false, kind: 'unfinished', why: 'no answer within 8 s' };

/** The facts of a healthy machine around a project, and what differs from it. */
async function facts(compose: string, more: Partial<DoctorFacts> = {}, others: Readonly<Record<string, string>> = {}): Promise<DoctorFacts> {
  const texts = new Map(Object.entries({ 'compose.yaml': compose, ...others }).map(([name, text]) => [`${fixtureRoot}/${name}`, text]));
  const [files, parsed] = [fixtureFiles({ files: texts, folders: new Set([fixtureRoot]) }), new ParsedFiles()];
  const beside = await Promise.all((await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled)).map((each) => loadProject(each, files, parsed, neverCancelled)));
  const project = beside.find(({ environment }) => environment.name === 'default') ?? assert.fail('no environment');
  const live = more.live ?? value(nothing);
  return {
    project, live,
    findings: await findingsOn(project, beside, rules, files, parsed, neverCancelled, live.told ? live.value : undefined),
    docker: value('28.2.2'), compose: value('2.26.1'), engine: value({ version: '28.2.2', address: 'unix:///var/run/docker.sock', context: undefined }),
    disks: value([{ what: 'both', free: 80 * gb, total: 100 * gb }]), usage: value({ images: 0, unusedImages: 0, buildCache: 0, unusedBuildCache: 0 }),
    freeMemory: 8 * gb, folders: value([]), ...more,
  };
}

function verdict(id: string, given: DoctorFacts): Verdict {
  return report(given).checks.find((check) => check.id === id) ?? assert.fail(`no check ${id}`);
}

const said = ({ status, message }: Verdict): string => `${status}: ${message}`;

describe('the doctor', () => {
  it('passes a healthy environment in every check', async () => {
    const { checks } = report(await facts(plain));
    assert.deepEqual(checks.filter(({ status }) => status !== 'pass'), []);
    assert.ok(checks.every(({ advice, message }) => advice === undefined && !message.endsWith('.')));
    assert.equal(new Set(checks.map(({ id }) => id)).size, checks.length);
  });

  const tools: readonly [id: string, more: Partial<DoctorFacts>, expected: string][] = [
    ['compose', { compose: value('2.19.1') }, 'fail: Docker Compose 2.19.1 is older than 2.20: it lacks what environments are started with'],
    ['compose', { compose: value('2.20.0') }, 'pass: Docker Compose is 2.20.0'],
    ['compose', { compose: value('v5.0.1-desktop.1') }, 'pass: Docker Compose is v5.0.1-desktop.1'],
    ['compose', { compose: value('dev') }, 'pass: Docker Compose is dev'],
    ['compose', { compose: { told: false, kind: 'compose-missing', why: 'unknown flag: --ansi' } }, 'fail: The docker command has no Compose'],
    ['docker', { docker: { told: false, kind: 'docker-missing', why: 'the command docker was not found' } }, 'fail: The command docker was not found'],
    ['engine', { engine: down }, 'fail: No engine listens at unix:///var/run/docker.sock'],
    ['engine', { engine: late }, 'fail: The engine did not answer: no answer within 8 s'],
    ['engine', { engine: value({ version: '19.03.5', address: 'tcp://old:2375', context: 'old' }) }, 'warn: The engine 19.03.5 at tcp://old:2375 (context old) is older than 20.10: health and images may be told wrong'],
    ['engine', { engine: value({ version: '20.10.24+dfsg1', address: 'unix:///x', context: 'default' }) }, 'pass: The engine 20.10.24+dfsg1 answers at unix:///x'],
    ['networks', { live: down }, 'pass: No network or volume of others is asked for'],
    ['memory', { live: down }, 'warn: Not checked: the engine does not answer'],
    ['reclaimable', { usage: late }, 'warn: This did not finish: no answer within 8 s'],
  ];
  for (const [id, more, expected] of tools) it(`says ${expected}`, async () => assert.equal(said(verdict(id, await facts(plain, more))), expected));

  const room = (free: number, what: Disk['what'] = 'both'): Told<readonly Disk[]> => value([{ what, free: free * gb, total: 100 * gb }]);
  const use = (of: Partial<ImageUsage>): Told<ImageUsage> => value({ images: 0, unusedImages: 0, buildCache: 0, unusedBuildCache: 0, ...of });
  const numbers: readonly [id: string, more: Partial<DoctorFacts>, expected: string][] = [
    ['disk', { disks: room(10) }, 'pass: 10 GB of 100 GB are free where the engine keeps its data and the project lies'],
    ['disk', { disks: room(9.9, 'engine') }, 'warn: 9.9 GB of 100 GB are free where the engine keeps its data: less than the 10 GB that images and data soon take'],
    ['disk', { disks: room(0.5, 'project') }, 'fail: 512 MB of 100 GB are free where the project lies: images and data would not fit'],
    ['disk', { disks: value([]) }, 'pass: The disks are those of another machine'],
    ['reclaimable', { usage: use({ images: 7 * gb, unusedImages: 2 * gb, buildCache: gb, unusedBuildCache: gb }) }, 'warn: 3 GB of the 8 GB that images and build cache take (38 %) could be given back: 1 GB of build cache, 2 GB of images that no container uses'],
    ['reclaimable', { usage: use({ images: 10 * gb, unusedImages: 3 * gb }) }, 'pass: 3 GB of the 10 GB that images and build cache take (30 %) could be given back'],
    ['reclaimable', { usage: use({ images: 2 ** 20, unusedImages: 2 ** 20 }) }, 'pass: 1 MB of the 1 MB that images and build cache take (100 %) could be given back'],
  ];
  for (const [id, more, expected] of numbers) it(`says ${expected}`, async () => assert.equal(said(verdict(id, await facts(plain, more))), expected));

  it('offers to prune nothing that holds data', async () => {
    const { remedies, advice } = verdict('reclaimable', await facts(plain, { usage: use({ images: 2 * gb, unusedImages: gb }) }));
    assert.deepEqual(remedies?.map((each) => each.kind === 'prune' && each.what), ['dangling-images']);
    assert.equal(advice, 'Prune: docker image prune');
  });
});

describe('the doctor on ports', () => {
  const published = `${plain}    ports: ["8080:80", "9000:90"]\n`;
  const taken = (holder: EngineFacts['ports'][number]['holder']): Partial<DoctorFacts> => ({ live: value({ ...nothing, ports: [{ address: '', port: 8080, protocol: 'tcp', holder }] }) });

  it('names who holds one', async () => {
    const given = await facts(published, taken({ kind: 'process', name: 'nginx' }));
    assert.equal(said(verdict('ports', given)), 'fail: Host port 8080 is taken by the process nginx: web could not start');
    assert.equal(said(verdict('ports', await facts(published, taken({ kind: 'container', name: 'blog-web-1', project: 'blog' })))), 'fail: Host port 8080 is taken by the container blog-web-1 of project blog: web could not start');
    assert.deepEqual(verdict('ports', given).remedies, [{ kind: 'open', title: 'Open compose.yaml:4', file: `${fixtureRoot}/compose.yaml`, line: 3, character: 13 }]);
    assert.equal(said(verdict('files', given)), 'pass: compose.yaml has no other errors');
    assert.equal(said(verdict('files', await facts(plain))), 'pass: compose.yaml has no errors');
  });

  it('finds no fault in its own containers', async () => {
    const { project: { name } } = await facts(published);
    assert.equal(said(verdict('ports', await facts(published, taken({ kind: 'container', name: 'x', project: name })))), `pass: Port 9000 is free, port 8080 is held by ${name} itself`);
  });

  it('warns of another environment of the folder, which makes room', async () => {
    const beside = { 'compose.prod.yaml': `name: shop-prod\n${published}` };
    const given = await facts(published, taken({ kind: 'container', name: 'shop-prod-web-1', project: 'shop-prod' }), beside);
    assert.equal(said(verdict('ports', given)), 'warn: Host port 8080 is taken by the container shop-prod-web-1 of project shop-prod: web could not start beside it');
  });

  it('says nothing of what it cannot know', async () => {
    assert.equal(said(verdict('ports', await facts(published, { live: down }))), 'warn: No process of this machine is known to have ports 8080 and 9000; containers were not asked for');
    assert.equal(said(verdict('ports', await facts(plain, { live: down }))), 'pass: No port of the host is asked for');
  });
});

describe('the doctor on what an environment wants', () => {
  it('counts memory of all replicas', async () => {
    const wants = `${plain}    deploy: { replicas: 3, resources: { reservations: { memory: 2g }, limits: { memory: 3g } } }\n`;
    assert.equal(said(verdict('memory', await facts(wants))), 'pass: The services reserve 6 GB and may use 9 GB; the engine has 4 CPUs and 16 GB, 8 GB of it free');
    assert.equal(said(verdict('memory', await facts(wants, { freeMemory: gb }))), 'warn: The services reserve 6 GB of memory, and 1 GB of 16 GB is free now: it would run out');
    assert.equal(said(verdict('memory', await facts(wants, { freeMemory: undefined, live: value({ ...nothing, memory: 4 * gb }) }))), 'warn: The 3 containers of web together reserve 6 GB of memory, and this engine has 4 GB: it would run out');
    const up = { name: 'x', service: 'web', number: 1, state: 'running', health: 'none' } as const;
    const { project } = await facts(wants);
    assert.match(said(verdict('memory', await facts(wants, { freeMemory: gb, live: value({ ...nothing, containers: [{ ...up, project: project.name }] }) }))), /^pass/);
  });

  it('looks for a GPU only where one is asked for', async () => {
    const wants = `${plain}    gpus: all\n`;
    assert.match(said(verdict('gpu', await facts(wants))), /^fail: This engine has no GPU to give: web could not start/);
    assert.equal(said(verdict('gpu', await facts(wants, { live: value({ ...nothing, gpu: undefined }) }))), 'warn: The engine does not tell whether it has a GPU for web');
    assert.equal(said(verdict('gpu', await facts(wants, { live: value({ ...nothing, gpu: true }) }))), 'pass: The engine has a GPU for web');
    assert.equal(said(verdict('gpu', await facts(plain, { live: down }))), 'pass: No service asks for a GPU');
  });

  it('looks for networks of others', async () => {
    const wants = `${plain}    networks: [proxy]\nnetworks:\n  proxy: { external: true }\n`;
    assert.match(said(verdict('networks', await facts(wants))), /^fail: The external network proxy does not exist/);
    assert.equal(said(verdict('networks', await facts(wants, { live: value({ ...nothing, networks: ['proxy'] }) }))), 'pass: What others make is there: proxy');
    assert.equal(said(verdict('networks', await facts(wants, { live: down }))), 'warn: Not checked: the engine does not answer');
  });

  it('tells mounts, env files and Dockerfiles from the other faults', async () => {
    const given = await facts(`${plain}    volumes: ["./dta.conf:/etc/nginx/nginx.conf", "./b.conf:/etc/b.conf"]\n    env_file: web.env\n    networks: [bakend]\n  api:\n    build: ./api\n`);
    assert.match(said(verdict('mounts', given)), /^fail: \.\/dta\.conf does not exist: .* \(and 1 more\)$/);
    assert.deepEqual(verdict('mounts', given).details?.length, 2);
    assert.match(said(verdict('env-files', given)), /^fail: .*web\.env/);
    assert.match(said(verdict('dockerfiles', given)), /^fail: .*\.\/api/);
    assert.equal(said(verdict('files', given)), 'fail: 1 error in compose.yaml');
    assert.match(verdict('files', given).details?.join() ?? '', /^compose\.yaml:6 {2}No network "bakend" is defined/);
  });

  it('judges data folders by what they are', async () => {
    const wants = `${plain}    volumes: ["./data/web:/var/lib/web", "./site:/usr/share/nginx/html:ro"]\n`;
    const folder = (state: FolderState['state']): Partial<DoctorFacts> => ({ folders: value([{ path: `${fixtureRoot}/data/web`, state }]) });
    const table: readonly [FolderState['state'], string][] = [
      ['ready', 'pass: 1 folder can be written: ./data/web'],
      ['missing', 'pass: ./data/web will be made at the first start'],
      ['root-makes', 'warn: ./data/web does not exist: Docker would make it for root, and web could not write there without being root'],
      ['roots', 'warn: ./data/web is empty and root\'s: web could not write there without being root'],
      ['read-only', 'fail: ./data/web can only be read: web could not write data'],
    ];
    for (const [state, expected] of table) assert.equal(said(verdict('data-folders', await facts(wants, folder(state)))), expected);
    assert.deepEqual(verdict('data-folders', await facts(wants, folder('root-makes'))).remedies, [{ kind: 'create-folder', title: 'Create ./data/web', path: `${fixtureRoot}/data/web` }]);
  });
});

describe('a report', () => {
  it('is text for a chat: a mark and a word for each check, advice below', async () => {
    const lines = reportLines(report(await facts(plain, { engine: down, live: down, usage: down, disks: room(50) }))).map(({ text }) => text);
    assert.equal(lines.filter((line) => /^[✔!✖] (?:pass|warn|fail) {2}\S/.test(line)).length, 14);
    assert.ok(lines.includes('✖ fail  Engine         No engine listens at unix:///var/run/docker.sock'));
    assert.ok(lines.includes(`${' '.repeat(23)}→ Start Docker, or choose a context whose engine runs`));
    assert.equal(lines.at(-1), '11 passed, 2 to look at, 1 failed');
  });

  const room = (free: number): Told<readonly Disk[]> => value([{ what: 'both', free: free * gb, total: 100 * gb }]);
});

describe('versions', () => {
  const table: readonly [string, string, boolean][] = [
    ['2.19.9', '2.20', true], ['2.20', '2.20', false], ['2.20.0', '2.20', false], ['v2.3.3', '2.20', true], ['5.0.0', '2.20', false], ['20.10.24+dfsg1', '20.10', false], ['19.03', '20.10', true], ['2', '2.20', true], ['', '2.20', false],
  ];
  for (const [version, than, expected] of table) it(`${version} is ${expected ? '' : 'not '}older than ${than}`, () => assert.equal(isOlder(version, than), expected));
});
