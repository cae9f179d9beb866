// Which ports are surely the host's, case by case: each that is reported has a twin that is not.

import assert from 'node:assert/strict';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { format, readFixture } from '../../support/fixture.ts';

/** What is underlined: the port, or the host where no port is written. */
async function mismatched(text: string): Promise<readonly string[]> {
  const fixture = readFixture(text);
  const found = (await checkFixture(fixture)).filter(({ code }) => code === 'service-port-mismatch');
  await assertFixesWork(fixture, found);
  return format(found, fixture).map((each) => {
    const [, file = '', line, from, to] = /^(.*?):(\d+):(\d+)-(\d+) /.exec(each) ?? [];
    return fixture.files.get(`/project/${file}`)?.split('\n')[Number(line) - 1]?.slice(Number(from) - 1, Number(to) - 1) ?? '';
  });
}

/** A service that publishes 3000 as 8080, and one that speaks to it. */
const two = (web: string, api = '', ports = '["8080:3000"]'): string => `services:
  web:
    image: x
${web.replaceAll(/^/gm, '    ')}
  api:
    image: y
    ports: ${ports}
${api.replaceAll(/^/gm, '    ')}
`;
const wrong = 'environment: {API: "http://api:8080/v1"}';

const cases: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
  ['a URL', two(wrong), ['8080']],
  ['the container\'s port', two('environment: {API: "http://api:3000"}'), []],
  ['a port that is neither', two('environment: {API: "http://api:9999"}'), []],
  ['no port', two('environment: {API: "http://api"}'), []],
  ['no port, where the host has the usual one', two('environment: {API: "http://api"}', '', '["80:3000"]'), ['api']],
  ['no port with TLS', two('environment: {API: "https://api/x"}', '', '["443:8443"]'), ['api']],
  ['host and port', two('command: ["./wait-for", "api:8080"]'), ['8080']],
  ['a pair', two('environment: {API_HOST: api, API_PORT: 8080}'), ['8080']],
  ['a pair in a list', two('environment: [API_HOST=api, API_PORT=8080]'), ['8080']],
  ['a pair of which one is in an env file', `${two('environment: {API_HOST: api}\nenv_file: [web.env]')}#- web.env\nAPI_PORT='8080'\n`, ['8080']],
  ['no pair', two('environment: {API_HOST: api, OTHER_PORT: 8080}'), []],
  ['options', two('command: serve --api-host=api --api-port=8080'), ['8080']],
  ['a connection string', two('environment: {API: "Host=api;Port=8080"}'), ['8080']],
  ['an env file', `${two('env_file: web.env')}#- web.env\nAPI=http://api:8080/\n`, ['8080']],
  ['another service\'s health check', two('healthcheck: {test: curl http://api:8080}'), ['8080']],
  ['a variable with a value', `${two('environment: {API: "http://api:${API_PORT}"}')}#- .env\nAPI_PORT=8080\n`, ['${API_PORT}']],
  ['a variable without a value', two('environment: {API: "http://api:80${REST}"}'), []],
  ['a default', two('environment: {API: "http://api:${API_PORT:-8080}"}'), ['8080']],
  ['an address for browsers', two('environment: {PUBLIC_URL: "http://api:8080"}'), []],
  ['its own address outside', two('', 'environment: {SELF: "http://api:8080"}'), []],
  // What the other publishes.
  ['the same port inside', two(wrong, '', '["8080:8080"]'), []],
  ['both ports inside', two(wrong, '', '["8080:3000", "8081:8080"]'), []],
  ['a range', two(wrong, '', '["8080-8089:3000-3009"]'), ['8080']],
  ['a range inside', two(wrong, '', '["9000:8000-8100"]'), []],
  ['udp alone', two(wrong, '', '["8080:3000/udp"]'), []],
  ['udp beside tcp', two(wrong, '', '["8080:3000/udp", "8080:3000/tcp"]'), ['8080']],
  ['udp inside', two(wrong, '', '["8080:3000", "53:8080/udp"]'), []],
  ['one address of the host', two(wrong, '', '["127.0.0.1:8080:3000"]'), ['8080']],
  ['long syntax', two(wrong, '', '[{target: 3000, published: "8080"}]'), ['8080']],
  ['an unknown port inside', two(wrong, '', '["8080:3000", "8081:${UNKNOWN}"]'), []],
  ['an unknown host port', two(wrong, '', '["${UNKNOWN}:3000"]'), []],
  ['the container\'s port alone', two(wrong, '', '["8080"]'), []],
  // Where the other may listen.
  ['expose', two(wrong, 'expose: ["8080"]'), []],
  ['a range of expose', two(wrong, 'expose: ["8000-8100"]'), []],
  ['another expose', two(wrong, 'expose: [9000]'), ['8080']],
  ['its command', two(wrong, 'command: serve --metrics-port 8080'), []],
  ['its environment', two(wrong, 'environment: {METRICS: ":8080"}'), []],
  ['what it listens on', two(wrong, 'environment: {URLS: "http://0.0.0.0:8080"}'), []],
  ['its address outside', two(wrong, 'environment: {PUBLIC_URL: "http://localhost:8080"}'), ['8080']],
  ['its env file', `${two(wrong, 'env_file: api.env')}#- api.env\nPORT=8080\n`, []],
  ['its Dockerfile', `${two(wrong).replace('image: y', 'build: .')}#- Dockerfile\nFROM node:22\nEXPOSE 3000 8080/tcp\n`, []],
  ['a variable in its Dockerfile', `${two(wrong).replace('image: y', 'build: .')}#- Dockerfile\nFROM node:22\nENV PORT=8080\nEXPOSE $PORT\n`, []],
  ['an unknown variable in its Dockerfile', `${two(wrong).replace('image: y', 'build: .')}#- Dockerfile\nFROM node:22\nEXPOSE $PORT\n`, []],
  ['another port in its Dockerfile', `${two(wrong).replace('image: y', 'build: .')}#- Dockerfile\nFROM node:22\nEXPOSE 3000\n`, ['8080']],
  ['what its Dockerfile runs', `${two(wrong).replace('image: y', 'build: .')}#- Dockerfile\nFROM node:22\nCMD ["serve", "-p", "8080"]\n`, []],
  ['its image', 'services:\n  web: {image: x, environment: {Q: "amqp://q:5672"}}\n  q: {image: "rabbitmq:4", ports: ["5672:15672"]}\n', []],
  // A database as it comes.
  ['a database on another port', 'services:\n  web: {image: x, environment: {URL: "postgres://u:p@db:5433/x"}}\n  db: {image: "postgres:16"}\n', ['5433']],
  ['a database on its port', 'services:\n  web: {image: x, environment: {URL: "postgres://u:p@db:5432/x"}}\n  db: {image: "postgres:16"}\n', []],
  ['a database on another port, by a pair', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8"}\n', ['3307']],
  ['a database with a command', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", command: --defaults-file=/x}\n', []],
  ['a database with a port of its own', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 5433}}\n  db: {image: "postgres:16", environment: {PGPORT: 5433}}\n', []],
  ['a database with a configuration that says nothing of ports', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf"]}\n#- my.cnf\n[mysqld]\nmax_connections = 200\n', ['3307']],
  ['a database with a configuration that has the port', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf"]}\n#- my.cnf\n[mysqld]\nport = 3307\n', []],
  ['a database with a configuration that has another port', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf"]}\n#- my.cnf\n[mysqld]\nport = 3400\n', []],
  ['a database with a configuration that has its own port', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf"]}\n#- my.cnf\n[mysqld]\nport = 3306\n', ['3307']],
  ['a database with a configuration that reads others', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf"]}\n#- my.cnf\n!includedir /etc/mysql/mine\n', []],
  ['a database whose command leads to what is mounted', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf"], command: --defaults-file=/etc/mysql/conf.d/my.cnf}\n#- my.cnf\n[mysqld]\nx = 1\n', ['3307']],
  ['a database whose command leads elsewhere', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["./my.cnf:/etc/mysql/conf.d/my.cnf"], command: --defaults-file=/srv/my.cnf}\n#- my.cnf\n[mysqld]\nx = 1\n', []],
  ['a database with a configuration of the machine', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["/srv/my.cnf:/etc/mysql/conf.d/my.cnf"]}\n#- my.cnf\nx\n', []],
  ['a database with a configuration in a volume', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["own:/etc/mysql"]}\nvolumes: {own: }\n', []],
  ['a configuration in a volume, and the port said beside it', 'services:\n  web: {image: x, environment: {S: "http://s:8087"}}\n  s: {image: y, expose: [8086], volumes: ["own:/etc/s"]}\nvolumes: {own: }\n', ['8087']],
  ['a store with its data below /usr', 'services:\n  web: {image: x, environment: {S: "http://s:9201"}}\n  s: {image: elasticsearch/elasticsearch:8.15.0, volumes: ["own:/usr/share/elasticsearch/data"]}\nvolumes: {own: }\n', ['9201']],
  ['a folder of configuration', 'services:\n  web: {image: x, environment: {DB_HOST: db, DB_PORT: 3307}}\n  db: {image: "mysql:8", volumes: ["./conf:/etc/mysql/conf.d"]}\n#- conf/a.cnf\n[mysqld]\n#- conf/b.cnf\nport=3307\n', []],
  ['an exposed port, and a config of another matter', 'services:\n  web: {image: x, environment: {S: "http://s:9001"}}\n  s: {build: ., configs: [{source: c, target: /etc/s/c.json}]}\nconfigs: {c: {content: "{}"}}\n#- Dockerfile\nFROM scratch\nEXPOSE 9000\n', ['9001']],
  ['an exposed port, and a config that has the other', 'services:\n  web: {image: x, environment: {S: "http://s:9001"}}\n  s: {build: ., configs: [{source: c, target: /etc/s/c.json}]}\nconfigs: {c: {content: "admin: 9001"}}\n#- Dockerfile\nFROM scratch\nEXPOSE 9000\n', []],
  ['a certificate in the image', 'services:\n  web: {image: x, environment: {S: "http://s:7001"}}\n  s: {build: .}\n#- Dockerfile\nFROM node:22\nCOPY ca.pem /etc/ssl/ca.pem\nEXPOSE 7000\n#- ca.pem\nx\n', ['7001']],
  ['a database from elsewhere', 'services:\n  web: {image: x, environment: {URL: "postgres://u:p@db:5433/x"}}\n  db: {image: "example/postgres:16"}\n', []],
  ['a database with a command that says nothing of ports', 'services:\n  web: {image: x, environment: {URL: "redis://db:6479"}}\n  db: {image: "redis:7", command: redis-server --appendonly yes}\n', ['6479']],
  ['a digit that differs from a published port, which may be one of several', two('environment: {API: "http://api:3001"}'), []],
  ['swapped digits of a published port', two('environment: {API: "http://api:4371"}', '', '["8080:4317"]'), ['4371']],
  ['swapped digits of a published port, with a configuration', 'services:\n  web: {image: x, environment: {API: "api:7323"}}\n  api: {image: y, ports: ["7233:7233"], volumes: ["./c.yaml:/etc/c.yaml"]}\n#- c.yaml\n', ['7323']],
  ['a digit that differs from its PORT', two('environment: {API: "http://api:3001"}', 'environment: {PORT: 3000}', '[]'), ['3001']],
  ['another port of a known image', 'services:\n  web: {image: x, environment: {LLM: "http://llm:11343"}}\n  llm: {image: "ollama/ollama:0.5.4"}\n', ['11343']],
  ['a second port of a known image', 'services:\n  web: {image: x, environment: {MAIL: "smtp://mail:1025"}}\n  mail: {image: "docker.io/axllent/mailpit:v1.21", ports: ["8025:8025"]}\n', []],
  ['a known image that is told to listen elsewhere', 'services:\n  web: {image: x, environment: {LLM: "http://llm:8000"}}\n  llm: {image: "ollama/ollama:0.5.4", environment: {OLLAMA_HOST: "0.0.0.0:8000"}}\n', []],
  ['a known image whose port nobody knows', 'services:\n  web: {image: x, environment: {LLM: "http://llm:8000"}}\n  llm: {image: "ollama/ollama:0.5.4", environment: {OLLAMA_HOST: "0.0.0.0:${LLM_PORT}"}}\n', []],
  ['a database that is built', `services:\n  web: {image: x, environment: {URL: "postgres://db:5433/x"}}\n  db: {build: .}\n#- Dockerfile\nFROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/\n#- init.sql\n`, ['5433']],
  ['a database that is built with a configuration', `services:\n  web: {image: x, environment: {URL: "postgres://db:5433/x"}}\n  db: {build: .}\n#- Dockerfile\nFROM postgres:16\nCOPY my.conf /etc/postgresql.conf\n#- my.conf\n`, []],
  ['a digit that differs from an exposed port', `${two('environment: {API: "http://api:5001"}', '', '[]').replace('image: y', 'build: .')}#- Dockerfile\nFROM node:22\nEXPOSE 5000\n`, ['5001']],
  ['a digit that differs, and a command that has it', two('environment: {API: "http://api:3001"}', 'command: serve --admin 3001'), []],
  ['swapped digits, known by the health check', two('environment: {API: "http://api:7070"}', 'healthcheck: {test: curl http://localhost:7700/}', '[]'), ['7070']],
  ['a digit that differs from the port in its command', two('environment: {API: "http://api:4040"}', 'command: serve --port 4000\nexpose: [4000]', '[]'), ['4040']],
  ['a database in a word', 'services:\n  web: {image: x, environment: {STORE: "db:27018"}}\n  db: {image: "mongo:8"}\n', ['27018']],
  ['a command of many lines', 'services:\n  web:\n    image: x\n    command:\n      - |\n        export A=$$B\n        psql postgres://db:5432/x\n        psql postgres://db:5434/x\n  db: {image: "postgres:16"}\n', ['5434']],
  ['a folded command with a variable and dollars', 'services:\n  web:\n    image: x\n    command: >\n      sh -c "\n      x $${A} ${B:-1 2};\n      psql postgres://u:$${P}@db:5434/x;\n      exit 0\n      "\n  db: {image: "postgres:16"}\n', ['5434']],
  ['a folded command of one line', 'services:\n  web:\n    image: x\n    entrypoint: >-\n      psql postgres://db:5434/x\n  db: {image: "postgres:16"}\n', ['5434']],
  ['a host and the port of the host', 'services:\n  web: {image: x, environment: [REDIS_HOST=db, REDIS_HOST_PORT=6380]}\n  db: {image: "redis:7"}\n', ['6380']],
  ['a name with a dot', 'services:\n  web: {image: x, environment: {API: "http://shop.api:8080"}}\n  shop.api: {image: y, ports: ["8080:3000"]}\n', ['8080']],
  ['another port of a broker', 'services:\n  web: {image: x, environment: {N: "nats://q:4223"}}\n  q: {image: "nats:2.10", command: -js}\n', ['4223']],
  ['the monitoring port of a broker', 'services:\n  web: {image: x, environment: {N: "http://q:8222"}}\n  q: {image: "nats:2.10", command: -js -m 8222}\n', []],
  ['the port that takes events of a store whose page the host has under that number', 'services:\n  web: {image: x, environment: {S: "http://log:5341"}}\n  log: {image: "datalust/seq:2024.3", ports: ["5341:80"]}\n', []],
  ['a user and a group', 'services:\n  web: {image: x, command: chown mysql:999 /x}\n  mysql: {image: "mysql:8"}\n', []],
  // Who is meant.
  ['another network', 'services:\n  web: {image: x, networks: [a], environment: {API: "http://api:8080"}}\n  api: {image: y, networks: [b, a], ports: ["8080:3000"]}\nnetworks: {a: , b: }\n', ['8080']],
  ['two of one name', 'services:\n  web: {image: x, environment: {API: "http://api:8080"}}\n  api: {image: y, ports: ["8080:3000"]}\n  b: {image: y, networks: {default: {aliases: [api]}}}\n', []],
  ['the host\'s network', two(`${wrong}\nnetwork_mode: host`), []],
  ['an extra host', two(`${wrong}\nextra_hosts: ["api:host-gateway"]`), []],
  ['a service in its network', `${two(wrong)}  side:\n    image: z\n    network_mode: service:api\n`, []],
  ['a service that a profile brings', two(`${wrong}\nprofiles: [p]`), ['8080']],
  ['the other is brought by a profile', two(wrong, 'profiles: [p]'), ['8080']],
  ['one of two that profiles bring', two(wrong, 'profiles: [p]').replace('    ports', '    networks: {default: {aliases: [other]}}\n    ports') + '  b: {image: y, profiles: [q], networks: {default: {aliases: [api]}}}\n', []],
  ['a list over a list', '#- compose.yaml\nservices:\n  web:\n    image: x\n    environment:\n      - A=b\n      - API=http://api:8080/v1\n  api: {image: y, ports: ["8080:3000"]}\n#- compose.override.yaml\nservices:\n  web:\n    environment:\n      - A=c\n', ['8080']],
  ['its own health check', two('', 'healthcheck: {test: [CMD, curl, "http://localhost:8080"]}'), ['8080']],
  ['its own health check by its name', two('', 'healthcheck: {test: [CMD-SHELL, "curl http://api:8080"]}'), ['8080']],
  ['its own health check, right', two('', 'healthcheck: {test: [CMD, curl, "http://localhost:3000"]}'), []],
  ['its own health check on the host\'s network', two('', 'network_mode: host\nhealthcheck: {test: [CMD, curl, "http://localhost:8080"]}'), []],
];

describe('service-port-mismatch', () => {
  for (const [name, text, found] of cases) {
    it(`${name}: ${found.length === 0 ? 'silent' : 'reported'}`, async () => {
      assert.deepEqual(await mismatched(text), found, text);
    });
  }
});
