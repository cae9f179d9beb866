// Who reaches whom, case by case: each that is reported has a twin that is not. Which names are known where was asked of an
// engine (`nslookup` in containers of such projects).

import assert from 'node:assert/strict';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { format, readFixture } from '../../support/fixture.ts';

async function unreachable(text: string): Promise<readonly string[]> {
  const fixture = readFixture(text);
  const found = (await checkFixture(fixture)).filter(({ code }) => code === 'unreachable-service');
  await assertFixesWork(fixture, found);
  return format(found, fixture).map((each) => `${fixture.files.get(`/project/${each.split(':', 1)[0] ?? ''}`)?.split('\n')[Number(each.split(':')[1]) - 1]?.slice(Number(/:(\d+)-/.exec(each)?.[1]) - 1, Number(/-(\d+) /.exec(each)?.[1]) - 1)}`);
}

/** Two services apart from each other: `front` and `back` are their networks. */
const apart = (web: string, db = '', networks = 'networks: {front: , back: }\n'): string => `services:
  web:
    image: x
    networks: [front]
${web.replaceAll(/^/gm, '    ')}
  db:
    image: y
    networks: [back]
${db.replaceAll(/^/gm, '    ')}
${networks}`;
const url = 'environment: {URL: "http://db:5000"}';

const cases: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
  ['a mapping of variables', apart('environment:\n  URL: "http://db:5000"'), ['db']],
  ['a list of variables', apart('environment:\n  - URL=http://db:5000'), ['db']],
  ['a command in one line', apart('command: ./wait-for db:5000 -- ./run'), ['db']],
  ['a command in a list', apart('command: ["serve", "--upstream=http://db:5000"]'), ['db']],
  ['options', apart('command: serve --db-host db --db-port 5000'), ['db']],
  ['options with =', apart('command: [serve, --db.host=db]'), ['db']],
  ['a client\'s option', apart('command: sh -c "until pg_isready -h db; do sleep 1; done"'), ['db']],
  ['a program that is called like a property of everything', apart('command: constructor -h db toString -h db'), []],
  ['nc', apart('entrypoint: sh -c "while ! nc -z db 5000; do sleep 1; done; exec run"'), ['db']],
  ['a health check', apart('healthcheck: {test: [CMD, curl, "http://db:5000"]}'), ['db']],
  ['a health check in one line', apart('healthcheck: {test: curl http://db:5000}'), ['db']],
  ['a variable with a value', `${apart('environment: {URL: "http://${HOST}:5000"}')}#- .env\nHOST=db\n`, ['${HOST}']],
  ['a variable without a value', apart('environment: {URL: "http://db:${DB_PORT_UNKNOWN}"}'), []],
  ['a default', apart('environment: {URL: "${URL:-http://db:5000}"}'), ['db']],
  ['a bare word', apart('environment: {NAME: db}'), []],
  ['an origin for browsers', apart('environment: {CORS_ORIGIN: "http://db:5000"}'), []],
  ['an env file', `${apart('env_file: web.env')}#- web.env\nA=b\nexport URL="http://db:5000"\n`, ['db']],
  ['an env file that counts less', `${apart('env_file: web.env\nenvironment: {URL: "http://elsewhere"}')}#- web.env\nURL=http://db:5000\n`, []],
  ['a raw env file', `${apart('env_file: {path: web.env, format: raw}').replace('{path', '\n      - {path')}#- web.env\nURL=http://db:5000\n`, []],
  // Names.
  ['a container name', apart('environment: {URL: "http://store:5000"}', 'container_name: store'), ['store']],
  ['a host name', apart('environment: {URL: "http://store:5000"}', 'hostname: store'), ['store']],
  ['the name that Compose gives a container', `name: shop\n${apart('environment: {URL: "http://shop-db-1:5000"}')}`, ['shop-db-1']],
  ['a name that Compose would give another', `name: shop\n${apart('environment: {URL: "http://shop-db-1:5000"}', 'container_name: store')}`, []],
  ['an alias on the other network', apart('environment: {URL: "http://store:5000"}').replace('networks: [back]', 'networks: {back: {aliases: [store]}}'), ['store']],
  ['an alias on both networks, for one of them', apart('environment: {URL: "http://store:5000"}').replace('networks: [back]', 'networks: {back: {aliases: [store]}, front: }'), ['store']],
  ['another service by the name on the same network', apart(url, '', '  other:\n    image: z\n    networks: {front: {aliases: [db]}}\nnetworks: {front: , back: }\n'), []],
  ['a link\'s alias', apart('links: ["db:database"]\nenvironment: {URL: "http://database:5000"}'), ['database']],
  ['a name with a dot', apart('environment: {URL: "http://db.example:5000"}').replace('networks: [back]', 'networks: {back: {aliases: [db.example]}}'), []],
  ['an unknown name', apart('environment: {URL: "http://example:5000"}'), []],
  ['its own name', apart('environment: {URL: "http://web:5000"}'), []],
  // Networks.
  ['the default network and another', `services:\n  web:\n    image: x\n    ${url}\n  db:\n    image: y\n    networks: [back]\nnetworks: {back: }\n`, ['db']],
  ['both on the default network', `services:\n  web:\n    image: x\n    ${url}\n  db:\n    image: y\n    networks: [default]\n`, []],
  ['one network by two keys', apart(url, '', 'networks: {front: {name: one}, back: {name: one}}\n'), []],
  ['a network that a variable names', apart(url, '', 'networks: {front: {name: "${UNKNOWN}"}, back: }\n'), []],
  ['an external network', apart(url, '', 'networks: {front: {external: true}, back: }\n'), []],
  ['the other on an external network too', apart(url, '', 'networks: {front: , back: {external: true}}\n'), ['db']],
  ['extra hosts', apart(`${url}\nextra_hosts: ["db:10.0.0.1"]`), []],
  ['extra hosts in a mapping', apart(`${url}\nextra_hosts: {db: 10.0.0.1}`), []],
  ['other extra hosts', apart(`${url}\nextra_hosts: ["cache:10.0.0.1"]`), ['db']],
  ['external links', apart(`${url}\nexternal_links: ["project_db_1:db"]`), []],
  ['name servers', apart(`${url}\ndns: 10.0.0.1`), []],
  ['the host\'s network', apart(`${url}\nnetwork_mode: host`).replace('    networks: [front]\n', ''), ['db']],
  ['the other on the host\'s network', apart(url, 'network_mode: host').replace('    networks: [back]\n', ''), ['db']],
  ['the other without network', apart(url, 'network_mode: none').replace('    networks: [back]\n', ''), ['db']],
  ['without network', apart(`${url}\nnetwork_mode: none`).replace('    networks: [front]\n', ''), ['db']],
  ['a network that nobody defines', apart(url, '', 'networks: {front: }\n'), []],
  ['in the network of a service that nobody defines', apart(url, 'network_mode: service:nobody').replace('    networks: [back]\n', ''), []],
  ['the other in a third one\'s network', apart(url, 'network_mode: service:web').replace('    networks: [back]\n', ''), ['db']],
  ['in the other\'s network', apart(`${url}\nnetwork_mode: service:db`).replace('    networks: [front]\n', ''), []],
  ['in a third one\'s network', apart(`${url}\nnetwork_mode: service:third`, '', '  third:\n    image: z\n    networks: [front]\nnetworks: {front: , back: }\n').replace('    networks: [front]\n', ''), ['db']],
  // Parts of the project.
  ['a service that a profile brings', apart(`${url}\nprofiles: [p]`), ['db']],
  ['a name that a profile brings', apart(url, 'profiles: [p]'), ['db']],
  ['two that one profile brings', apart(`${url}\nprofiles: [p]`, 'profiles: [q, p]'), ['db']],
  ['two that are never up together', apart(`${url}\nprofiles: [p]`, 'profiles: [q]'), []],
  ['a name that a profile brings to where it is known', apart(url, '', '  other:\n    image: z\n    profiles: [p]\n    networks: {front: {aliases: [db]}}\nnetworks: {front: , back: }\n'), ['db']],
  ['a service and a name on its network, both of a profile', apart(`${url}\nprofiles: [p]`, '', '  other:\n    image: z\n    profiles: [p]\n    networks: {front: {aliases: [db]}}\nnetworks: {front: , back: }\n'), []],
  ['a broken service', apart(`${url}\ncommand: "open`), []],
  // This container itself.
  ['a database\'s URL with localhost', 'services:\n  web:\n    image: x\n    environment: {URL: "postgres://u:p@localhost:5433/x"}\n  db:\n    image: postgres:16\n    ports: ["5433:5432"]\n', ['localhost']],
  ['a pair with localhost', 'services:\n  web:\n    image: x\n    environment: {DB_HOST: localhost, DB_PORT: 5432}\n  db:\n    image: postgres:16\n    ports: ["5432:5432"]\n', ['localhost']],
  ['a pair with localhost, nothing published', 'services:\n  web:\n    image: x\n    environment: {DB_HOST: localhost, DB_PORT: 5432}\n  db:\n    image: postgres:16\n', []],
  ['a URL with localhost, nothing published', 'services:\n  web:\n    image: x\n    environment: {URL: "redis://localhost:6379"}\n  db:\n    image: redis:7\n', ['localhost']],
  ['a URL with localhost and another port, nothing published', 'services:\n  web:\n    image: x\n    environment: {URL: "redis://localhost:6380"}\n  db:\n    image: redis:7\n', []],
  ['a URL with localhost and two that it may mean', 'services:\n  web:\n    image: x\n    environment: {URL: "redis://localhost:6379"}\n  db:\n    image: redis:7\n  cache:\n    image: redis:7\n', []],
  ['a web address with localhost', 'services:\n  web:\n    image: x\n    environment: {URL: "http://localhost:5432"}\n  db:\n    image: postgres:16\n    ports: ["5432:5432"]\n', []],
  ['localhost on the host\'s network', 'services:\n  web:\n    image: x\n    network_mode: host\n    environment: {URL: "redis://localhost:6379"}\n  db:\n    image: redis:7\n    ports: ["6379:6379"]\n', []],
  ['localhost where it listens itself', 'services:\n  web:\n    image: x\n    expose: [6379]\n    environment: {URL: "redis://localhost:6379"}\n  db:\n    image: redis:7\n    ports: ["6379:6379"]\n', []],
  ['localhost with a database in its own image', 'services:\n  web:\n    build: .\n    environment: {URL: "redis://localhost:6379"}\n  db:\n    image: redis:7\n    ports: ["6379:6379"]\n#- Dockerfile\nFROM redis:7\nCMD start\n', []],
  ['localhost in an env file', 'services:\n  web:\n    image: x\n    env_file: .env\n  db:\n    image: redis:7\n    env_file: .env\n#- .env\nURL=redis://localhost:6379\n', ['localhost']],
  ['localhost in an env file, of which another service sets its own', 'services:\n  web:\n    image: x\n    env_file: .env\n  api:\n    image: x\n    env_file: .env\n    environment: ["URL=redis://db:6379"]\n  db:\n    image: redis:7\n#- .env\nURL=redis://localhost:6379\n', []],
  ['localhost in .env, which Compose reads itself, of which another service sets its own', 'services:\n  web:\n    image: x\n    env_file: .env\n  api:\n    image: x\n    environment: ["URL=redis://db:6379"]\n  db:\n    image: redis:7\n#- .env\nURL=redis://localhost:6379\n', []],
  ['localhost in an env file of one, of which another sets its own', 'services:\n  web:\n    image: x\n    env_file: web.env\n  api:\n    image: x\n    environment: ["URL=redis://db:6379"]\n  db:\n    image: redis:7\n#- web.env\nURL=redis://localhost:6379\n', ['localhost']],
  ['localhost in the health check', 'services:\n  web:\n    image: x\n    healthcheck: {test: redis-cli -u redis://localhost:6379 ping}\n  db:\n    image: redis:7\n    ports: ["6379:6379"]\n', []],
];

describe('unreachable-service', () => {
  for (const [name, text, found] of cases) {
    it(`${name}: ${found.length === 0 ? 'silent' : 'reported'}`, async () => {
      assert.deepEqual(await unreachable(text), found, text);
    });
  }

  it('joins in the form that networks have, comments kept', async () => {
    const fixture = readFixture('services:\n  web:\n    image: x\n    networks:\n      front: # for people\n        aliases: [www]\n    environment: {URL: "http://db:5000"}\n  db:\n    image: y\n    networks:\n      - back # for data\nnetworks: {front: , back: }\n');
    const [found] = (await checkFixture(fixture)).filter(({ code }) => code === 'unreachable-service');
    assert.deepEqual((await found?.fixes())?.map(({ title }) => title), ['Join web to the network "back"', 'Join db to the network "front"']);
  });
});
