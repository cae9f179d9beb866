// What a person reads who points at a word, as Markdown: `¦` is the cursor, behind the text stands what is said.

import assert from 'node:assert/strict';
import { hoverAt } from '#core/language/hover/hover.ts';
import { toMarkdown, toPlainText } from '#core/language/prose.ts';
import type { EngineFacts } from '#core/outside.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { corpus } from '../../support/corpus.ts';
import { cursorIn } from '../../support/cursor.ts';

/** Name → workspace, what the hover covers, what it says. The link to the reference is left out. */
const cases: Readonly<Record<string, readonly [text: string, covers: string, says: string]>> = {
  'a key': ['services:\n  web:\n    init¦: true\n', 'init', '**init**: Run a small init as process 1 that passes on signals and reaps zombies. `true` or `false`'],
  'a key with few right values': ['services:\n  db:\n    depends_on:\n      web:\n        cond¦ition: service_healthy\n  web:\n    image: x\n', 'condition', '**condition**: What the other service must have reached. One of `service_started`, `service_healthy`, `service_completed_successfully`'],
  'a key that came later': ['services:\n  web:\n    image: x\n    healthcheck:\n      start_int¦erval: 1s\n', 'start_interval', '**start_interval**: Time between two checks during the start. As in `30s`. Since Compose 2.20.2'],
  'a value with nothing else to say': ['services:\n  web:\n    restart: alw¦ays\n', 'always', '**restart**: ...'],
  'a key that nobody knows': ['services:\n  web:\n    imgae¦: x\n', '', ''],
  'an image': ['services:\n  web:\n    image: ghcr.io/shop/¦web:2\n', 'ghcr.io/shop/web:2', 'Image `shop/web` of `ghcr.io`, tag `2`'],
  'the name of what is built': ['services:\n  web:\n    image: shop/w¦eb\n    build: .\n', 'shop/web', 'What is built is called `shop/web`'],
  'an image without a tag': ['services:\n  web:\n    image: ngi¦nx\n', 'nginx', 'Image `library/nginx` of `docker.io`, no tag: `latest` is pulled'],

  'a variable of .env': ['services:\n  web:\n    image: x:${T¦AG:-1}\n#- .env\nA=1\nTAG=2\n', '${TAG:-1}', '`TAG` is `2`, from `.env`, line 2: the default does not count\n\nThe whole text is `x:2`'],
  'a variable with a default': ['services:\n  web:\n    image: ${T¦AG:-x}\n', '${TAG:-x}', '`TAG` is set in no env file: the default `x` counts'],
  'an empty variable with a default': ['services:\n  web:\n    image: ${T¦AG:-x}\n#- .env\nTAG=\n', '${TAG:-x}', '`TAG` is empty, from `.env`, line 1: the default `x` counts'],
  'a variable that is set nowhere': ['services:\n  web:\n    image: x:$T¦AG\n', '$TAG', '`TAG` is set in no env file: Compose puts nothing here\n\nThe whole text is `x:`'],
  'a variable that must be set': ['services:\n  web:\n    image: ${T¦AG:?which one}\n', '${TAG:?which one}', '`TAG` is set in no env file: Compose refuses the project'],
  'a variable in a default': ['services:\n  web:\n    image: ${A:-${B¦:-c}}\n#- .env\nB=d\n', '${B:-c}', '`B` is `d`, from `.env`, line 1: the default does not count\n\nThe whole text is `d`'],
  'a variable in a block': ['services:\n  web:\n    command: |\n      run\n      with ${T¦AG}\n#- .env\nTAG=2\n', '${TAG}', '`TAG` is `2`, from `.env`, line 1\n\nThe whole text is `run with 2`'],
  'a variable behind an escape': ['services:\n  web:\n    command: "\\t$TA¦G"\n#- .env\nTAG=2\n', '$TAG', '`TAG` is `2`, from `.env`, line 1\n\nThe whole text is `\t2`'],
  'a dollar': ['services:\n  web:\n    command: echo $$TA¦G\n', 'echo $$TAG', 'Value `echo $TAG`'],
  'a variable that is a secret': ['services:\n  web:\n    environment:\n      URL: db://u:${DB_PASS¦WORD}@db\n#- .env\nDB_PASSWORD=hunter2\n', '${DB_PASSWORD}', '`DB_PASSWORD` is `••••••`, from `.env`, line 1\n\nThe whole text is `db://u:••••••@db`'],
  'a variable of the project': ['name: shop\nservices:\n  web:\n    image: ${COMPOSE_PROJECT¦_NAME}\n', '${COMPOSE_PROJECT_NAME}', '`COMPOSE_PROJECT_NAME` is `shop`, the name of the project'],
  'a value with a variable': ['services:\n  web:\n    container_name: web-${N¦AME:-x}y\n', '${NAME:-x}', '`NAME` is set in no env file: the default `x` counts\n\nThe whole text is `web-xy`'],
  'a variable of an included file': ['include: [db/compose.yaml]\n#- db/compose.yaml\nservices:\n  db:\n    image: x:${T¦AG}-${OTHER}\n#- .env\nOTHER=o\n#- db/.env\nTAG=3\n', '${TAG}', '`TAG` is `3`, from `.env`, line 1\n\nThe whole text is `x:3-o`'],
  'a variable of an env file that an include names': ['include:\n  - path: db/compose.yaml\n    env_file: [a.env, b.env]\n#- db/compose.yaml\nservices:\n  db:\n    image: ${T¦AG}\n#- a.env\nTAG=1\n#- b.env\n\nTAG=2\n', '${TAG}', '`TAG` is `2`, from `../b.env`, line 2'],
  'a variable of an extended file': ['services:\n  web:\n    extends: {file: base/common.yaml, service: app}\n#- base/common.yaml\nservices:\n  app:\n    image: ${T¦AG}\n#- .env\nTAG=x\n', '${TAG}', '`TAG` is `x`, from `../.env`, line 1'],
  'a variable that differs between environments': [
    'services:\n  web:\n    image: x:${T¦AG}\n#- compose.prod.yaml\nservices:\n  web:\n    restart: always\n#- .env\nTAG=dev\n#- .env.prod\nTAG=1.2\n', '${TAG}',
    '- **default**: `TAG` is `dev`, from `.env`, line 1\n- **prod**: `TAG` is `1.2`, from `.env.prod`, line 1\n\n- **default**: The whole text is `x:dev`\n- **prod**: The whole text is `x:1.2`',
  ],

  'a value that an override replaces': ['services:\n  web:\n    image: ¦a:1\n#- compose.override.yaml\nservices:\n  web:\n    image: a:2\n', 'a:1', 'Image `library/a` of `docker.io`, tag `1`\n\nOverridden: `a:2` counts, from `compose.override.yaml`, line 3'],
  'a value that replaces one': ['services:\n  web:\n    image: a:1\n#- compose.override.yaml\nservices:\n  web:\n    image: a¦:2\n', 'a:2', 'Image `library/a` of `docker.io`, tag `2`\n\nOverrides `a:1` of `compose.yaml`, line 3'],
  'a value that !reset takes away': ['services:\n  web:\n    image: a:1\n    user: ro¦ot\n#- compose.override.yaml\nservices:\n  web:\n    user: !reset null\n', 'root', 'Overridden: removed, from `compose.override.yaml`, line 3'],
  'a value beside which another file puts one': ['services:\n  web:\n    dns: 1.1.1¦.1\n#- compose.override.yaml\nservices:\n  web:\n    dns: 8.8.8.8\n', '1.1.1.1', '**dns**: ...'],
  'a value over one that it extends': ['services:\n  web:\n    extends: {file: base/common.yaml, service: app}\n    image: b¦:1\n#- base/common.yaml\nservices:\n  app:\n    image: a:1\n', 'b:1', 'Image `library/b` of `docker.io`, tag `1`\n\nOverrides `a:1` of `base/common.yaml`, line 3 (extends `app`)'],
  'a value over an included one': ['include: [db/compose.yaml]\nservices:\n  db:\n    image: b¦:1\n#- db/compose.yaml\nservices:\n  db:\n    image: a:1\n', 'b:1', 'Image `library/b` of `docker.io`, tag `1`\n\nOverrides `a:1` of `db/compose.yaml`, line 3'],
  'a mapping of two files': [
    'services:\n  web:\n    image: x\n    environment:\n      A: 1\n#- compose.override.yaml\nservices:\n  web:\n    environ¦ment: [B=2, API_TOKEN=x, "C=${MAIL_PASSWORD}"]\n#- .env\nMAIL_PASSWORD=hunter2\n', 'environment',
    '**environment**: ...\n\nMerged from `compose.yaml`, line 4, then `compose.override.yaml`, line 3\n\n```yaml\nA: 1\nB: "2"\nAPI_TOKEN: ••••••\nC: ••••••\n```',
  ],
  'a secret that is overridden': ['services:\n  web:\n    environment:\n      API_KEY: a¦\n#- compose.override.yaml\nservices:\n  web:\n    environment:\n      API_KEY: b\n', 'a', 'Overridden: `••••••` counts, from `compose.override.yaml`, line 4'],

  'a variable of the container that another file sets': ['services:\n  web:\n    environment:\n      - LEVEL=inf¦o\n      - B=1\n#- compose.override.yaml\nservices:\n  web:\n    environment:\n      LEVEL: debug\n', 'LEVEL=info', 'Overridden: `debug` counts, from `compose.override.yaml`, line 4'],
  'a variable of the container over that of another file': ['services:\n  web:\n    environment:\n      - B=1\n      - DB_PASSWORD=x\n#- compose.override.yaml\nservices:\n  web:\n    environment:\n      DB_PASS¦WORD: y\n', 'DB_PASSWORD', 'Overrides `••••••` of `compose.yaml`, line 5'],
  'a service that is needed': ['services:\n  web:\n    depends_on: [d¦b]\n  db:\n    image: postgres:16\n    ports: ["127.0.0.1:5432:5432"]\n    healthcheck: {test: pg_isready}\n', 'db', 'Service **db**, image `postgres:16`, ports `127.0.0.1:5432:5432`, with a health check, in `compose.yaml`, line 4'],
  'a service that one of several Dockerfiles builds': ['services:\n  web:\n    depends_on: [d¦b]\n  db:\n    build:\n      context: .\n      dockerfile: docker/db.Dockerfile\n', 'db', 'Service **db**, built from `.` by `docker/db.Dockerfile`, no health check in the files, in `compose.yaml`, line 4'],
  'a service of an included file': ['include: [db/compose.yaml]\nservices:\n  web:\n    depends_on:\n      d¦b:\n        condition: service_started\n#- db/compose.yaml\nservices:\n  db:\n    build: .\n    profiles: [data]\n', 'db', 'Service **db**, built from `.`, no health check in the files, off, because of its profiles `data`, in `db/compose.yaml`, line 2'],
  'a service in network_mode': ['services:\n  web:\n    image: x\n    network_mode: service:d¦b\n  db:\n    image: y\n', 'service:db', 'Service **db**, image `y`, no health check in the files, in `compose.yaml`, line 5'],
  'a service that is extended': ['services:\n  web:\n    extends:\n      file: base/common.yaml\n      service: ap¦p\n#- base/common.yaml\n\nservices:\n  app:\n    image: x\n', 'app', 'Service **app** of `base/common.yaml`, line 3'],
  'a volume': ['services:\n  db:\n    image: x\n    volumes: [da¦ta:/var/lib/x:ro]\nvolumes:\n  data:\n    labels: {a: b}\n', 'data:/var/lib/x:ro', 'Volume **data**, called `project_data`, used by `db`, in `compose.yaml`, line 6\n\n```yaml\ndata:\n  labels:\n    a: b\n```'],
  'a network of an override': ['services:\n  db:\n    networks: [ba¦ck]\n#- compose.override.yaml\nnetworks:\n  back: {external: true, name: shared}\n', 'back', 'Network **back**, external, called `shared`, used by `db`, in `compose.override.yaml`, line 2\n\n```yaml\nback:\n  external: true\n  name: shared\n```'],
  'a name that is not there': ['services:\n  web:\n    depends_on: [d¦b]\n', '', ''],

  'a port': ['services:\n  web:\n    ports: ["80¦80:80"]\n', '"8080:80"', 'Port 80 of the container, published at `0.0.0.0:8080`, every address of the host (tcp)'],
  'a port with an address': ['services:\n  web:\n    ports: ["127.0.0.1:53:¦53/udp"]\n', '"127.0.0.1:53:53/udp"', 'Port 53 of the container, published at `127.0.0.1:53` (udp)'],
  'a port of the container alone': ['services:\n  web:\n    ports: ["3000¦"]\n', '"3000"', 'Port 3000 of the container, published at a port of the host that Docker chooses at each start (tcp)'],
  'a port that another wants': ['services:\n  web:\n    ports: ["80¦80:80"]\n  api:\n    ports: ["127.0.0.1:8080:3000"]\n', '"8080:80"', 'Port 80 of the container, published at `0.0.0.0:8080`, every address of the host (tcp). Wanted by `api` too: `compose.yaml`, line 5'],

  'a mount that is missing': ['services:\n  web:\n    volumes: [./si¦te:/srv:ro]\n', './site:/srv:ro', '`/project/site` does not exist\n\nMounted at `/srv`, read only'],
  'a mount of an included file': ['include: [web/compose.yaml]\n#- web/compose.yaml\nservices:\n  web:\n    volumes: [./si¦te:/srv]\n#- web/site/\n', './site:/srv', '`/project/web/site` is a folder\n\nMounted at `/srv`'],
  'a Dockerfile in its context': ['services:\n  web:\n    build:\n      context: ./api\n      dockerfile: Docker¦file.dev\n#- api/Dockerfile.dev\nFROM x\n', 'Dockerfile.dev', '`/project/api/Dockerfile.dev` is a file'],
  'an env file': ['services:\n  web:\n    env_file:\n      - path: web.¦env\n', 'web.env', '`/project/web.env` does not exist'],
  'the file of a secret': ['secrets:\n  key:\n    file: ./k¦ey.txt\n#- key.txt\nx\n', './key.txt', '`/project/key.txt` is a file'],

  'an alias': ['x-a: &a\n  B: c\n  TOKEN: t\nservices:\n  web:\n    environment: *¦a\n', '*a', '`&a` of line 1\n\n```yaml\nx-a: &a\n  B: c\n  TOKEN: ••••••\n```'],
  'a merge key': ['x-a: &a {B: c, DB_PASSWORD: d}\nservices:\n  web:\n    environment:\n      <<: *¦a\n', '*a', '`&a` of line 1\n\n```yaml\nx-a: &a {B: c, DB_PASSWORD: ••••••}\n```'],
  'the << of a merge': ['x-a: &a {B: c}\nservices:\n  web:\n    environment:\n      <¦<: *a\n', '*a', '`&a` of line 1\n\n```yaml\nx-a: &a {B: c}\n```'],
  'a star in a text': ['services:\n  web:\n    command: ls *¦a\nx-a: &a b\n', 'ls *a', '**command**: ...'],
  'a blank': ['services:\n  web:\n ¦   image: x\n', '', ''],
};

describe('hover', () => {
  for (const [name, [text, covers, says]] of Object.entries(cases)) {
    it(name, async () => {
      const { file, offset, projects, parsed, files } = await cursorIn(text);
      const hover = await hoverAt(file, offset, projects, parsed, files);
      const said = hover === undefined ? '' : toMarkdown(hover.blocks).replaceAll(/ \(\[reference\]\([^)]*\)\)/g, '');
      const expected = says.replace(/: \.\.\./, said.split('\n', 1)[0]?.replace(/^\*\*\w+\*\*/, '') ?? '');
      assert.deepEqual([hover === undefined ? '' : file.text.slice(...hover.span), said], [covers, expected]);
    });
  }

  it('links to the part of the reference that describes a key', async () => {
    const { file, offset, projects, parsed, files } = await cursorIn('services:\n  web:\n    bui¦ld: .\n');
    const hover = await hoverAt(file, offset, projects, parsed, files);
    assert.match(toMarkdown(hover?.blocks ?? []), /\[reference\]\(https:\/\/docs\.docker\.com\/reference\/compose-file\/build\/\)/);
    assert.match(toPlainText(hover?.blocks ?? []), /^build: .* \(https:\/\/docs\.docker\.com\/reference\/compose-file\/build\/\)/);
  });

  it('speaks of a text that is newer than the project', async () => {
    const { file, projects, parsed, files } = await cursorIn('services:\n  web:\n    image: a:${TAG}\n#- .env\nTAG=2\n');
    const newer = parseYaml(file.file, `# moved\n${file.text}    ports: ["80:80"]\n`);
    const hover = await hoverAt(newer, newer.text.indexOf('TAG'), projects, parsed, files);
    assert.equal(toMarkdown(hover?.blocks ?? []), '`TAG` is `2`, from `.env`, line 1\n\nThe whole text is `a:2`');
    const port = await hoverAt(newer, newer.text.indexOf('80:80'), projects, parsed, files);
    assert.equal(toPlainText(port?.blocks ?? []), 'Port 80 of the container, published at 0.0.0.0:80, every address of the host (tcp)');
  });

  it('says what a service does now where an engine says so', async () => {
    const { file, offset, projects, parsed, files } = await cursorIn('name: shop\nservices:\n  web:\n    depends_on: [d¦b]\n  db:\n    image: x:1\n');
    const container: EngineFacts['containers'][number] = { name: 'shop-db-1', project: 'shop', service: 'db', number: 1, state: 'running', health: 'unhealthy' };
    const engine: EngineFacts = { ports: [], networks: [], volumes: [], cpus: 4, memory: 1, runtimes: [], gpu: undefined, swarm: false, containers: [container] };
    const said = async (now: EngineFacts): Promise<string> => toPlainText((await hoverAt(file, offset, projects, parsed, files, now))?.blocks ?? []);
    assert.match(await said(engine), /, now running and unhealthy$/);
    assert.match(await said({ ...engine, containers: [{ ...container, project: 'other' }] }), /, now without a container$/);
  });

  it('lets nothing of a file be markup', async () => {
    const { file, offset, projects, parsed, files } = await cursorIn('services:\n  web:\n    depends_on: [d¦b]\n  db:\n    image: "x`y"\n    profiles: ["*[a](b)*"]\n');
    const hover = await hoverAt(file, offset, projects, parsed, files);
    assert.match(toMarkdown(hover?.blocks ?? []), /image ``x`y``, .* profiles `\*\[a\]\(b\)\*`/);
  });
});

describe('hovers over real projects', () => {
  it('never fail, nor in broken text', async function () {
    this.timeout(60_000);
    let answers = 0;
    for (const { text } of corpus().filter(({ text }) => text.length < 6_000)) {
      const { file, projects, parsed, files } = await cursorIn(text.replaceAll(/^#- /gm, '# - ').replaceAll('¦', ''));
      for (let offset = 0; offset <= file.text.length; offset += 23) {
        if (await hoverAt(file, offset, projects, parsed, files) !== undefined) answers += 1;
      }
      const broken = parseYaml(file.file, `${file.text.slice(0, file.text.length / 2)}\n  : [{`);
      for (let offset = 0; offset <= broken.text.length; offset += 41) await hoverAt(broken, offset, projects, parsed, files);
    }
    assert.ok(answers > 500, String(answers));
  });
});
