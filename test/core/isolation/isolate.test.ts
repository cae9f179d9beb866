// The copy of a project that is to run beside the original. Compose itself reads the copy and says what it comes to.

import assert from 'node:assert/strict';
import type { JsonObject, ResolvedProject } from '#core/environments/resolved-project.ts';
import { objectOf, printResolvedProject, resolvedArguments, resolvedProjectCall } from '#core/environments/resolved-project.ts';
import type { Isolation } from '#core/isolation/isolate.ts';
import { isolate, refusals } from '#core/isolation/isolate.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { temporaryFolder } from '../../support/command.ts';

const labels = { 'composure.run': '1f' };
const shop = `
name: shop
services:
  web:
    image: shop/web:dev
    build: { context: ., tags: ["shop/web:old"] }
    container_name: shop-web
    hostname: web
    mac_address: 02:42:ac:11:65:43
    ports: ["8080:80", "0.0.0.0:9000-9001:9000-9001/udp"]
    environment: { PASSWORD: "a$$b", VIRTUAL_HOST: shop.example }
    labels: { traefik.enable: "true" }
    deploy: { replicas: 1 }
    volumes: ["./src:/app", "./site:/site:ro", "./data:/var/lib/shop", "kept:/kept", "/anonymous", "/var/run/docker.sock:/var/run/docker.sock"]
    networks:
      front: { ipv4_address: 10.5.0.9, aliases: [www] }
      proxy: {}
    depends_on: [db]
  worker:
    image: shop/web:dev
    network_mode: container:shop-web
    external_links: [elsewhere]
    scale: 2
  db:
    image: postgres:16
    volumes: ["./data:/var/lib/postgresql/data"]
    networks: [front]
networks:
  front: { driver: macvlan, ipam: { config: [{ subnet: 10.5.0.0/16 }] } }
  proxy: { external: true, name: traefik }
volumes:
  kept: { name: shop-kept, driver_opts: { type: none, o: bind, device: /srv/kept } }
`;

describe('a copy of a project', function () {
  this.timeout(20_000);
  const cli = new ComposeCli();
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let original: ResolvedProject;
  let isolation: Isolation;

  before(async () => {
    folder = await temporaryFolder({ 'compose.yaml': shop });
    original = await read({ '--file': `${folder.path}/compose.yaml` });
    isolation = {
      project: 'shop-test-1f', labels,
      mounts: new Map([
        [`${folder.path}/src`, { treatment: 'copied', copy: '/tmp/copy/1' }],
        [`${folder.path}/data`, { treatment: 'fresh' }],
        ['/var/run/docker.sock', { treatment: 'shared' }],
      ]),
    };
  });
  after(() => folder.remove());

  const read = (more: { readonly '--file': string }): Promise<ResolvedProject> => cli.run(resolvedProjectCall({
    name: 'default', mode: 'other', directory: folder.path, files: [more['--file']], envFiles: [], profiles: [],
  }));
  /** As Compose understands the copy. */
  const copied = (): Promise<ResolvedProject> => {
    const { project } = isolate(original, isolation);
    const call = resolvedProjectCall({ name: 'default', mode: 'other', directory: folder.path, files: [], envFiles: [], profiles: [] });
    return cli.run({ ...call, args: [...resolvedArguments(folder.path, project.name), 'config', '--format', 'json'], input: printResolvedProject(project) });
  };
  const service = async (name: string): Promise<JsonObject> => objectOf((await copied()).services[name]);

  it('has a name of its own and all that bears a name follows it', async () => {
    const { name, networks, volumes } = await copied();
    assert.equal(name, 'shop-test-1f');
    assert.deepEqual(networks, {
      front: { name: 'shop-test-1f_front', ipam: {}, labels }, proxy: { name: 'shop-test-1f_proxy', ipam: {}, labels },
    });
    assert.deepEqual(volumes, {
      kept: { name: 'shop-test-1f_kept', labels }, 'composure-data-1': { name: 'shop-test-1f_composure-data-1', labels },
    });
  });

  it('publishes each port on one that the engine chooses, for this machine alone', async () => {
    assert.deepEqual((await service('web'))['ports'], [
      { mode: 'ingress', host_ip: '127.0.0.1', target: 80, protocol: 'tcp' },
      { mode: 'ingress', host_ip: '127.0.0.1', target: 9000, protocol: 'udp' },
      { mode: 'ingress', host_ip: '127.0.0.1', target: 9001, protocol: 'udp' },
    ]);
  });

  it('keeps what is the service itself, and is found by the names that others use', async () => {
    const web = await service('web');
    assert.deepEqual([web['container_name'], web['mac_address'], web['hostname'], web['labels']], [undefined, undefined, 'web', labels]);
    assert.deepEqual(web['environment'], { PASSWORD: 'a$$b' });
    assert.deepEqual(web['networks'], { front: { aliases: ['www', 'shop-web'] }, proxy: { aliases: ['shop-web'] } });
    const worker = await service('worker');
    assert.deepEqual([worker['network_mode'], worker['external_links'], worker['scale']], ['service:web', undefined, original.services['worker']?.['scale']]);
  });

  it('builds images of its own, and uses them wherever the original uses the one that it builds', async () => {
    const [web, worker] = [await service('web'), await service('worker')];
    assert.deepEqual([web['image'], worker['image']], ['shop-test-1f-web', 'shop-test-1f-web']);
    assert.deepEqual([objectOf(web['build'])['tags'], objectOf(web['build'])['labels']], [undefined, labels]);
    assert.deepEqual(isolate(original, isolation).images, ['shop-test-1f-web']);
  });

  it('shares no place that can be written to', async () => {
    const mounts = Object.values((await copied()).services).flatMap((each) => each['volumes'] ?? []).map(objectOf);
    assert.deepEqual(mounts.map(({ type, source, target, read_only }) => [type, source, target, read_only]), [
      ['volume', 'composure-data-1', '/var/lib/postgresql/data', undefined],
      ['bind', '/tmp/copy/1', '/app', undefined],
      ['bind', `${folder.path}/site`, '/site', true],
      ['volume', 'composure-data-1', '/var/lib/shop', undefined],
      ['volume', 'kept', '/kept', undefined],
      ['volume', undefined, '/anonymous', undefined],
      ['bind', '/var/run/docker.sock', '/var/run/docker.sock', undefined],
    ]);
    const unknown = isolate(original, { ...isolation, mounts: new Map() }).project.services['web'];
    assert.deepEqual(objectOf(unknown)['volumes'], objectOf(original.services['web'])['volumes'] === undefined ? [] : (objectOf(original.services['web'])['volumes'] as readonly JsonObject[])
      .map((mount) => (mount['type'] === 'bind' ? { ...mount, read_only: true } : mount)));
  });

  it('says what is other than in the original', () => {
    assert.deepEqual(isolate(original, isolation).notes, [
      'db begins with an empty /var/lib/postgresql/data: the original\'s data stays apart',
      'web has no labels in the copy: proxies and updaters act on them',
      'web begins with an empty /var/lib/shop: the original\'s data stays apart',
      'web reaches the Docker engine: the copy sees the original\'s containers as well',
      'worker is linked to containers of other projects: the copy does not reach them',
      'the network proxy belongs to another project: the copy has one of its own, and reaches nobody there',
    ]);
  });

  it('is refused where it could not be kept apart', async () => {
    assert.deepEqual(refusals(original), []);
    const { services } = original;
    const with_ = (name: string, more: JsonObject): ResolvedProject => ({ ...original, services: { ...services, [name]: { ...services[name], ...more } } });
    assert.deepEqual(refusals(with_('db', { network_mode: 'host' })), ['db uses the network of the machine itself: a second one would listen on the same ports']);
    assert.deepEqual(refusals(with_('db', { volumes_from: ['container:legacy:ro', 'web'] })), ['db shares with the container legacy, which is no part of this project: a second one would work on it as well']);
  });
});
