// The table of completion: what is offered where, in whole and in broken text.

/** The workspace in which every case asks; the file that is asked about has the case's text instead. */
export const workspace = `#- compose.yaml
include:
  - tools/compose.yaml
services:
  web:
    build:
      context: ./web
      dockerfile: Dockerfile.dev
    image: shop/web:2.1
    environment:
      LOG_LEVEL: \${LOG_LEVEL:-info}
    volumes:
      - db_data:/var/lib/shared
    networks: [front]
  db:
    image: postgres:16
    profiles: [data]
    healthcheck:
      test: pg_isready
networks:
  front:
volumes:
  db_data:
secrets:
  db_password:
    file: ./secrets/db.txt
configs:
  app:
    file: ./app.conf
models:
  llm:
    model: ai/smollm2
#- compose.override.yaml
services:
  web:
    ports: ["8080:3000"]
    working_dir: /srv
    environment: [DEBUG=1]
  debug:
    image: busybox:1.36
    ports: ["5432:1"]
    depends_on: [proxy]
  proxy:
    image: traefik:3
    depends_on: [web]
    environment:
      PROXY_LOG: debug
    command: echo \${LOG_LEVEL}
networks:
  back:
#- tools/compose.yaml
services:
  adminer:
    image: adminer:4
    networks: [tools]
networks:
  tools:
#- shared/base.yaml
services:
  base:
    image: alpine:3.20
  worker-base:
    image: alpine:3.20
#- web/Dockerfile.dev
ARG NODE_VERSION=22
FROM node:\${NODE_VERSION} AS build
ARG API_URL
WORKDIR /app
COPY src ./src
COPY package.json ./
RUN npm ci
FROM nginx:1.27 AS runtime
WORKDIR /usr/share/nginx/html
COPY --from=build /app/dist .
VOLUME /var/cache/nginx
EXPOSE 3000 9229/tcp 5353/udp
#- web/src/main.ts
x
#- web/package.json
{}
#- secrets/db.txt
x
#- app.conf
x
#- .env
TAG=1
DB_PASSWORD=geheim
#- .env.example
SMTP_HOST=
#- data/
`;

export interface CompletionCase {
  readonly name: string;
  readonly file?: string;
  /** With \`|\` where the cursor is. */
  readonly text: string;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  readonly only?: readonly string[];
  /** The label that comes first. */
  readonly first?: string;
  /** A label, and what the text holds when it is taken. */
  readonly takes?: readonly [label: string, text: string];
}

const web = (line: string, after = ''): string => `services:\n  web:\n    build:\n      context: ./web\n      dockerfile: Dockerfile.dev\n${line}${after}\n  db:\n    image: postgres:16\n    healthcheck:\n      test: pg_isready\nvolumes:\n  db_data:\n`;

export const completionCases: readonly CompletionCase[] = [
  // Keys
  { name: 'top-level keys in an empty file', text: '|', has: ['services', 'networks', 'include', 'models', 'secrets'], lacks: ['version', 'x-develop'], first: 'services' },
  { name: 'top-level keys that are not there yet', text: 'services:\n  web:\n    image: x\nnet|', has: ['networks', 'volumes'], lacks: ['services'] },
  { name: 'keys of a service, usual ones first', text: 'services:\n  web:\n    |', has: ['image', 'build', 'healthcheck', 'develop', 'gpus'], lacks: ['x-develop'], first: 'image', takes: ['image', '    image: '] },
  { name: 'keys beside others', text: 'services:\n  web:\n    image: x\n    |\n    ports: []\n', has: ['build'], lacks: ['image', 'ports'], first: 'build' },
  { name: 'a half-typed key behind another', text: 'services:\n  web:\n    image: x\n    hea|', has: ['healthcheck'], lacks: ['image'] },
  { name: 'a key whose colon is there', text: 'services:\n  web:\n    ima|: x\n', takes: ['image', '    image: x\n'] },
  { name: 'keys of a build', text: web('      |'), has: ['target', 'args'], lacks: ['context', 'dockerfile', 'image'], first: 'target' },
  { name: 'keys of a dependency', text: 'services:\n  web:\n    depends_on:\n      db:\n        |', has: ['condition', 'required', 'restart'], first: 'condition' },
  { name: 'keys of a mount in long syntax', text: web('    volumes:\n      - type: bind\n        |'), has: ['source', 'target', 'read_only'], lacks: ['type', 'image:'] },
  { name: 'keys that exclude one another', text: 'services:\n  a:\n    gpus:\n      - count: 1\n        |', has: ['capabilities'], lacks: ['device_ids'] },
  { name: 'keys of a network', text: 'networks:\n  front:\n    |', has: ['driver', 'internal', 'ipam', 'external'] },
  { name: 'keys of a job', text: 'jobs:\n  nightly:\n    |', has: ['image', 'triggers'] },
  { name: 'keys in a flow mapping', text: web('    healthcheck: { te|'), has: ['test', 'interval'], takes: ['test', '{ test: '] },
  { name: 'keys in a flow mapping beside others', text: web('    deploy: { resources: { limits: { cpus: "1", | } } }'), has: ['memory', 'pids'], lacks: ['cpus'] },
  { name: 'keys of what an anchor holds', text: 'x-base: &base\n  |\nservices:\n  web:\n    <<: *base\n', has: ['image', 'restart', 'logging'] },
  { name: 'keys below what an anchor holds', text: 'x-log: &log\n  options:\n    max-size: 1m\n  |\nservices:\n  web:\n    logging: *log\n', has: ['driver'], lacks: ['options', 'image'] },
  { name: 'no keys in an extension that nothing uses', text: 'x-base:\n  |', only: [] },
  { name: 'log options', text: 'services:\n  a:\n    logging:\n      options:\n        |', has: ['max-size', 'max-file'] },
  { name: 'keys after broken text', text: 'services:\n  web:\n    image: "x\n    ports: [80\n  db:\n    |', has: ['image', 'ports'] },
  { name: 'keys with tabs in the file', text: 'services:\n\tweb:\n\t\timage: x\n\t\t|', has: ['build'], lacks: ['image'] },
  { name: 'merge key', text: 'x-a: &a\n  init: true\nservices:\n  web:\n    |', takes: ['<<', '    <<: '] },
  { name: 'no keys in a comment', text: 'services:\n  web: # x |', only: [] },
  { name: 'no keys in a comment of its own', text: 'services:\n  # the im|', only: [] },
  { name: 'nothing in a block scalar', text: 'services:\n  web:\n    command: >\n      serv|', only: [] },
  { name: 'nothing behind a whole value', text: 'services:\n  web:\n    image: nginx |', only: [] },

  { name: 'codes to ignore', text: 'services:\n  web: # composure-ignore port|', has: ['port-conflict', 'unknown-key'] },
  { name: 'codes to ignore, not twice', text: '# composure-ignore port-conflict, |', has: ['unknown-key'], lacks: ['port-conflict'] },
  { name: 'no codes in a reason', text: '# composure-ignore port-conflict -- the |', only: [] },
  { name: 'a comment that ignores', text: '# compo|', only: ['composure-ignore'], takes: ['composure-ignore', '# composure-ignore '] },

  // Values of the specification
  { name: 'restart', text: web('    restart: |'), has: ['always', 'unless-stopped', 'no'], takes: ['no', 'restart: "no"'] },
  { name: 'restart in quotes', text: web('    restart: "|"'), takes: ['no', 'restart: "no"'] },
  { name: 'a value right behind the colon', text: web('    restart:|'), takes: ['always', 'restart: always'] },
  { name: 'true or false', text: web('    init: |'), has: ['true', 'false'], takes: ['true', 'init: true\n'] },
  { name: 'condition', text: 'services:\n  web:\n    depends_on:\n      db:\n        condition: |', only: ['service_started', 'service_healthy', 'service_completed_successfully'] },
  { name: 'the condition that fits', text: web('    depends_on:\n      db:\n        condition: |'), first: 'service_healthy' },
  { name: 'condition in a flow mapping', text: 'services:\n  web:\n    depends_on: { db: { condition: ser|', has: ['service_healthy'] },
  { name: 'driver of a network', text: 'networks:\n  a:\n    driver: |', has: ['bridge', 'overlay'] },
  { name: 'a duration', text: web('    healthcheck:\n      interval: |'), has: ['10s', '1m'] },
  { name: 'a size', text: web('    mem_limit: |'), has: ['512m'] },
  { name: 'watch action', text: web('    develop:\n      watch:\n        - action: |'), has: ['sync', 'rebuild', 'sync+restart'] },
  { name: 'a watch rule', text: web('    develop:\n      watch:\n        - |'), has: ['action', 'path', 'copy changes'] },
  { name: 'capabilities', text: web('    cap_add:\n      - |'), has: ['NET_ADMIN'] },
  { name: 'capabilities in a flow list, not twice', text: web('    cap_add: [NET_ADMIN, |]'), has: ['SYS_PTRACE'], lacks: ['NET_ADMIN'] },
  { name: 'tags', text: 'services:\n  web:\n    ports: !|', has: ['!reset', '!override'] },

  // Names
  { name: 'services to depend on, from all files', text: web('    depends_on:\n      - |'), has: ['db', 'adminer'], lacks: ['web'] },
  { name: 'no services that would be a circle', text: web('    depends_on:\n      - |'), lacks: ['proxy', 'debug'] },
  { name: 'no services that the text no longer has', text: 'services:\n  web:\n    depends_on:\n      - |\n  database:\n    image: x\n', has: ['database', 'adminer'], lacks: ['db'] },
  { name: 'services to depend on, not twice', text: web('    depends_on:\n      - db\n      - |'), has: ['adminer'], lacks: ['db', 'web'] },
  { name: 'services in a flow list', text: web('    depends_on: [db, |'), has: ['adminer'], lacks: ['db', 'web'] },
  { name: 'services as keys', text: web('    depends_on:\n      |'), has: ['db', 'adminer'], takes: ['adminer', '      adminer:'] },
  { name: 'services as items where a list may begin', text: web('    depends_on:\n      |'), takes: ['- db', '      - db'] },
  { name: 'ports where a list may begin', text: web('    ports:\n      |'), takes: ['- "3000:3000"', '      - "3000:3000"'] },
  { name: 'services beside keys', text: web('    depends_on:\n      adminer:\n        condition: service_started\n      |'), has: ['db'], lacks: ['adminer'] },
  { name: 'a service that was typed a moment ago', text: 'services:\n  web:\n    depends_on: [|]\n  brand-new:\n    image: x\n', has: ['brand-new'] },
  { name: 'how volumes of another are mounted', text: web('    volumes_from:\n      - db:|'), only: ['ro', 'rw'] },
  { name: 'links', text: web('    links:\n      - |'), has: ['db'] },
  { name: 'network_mode', text: web('    network_mode: |'), has: ['host', 'none', 'service:db'], lacks: ['service:', 'service:web'] },
  { name: 'network_mode behind service:', text: web('    network_mode: service:|'), has: ['service:db'] },
  { name: 'pid', text: web('    pid: "service:d|"'), takes: ['service:db', '"service:db"'] },
  { name: 'services behind the colon', text: web('    depends_on: |'), has: ['db', 'db:'], takes: ['db', 'depends_on: [db]'] },
  { name: 'hosts', text: web('    environment:\n      DB_HOST: |'), has: ['db', 'proxy'], lacks: ['web'] },
  { name: 'no hosts for other variables', text: web('    environment:\n      LOG_LEVEL: |'), only: [] },
  { name: 'variables that hold a secret', text: 'secrets:\n  a:\n    environment: |', has: ['DB_PASSWORD'] },
  { name: 'networks of all files', text: web('    networks:\n      - |'), has: ['front', 'back', 'tools', 'default'] },
  { name: 'networks in a flow list', text: web('    networks: [front, b|]'), has: ['back'], lacks: ['front'], takes: ['back', '[front, back]'] },
  { name: 'networks as keys', text: web('    networks:\n      front:\n      |'), has: ['back'], lacks: ['front'] },
  { name: 'networks behind the colon', text: web('    networks: |'), takes: ['back', 'networks: [back]'] },
  { name: 'secrets', text: web('    secrets:\n      - |'), has: ['db_password', 'source'] },
  { name: 'secrets in long syntax', text: web('    secrets:\n      - source: |'), has: ['db_password'] },
  { name: 'secrets of a build', text: web('      secrets:\n        - |'), has: ['db_password'] },
  { name: 'configs', text: web('    configs: [|]'), has: ['app'] },
  { name: 'models', text: web('    models:\n      - |'), has: ['llm'] },
  { name: 'profiles', text: web('    profiles: [|]'), has: ['data'] },
  { name: 'extends in this file', text: web('    extends: |'), has: ['db'], lacks: ['web'] },
  { name: 'extends in another file', text: web('    extends:\n      file: shared/base.yaml\n      service: |'), only: ['base', 'worker-base'] },
  { name: 'extends in another file, in a flow mapping', text: web('    extends: { file: ./shared/base.yaml, service: | }'), only: ['base', 'worker-base'] },
  { name: 'images of the workspace and of the engine', text: web('    image: |'), has: ['postgres:16', 'busybox:1.36', 'adminer:4', 'redis:7', 'mongo:8'] },
  { name: 'tags of an image', text: web('    image: postgres:|'), takes: ['postgres:16', 'image: postgres:16\n'] },
  { name: 'services of other files in an override', file: 'compose.override.yaml', text: 'services:\n  web:\n    ports: []\n  |', has: ['db', 'adminer'], lacks: ['web', 'debug'] },
  { name: 'networks of other files in an override', file: 'compose.override.yaml', text: 'services:\n  web:\n    networks:\n      - |', has: ['front', 'tools'] },
  { name: 'volumes that are used and not defined', text: 'services:\n  db:\n    volumes: [x:/y]\nvolumes:\n  |', has: ['db_data'] },
  { name: 'networks of the engine', text: 'networks:\n  proxy:\n    external: true\n    name: |', has: ['proxy'] },
  { name: 'aliases', text: 'x-a: &common\n  init: true\nservices:\n  web:\n    <<: *|', only: ['*common'] },
  { name: 'aliases behind <<', text: 'x-a: &common\n  init: true\nservices:\n  web:\n    <<: |', takes: ['*common', '<<: *common'] },
  { name: 'aliases in a list', text: 'x-a: &common\n  init: true\nservices:\n  web:\n    <<: [*co|]', takes: ['*common', '[*common]'] },

  // Variables
  { name: 'variables in braces', text: web('    image: shop:${|'), has: ['TAG', 'DB_PASSWORD', 'LOG_LEVEL'], first: 'TAG', takes: ['TAG', 'shop:${TAG}\n'] },
  { name: 'variables in closed braces', text: web('    image: shop:${T|}'), takes: ['TAG', 'shop:${TAG}\n'] },
  { name: 'variables before a default', text: web('    image: shop:${T|:-1}'), takes: ['TAG', 'shop:${TAG:-1}\n'] },
  { name: 'variables without braces', text: web('    image: shop:$T|'), takes: ['TAG', 'shop:${TAG}\n'] },
  { name: 'variables in another default', text: web('    image: shop:${X:-${|}}'), takes: ['TAG', '${X:-${TAG}}'] },
  { name: 'variables in quotes', text: web('    command: "echo ${|"'), has: ['TAG'] },
  { name: 'variables in a flow list', text: web('    ports: ["${|:80"]'), has: ['TAG'] },
  { name: 'variables in a block scalar', text: 'services:\n  web:\n    command: >\n      echo ${|', has: ['TAG'] },
  { name: 'no variables behind two dollars', text: web('    image: shop:$$|'), lacks: ['TAG'] },
  { name: 'no variables in a comment', text: web('    image: shop # ${|'), only: [] },
  { name: 'names for the environment', text: web('    environment:\n      |'), has: ['TAG', 'LOG_LEVEL'], takes: ['TAG', '      TAG: '] },
  { name: 'names that other files and services set', text: web('    environment:\n      |'), has: ['PROXY_LOG'], first: 'DEBUG' },
  { name: 'names for the environment as a list', text: web('    environment:\n      - TAG=1\n      - |'), lacks: ['TAG'], takes: ['LOG_LEVEL', '- LOG_LEVEL='] },

  // Paths of the host
  { name: 'mount sources', text: web('    volumes:\n      - |'), has: ['db_data', './web/', './data/', './app.conf', 'type'], first: 'db_data', takes: ['./app.conf', '- ./app.conf'] },
  { name: 'an anonymous volume', text: web('    volumes:\n      - /|'), takes: ['/var/cache/nginx', '- /var/cache/nginx\n'] },
  { name: 'this folder as a mount source', text: web('    volumes:\n      - .|:/code'), takes: ['.', '- .:/code'] },
  { name: 'mount sources below a folder', text: web('    volumes:\n      - ./web/|'), has: ['src/', 'package.json'], lacks: ['db_data'], takes: ['src/', '- ./web/src\n'] },
  { name: 'mount sources before the colon', text: web('    volumes:\n      - ./we|:/srv'), takes: ['web/', '- ./web:/srv'] },
  { name: 'mount sources in quotes', text: web('    volumes: ["./web/s|:/x"]'), takes: ['src/', '"./web/src:/x"'] },
  { name: 'mount sources behind a dot', text: web('    volumes:\n      - .|'), takes: ['./data/', '- ./data\n'] },
  { name: 'mount sources above', file: 'tools/compose.yaml', text: 'services:\n  a:\n    volumes:\n      - ../|', has: ['web/', 'app.conf'] },
  { name: 'bind source in long syntax', text: web('    volumes:\n      - type: bind\n        source: |'), has: ['./data/'], lacks: ['db_data'] },
  { name: 'volume source in long syntax', text: web('    volumes:\n      - type: volume\n        source: |'), only: ['db_data'] },
  { name: 'build context', text: 'services:\n  web:\n    build:\n      context: |', has: ['./web/', '.'], lacks: ['./app.conf'], takes: ['./web/', 'context: ./web'] },
  { name: 'this folder as build context', text: 'services:\n  web:\n    build: |', first: '.', takes: ['.', 'build: .'] },
  { name: 'build in short form', text: 'services:\n  web:\n    build: ./|', has: ['web/', 'data/'], lacks: ['app.conf'] },
  { name: 'dockerfile, in its context', text: 'services:\n  web:\n    build:\n      context: ./web\n      dockerfile: |', has: ['Dockerfile.dev', 'src/'], first: 'Dockerfile.dev' },
  { name: 'dockerfile in a flow mapping', text: 'services:\n  web:\n    build: { context: ./web, dockerfile: | }', first: 'Dockerfile.dev' },
  { name: 'env files', text: web('    env_file: |'), has: ['.env', '.env.example', 'app.conf'], first: '.env' },
  { name: 'env files in long syntax', text: web('    env_file:\n      - path: .e|'), has: ['.env'], takes: ['.env', 'path: .env\n'] },
  { name: 'includes', text: 'include:\n  - |', has: ['shared/', 'tools/', 'compose.override.yaml'] },
  { name: 'includes below a folder', text: 'include:\n  - shared/|', only: ['base.yaml'] },
  { name: 'file of extends', text: web('    extends:\n      file: ./shared/|'), only: ['base.yaml'] },
  { name: 'file of a secret', text: 'secrets:\n  a:\n    file: ./secrets/|', only: ['db.txt'] },
  { name: 'no paths for a URL', text: 'services:\n  web:\n    build: https://github.com/|', only: [] },

  // What the Dockerfile knows
  { name: 'stages', text: web('      target: |'), has: ['build', 'runtime'] },
  { name: 'stages in a flow mapping', text: 'services:\n  web:\n    build: { context: ./web, dockerfile: Dockerfile.dev, target: b|', only: ['build', 'runtime'] },
  { name: 'stages by the other file of the project', file: 'compose.override.yaml', text: 'services:\n  web:\n    build:\n      target: |', has: ['build', 'runtime'] },
  { name: 'stages of a Dockerfile in this file', text: 'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM node:22 AS deps\n        FROM nginx\n      target: |', only: ['deps'] },
  { name: 'build arguments', text: web('      args:\n        |'), only: ['NODE_VERSION', 'API_URL'], takes: ['API_URL', '        API_URL: '] },
  { name: 'build arguments as a list', text: web('      args:\n        - API_URL=x\n        - |'), only: ['NODE_VERSION'], takes: ['NODE_VERSION', '- NODE_VERSION='] },
  { name: 'container paths behind a volume', text: web('    volumes:\n      - db_data:|'), has: ['/usr/share/nginx/html', '/var/cache/nginx', '/srv', '/var/lib/shared'], takes: ['/srv', '- db_data:/srv'] },
  { name: 'container paths behind a slash', text: web('    volumes:\n      - db_data:/|'), takes: ['/var/cache/nginx', '- db_data:/var/cache/nginx'] },
  { name: 'container paths before options', text: web('    volumes:\n      - db_data:/v|:ro'), takes: ['/var/cache/nginx', '- db_data:/var/cache/nginx:ro'] },
  { name: 'where the Dockerfile copies a source', text: web('      target: build\n    volumes:\n      - ./web/src:|'), first: '/app/src' },
  { name: 'container paths in a flow list', text: web('    volumes: [db_data:|]'), takes: ['/srv', '[db_data:/srv]'] },
  { name: 'container paths in long syntax', text: web('    volumes:\n      - type: volume\n        source: db_data\n        target: |'), has: ['/var/cache/nginx'] },
  { name: 'where an image keeps its data', text: web('').replace('    image: postgres:16', '    image: postgres:16\n    volumes: [db_data:|]'), first: '/var/lib/postgresql/data', takes: ['/var/lib/postgresql/data', '[db_data:/var/lib/postgresql/data]'] },
  { name: 'where a newer version keeps its data', text: 'services:\n  db:\n    image: postgres:18-alpine\n    volumes:\n      - db_data:|\n', has: ['/var/lib/postgresql/18/docker'], lacks: ['/var/lib/postgresql/data'], first: '/var/lib/postgresql' },
  { name: 'where an image keeps its data, by a variable', text: 'services:\n  db:\n    image: redis:${TAG}\n    volumes:\n      - type: volume\n        source: db_data\n        target: |', first: '/data' },
  { name: 'where the image of the other file keeps its data', file: 'compose.override.yaml', text: 'services:\n  db:\n    tmpfs: |', has: ['/var/lib/postgresql/data'] },
  { name: 'where the image of a build keeps its data', text: 'services:\n  db:\n    build:\n      dockerfile_inline: |\n        ARG V=8\n        FROM mysql:${V}\n    volumes:\n      - db_data:|', first: '/var/lib/mysql' },
  { name: 'options of a bind', text: web('    volumes:\n      - ./data:/data:|'), has: ['ro', 'z', 'cached'], first: 'ro' },
  { name: 'options of a volume', text: web('    volumes:\n      - db_data:/data:ro,|'), has: ['nocopy'], lacks: ['cached'], takes: ['nocopy', ':ro,nocopy'] },
  { name: 'ports of the image first', text: web('    ports:\n      - |'), has: ['"8080:80"', '"3000:3000"', '"80:80"', '"5353:5353/udp"', 'target'], first: '"3000:3000"', takes: ['"3000:3000"', '- "3000:3000"'] },
  { name: 'ports in quotes', text: web('    ports: ["|"]'), takes: ['3000:3000', '["3000:3000"]'] },
  { name: 'container ports behind the colon', text: web('    ports:\n      - "8080:|"'), has: ['3000', '9229', '5353/udp'], takes: ['3000', '"8080:3000"'] },
  { name: 'ports of an official image', text: 'services:\n  db:\n    image: postgres:16\n    ports:\n      - |', first: '"5433:5432"' },
  { name: 'a health check that fits an official image', text: 'services:\n  db:\n    image: redis:7\n    healthcheck:\n      test: |', first: '["CMD", "redis-cli", "ping"]' },
  { name: 'kinds of a health check', text: 'services:\n  db:\n    healthcheck:\n      test: ["|"]', has: ['CMD', 'CMD-SHELL', 'NONE'] },
  { name: 'only words behind the kind of a health check', text: 'services:\n  db:\n    healthcheck:\n      test: ["CMD", "|"]', only: [] },
  { name: 'protocols', text: web('    ports:\n      - "53:53/|"'), only: ['tcp', 'udp', 'sctp'] },
  { name: 'exposed ports', text: web('    expose:\n      - |'), takes: ['3000', '- "3000"'] },
  { name: 'port target', text: web('    ports:\n      - target: |'), has: ['3000'] },

  // Other files
  { name: 'names that an env file lacks', file: '.env', text: 'TAG=1\n|', has: ['LOG_LEVEL', 'SMTP_HOST', 'COMPOSE_PROFILES'], lacks: ['TAG'], first: 'LOG_LEVEL', takes: ['LOG_LEVEL', 'TAG=1\nLOG_LEVEL='] },
  { name: 'half a name in an env file', file: '.env', text: 'LOG|=x\n', takes: ['LOG_LEVEL', 'LOG_LEVEL=x'] },
  { name: 'variables above in an env file', file: '.env', text: 'HOST=a\nURL=http://${|}\n', only: ['HOST'], takes: ['HOST', '${HOST}\n'] },
  { name: 'no values in an env file', file: '.env', text: 'TAG=|', only: [] },
  { name: 'files of COMPOSE_FILE', file: '.env', text: 'COMPOSE_FILE=compose.yaml:co|', has: ['compose.override.yaml', 'tools/'], takes: ['compose.override.yaml', '=compose.yaml:compose.override.yaml'] },
  { name: 'profiles of COMPOSE_PROFILES', file: '.env', text: 'COMPOSE_PROFILES=|', only: ['data'] },
  { name: 'keys of composure.yaml', file: 'composure.yaml', text: '|', has: ['environments', 'rules'] },
  { name: 'keys of an environment', file: 'composure.yaml', text: 'environments:\n  prod:\n    |', has: ['files', 'envFiles', 'mode', 'profiles', 'directory'] },
  { name: 'mode of an environment', file: 'composure.yaml', text: 'environments:\n  prod:\n    mode: |', only: ['dev', 'prod', 'other'] },
  { name: 'files of an environment', file: 'composure.yaml', text: 'environments:\n  prod:\n    files: [compose.yaml, |]', has: ['compose.override.yaml'], lacks: ['compose.yaml'] },
  { name: 'keys of a health check', file: 'composure.yaml', text: 'health:\n  web:\n    |', has: ['http', 'tcp', 'exec', 'status'], lacks: ['service'] },
  { name: 'keys of a smoke test', file: 'composure.yaml', text: 'smoke:\n  log in:\n    http: /\n    |', has: ['service', 'body', 'headers', 'environments'], lacks: ['http'] },
  { name: 'services to be asked', file: 'composure.yaml', text: 'health:\n  web: /\n  |', has: ['db'], lacks: ['web'], takes: ['db', '  db:'] },
  { name: 'what is asked of a service', file: 'composure.yaml', text: 'health:\n  web: |', has: ['off'] },
  { name: 'the service of a smoke test', file: 'composure.yaml', text: 'smoke:\n  log in:\n    service: |', has: ['web', 'db'] },
  { name: 'environments of a smoke test', file: 'composure.yaml', text: 'smoke:\n  log in:\n    environments: [|]', has: ['default'] },
  { name: 'services of a backup', file: 'composure.yaml', text: 'backup:\n  services:\n    |', has: ['web', 'db'] },
  { name: 'how a service is backed up', file: 'composure.yaml', text: 'backup:\n  services:\n    db: |', has: ['dump', 'pause'] },
  { name: 'variables that are not described yet', file: 'composure.yaml', text: 'variables:\n  |', has: ['TAG'], lacks: ['COMPOSE_PROJECT_NAME'] },
  { name: 'environments of a variable', file: 'composure.yaml', text: 'variables:\n  A:\n    environments:\n      |', has: ['default'] },
  { name: 'types of a variable', file: 'composure.yaml', text: 'variables:\n  A:\n    type: |', has: ['port', 'url'] },
  { name: 'rules in an environment', file: 'composure.yaml', text: 'environments:\n  prod:\n    rules:\n      |', has: ['port-conflict'] },
  { name: 'rules', file: 'composure.yaml', text: 'rules:\n  |', has: ['port-conflict'] },
  { name: 'options of a rule', file: 'composure.yaml', text: 'rules:\n  dev-shared-mount-missing:\n    severity: hint\n    |', only: ['mounts', 'services'] },
  { name: 'no options of another rule', file: 'composure.yaml', text: 'rules:\n  port-conflict:\n    |', only: ['severity'] },
  { name: 'services of a rule', file: 'composure.yaml', text: 'rules:\n  dev-shared-mount-missing:\n    services: [web, |]', has: ['db'], lacks: ['web'] },
  { name: 'paths of a rule', file: 'composure.yaml', text: 'rules:\n  prod-bind-mount:\n    allow:\n      - ./app|', takes: ['app.conf', '- ./app.conf'] },
  { name: 'no data where one works', text: 'services:\n  db:\n    image: redis:7\n    working_dir: |', only: [] },
  { name: 'level of a rule with options', file: 'composure.yaml', text: 'rules:\n  port-conflict:\n    severity: |', first: 'off', takes: ['off', 'severity: "off"'] },
  { name: 'level of a rule', file: 'composure.yaml', text: 'rules:\n  port-conflict: |', only: ['off', 'error', 'warning', 'information', 'hint'] },
];
