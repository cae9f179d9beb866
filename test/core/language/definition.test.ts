// Definition and references as tables: from the cursor, the enclosed places are the answer.

import assert from 'node:assert/strict';
import { definitionsAt } from '#core/language/definition.ts';
import { referencesAt } from '#core/language/references.ts';
import { namesAtCursor, place, readMarked } from '../../support/marked-fixture.ts';

type Cases = Readonly<Record<string, string>>;

const services = (body: string): string => `services:\n  «db»:\n    image: x\n  web:\n    image: x\n${body}`;

const definitions: Cases = {
  'depends_on as a list': services('    depends_on: [d‸b]'),
  'depends_on as a mapping': services('    depends_on:\n      d‸b: {condition: service_started}'),
  'the end of a name': services('    depends_on:\n      - db‸'),
  'a link with an alias': services('    links: ["d‸b:database"]'),
  volumes_from: services('    volumes_from: [d‸b:ro]'),
  'network_mode': services('    network_mode: service:‸db'),
  'ipc and pid': services('    ipc: "service:d‸b"'),
  'an additional context, mapping': services('    build:\n      additional_contexts:\n        base: service:d‸b'),
  'an additional context, list': services('    build:\n      additional_contexts: ["base=service:d‸b"]'),
  'extends of the same file': services('    extends: d‸b'),
  'extends with a service': services('    extends: {service: ‸db}'),
  'a network in a list': 'services:\n  web:\n    networks: [fro‸nt]\nnetworks:\n  «front»:',
  'a network in a mapping': 'services:\n  web:\n    networks:\n      ‸front: {aliases: [x]}\nnetworks:\n  «front»: {}',
  'a volume in short syntax': 'services:\n  db:\n    volumes:\n      - da‸ta:/var/lib/data:ro\nvolumes:\n  «data»:',
  'a volume in long syntax': 'services:\n  db:\n    volumes:\n      - type: volume\n        source: \'da‸ta\'\n        target: /x\nvolumes:\n  «data»:',
  'a secret in short syntax': 'services:\n  db:\n    secrets: [pass‸word]\nsecrets:\n  «password»: {file: ./p}',
  'a secret in long syntax': 'services:\n  db:\n    secrets:\n      - source: pass‸word\nsecrets:\n  «password»: {file: ./p}',
  'a secret of a build': 'services:\n  db:\n    build:\n      context: .\n      secrets: [to‸ken]\nsecrets:\n  «token»: {environment: X}',
  'a config': 'services:\n  db:\n    configs: [{source: a‸pp, target: /x}]\nconfigs:\n  «app»: {content: x}',
  'a config as credential_spec': 'services:\n  db:\n    credential_spec: {config: a‸pp}\nconfigs:\n  «app»: {content: x}',
  'a model': 'services:\n  db:\n    models: [l‸lm]\nmodels:\n  «llm»: {model: ai/x}',
  'a model with options': 'services:\n  db:\n    models:\n      l‸lm: {endpoint_var: X}\nmodels:\n  «llm»: {model: ai/x}',
  'a container by its name': 'services:\n  db:\n    container_name: «the-db»\n  web:\n    network_mode: container:the‸-db',
  'an alias': 'x-a: &«base»\n  image: x\nservices:\n  web: *ba‸se',
  'a merged alias': 'x-a: &«base»\n  image: x\nservices:\n  web:\n    <<: *ba‸se',
  'an alias after a second anchor of its name': 'x-a: &base {image: x}\nx-b: &«base» {image: y}\nservices:\n  web: *ba‸se',
  'what stands at an anchor': 'x-a: &a\n  networks: [fr‸ont]\nservices:\n  web: *a\nnetworks:\n  «front»:',
  'a variable': 'services:\n  web:\n    image: x:${TA‸G:-1}\n#- .env\n«TAG»=2',
  'a variable that an example names too': 'services:\n  web:\n    image: x:${TA‸G:-1}\n#- .env\n«TAG»=2\n#- .env.example\nTAG=',
  'a variable that only an example names': 'services:\n  web:\n    image: x:${TA‸G:-1}\n#- .env.example\n«TAG»=',
  'a variable without braces': 'services:\n  web:\n    image: x:$TA‸G\n#- .env\nexport «TAG»=2',
  'a variable within a default': 'services:\n  web:\n    image: x:${OTHER:-${TA‸G}}\n#- .env\n«TAG»=2',
  'a variable in a block': 'services:\n  web:\n    command: |\n      echo ${TA‸G}\n#- .env\n«TAG»=2',
  'a bare variable of environment': 'services:\n  web:\n    environment:\n      - TA‸G\n#- .env\n«TAG»=2',
  'a variable in another env file\'s value': 'services:\n  web:\n    image: x\n#- .env\n«HOST»=a\nURL=http://${HO‸ST}/',
  'a secret from a variable': 'services:\n  web:\n    image: x\nsecrets:\n  a: {environment: TO‸KEN}\n#- .env\n«TOKEN»=2',
  'a service of the base': 'services:\n  «db»:\n    image: x\n#- compose.override.yaml\nservices:\n  web:\n    image: x\n    depends_on: [d‸b]',
  'an override goes to its base': 'services:\n  «db»:\n    image: x\n#- compose.override.yaml\nservices:\n  d‸b:\n    image: y',
  'base and override': 'services:\n  «db»:\n    image: x\n  web:\n    image: x\n    depends_on: [d‸b]\n#- compose.override.yaml\nservices:\n  «db»:\n    image: y',
  'a definition that is alone': 'services:\n  «d‸b»:\n    image: x',
  'an included service': 'include: [sub/compose.yaml]\nservices:\n  web:\n    image: x\n    depends_on: [d‸b]\n#- sub/compose.yaml\nservices:\n  «db»:\n    image: x',
  'a service of another file': 'services:\n  web:\n    extends: {file: common.yaml, service: we‸b}\n#- common.yaml\nservices:\n  «web»:\n    image: x',
  'a service that another file\'s service depends on': 'services:\n  web:\n    extends: {file: common.yaml, service: web}\n  «db»:\n    image: x\n#- common.yaml\nservices:\n  web:\n    image: x\n    depends_on: [d‸b]',
  'the service of its own environment': '#- compose.dev.yaml\nservices:\n  «db»: {image: x}\n  web: {image: x, depends_on: [d‸b]}\n#- compose.prod.yaml\nservices:\n  db: {image: x}',
  'a build stage': 'services:\n  web:\n    build:\n      context: app\n      target: pr‸od\n#- app/Dockerfile\nFROM alpine AS base\nFROM --platform=linux/amd64 base as «Prod»\n',
  'a build stage of a named Dockerfile': 'services:\n  web:\n    build:\n      context: app\n      dockerfile: ../docker/web.Dockerfile\n      target: pr‸od\n#- docker/web.Dockerfile\nFROM x AS «prod»',
  'the base of a stage': 'services:\n  web:\n    build: .\n#- Dockerfile\nFROM x AS «base»\nFROM ba‸se AS prod\n',
  'where a copy comes from': 'services:\n  web:\n    build: .\n#- Dockerfile\nFROM x AS «deps»\nFROM y\nCOPY --from=de‸ps /a /b\n',
  'a mount from a stage in line': 'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM x AS «deps»\n        FROM y\n        RUN --mount=from=de‸ps,target=/x true\n',
  'an image that a Dockerfile copies from': 'services:\n  web:\n    build: .\n#- Dockerfile\nFROM x\nCOPY --from=no‸de:22 /a /b\n',
  'a build stage in line': 'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM x AS «prod»\n      target: pr‸od',
  'an included file': 'include: [‸sub/compose.yaml]\n#- sub/compose.yaml\n«»services:\n  db: {image: x}',
  'an extended file': 'services:\n  web:\n    extends: {file: com‸mon.yaml, service: web}\n#- common.yaml\n«»services:\n  web: {image: x}',
  'a Dockerfile': 'services:\n  web:\n    build: {context: app, dockerfile: dev.Docker‸file}\n#- app/dev.Dockerfile\n«»FROM x',
  'an env file with options': 'services:\n  web:\n    env_file: [{path: ./a‸.env}]\n#- a.env\n«»A=1',
  'a path with a variable': 'services:\n  web:\n    env_file: ${DIR}/a‸.env\n#- .env\nDIR=sub\n#- sub/a.env\n«»A=1',
  'a file of COMPOSE_FILE': 'services: {}\n#- dev/compose.yaml\n«»services: {}\n#- .env\nTAG=1\nCOMPOSE_FILE="compose.yaml:dev/com‸pose.yaml" # both',
  'a file of COMPOSE_FILE with a separator of its own': '#- a.yaml\n«»services: {}\n#- .env\nCOMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=b.yaml,./‸a.yaml',
  'a file of COMPOSE_FILE that is not there': 'services: {}\n#- .env\nCOMPOSE_FILE=compose.yaml:no‸ne.yaml',
  'the file of an environment': '#- composure.yaml\nenvironments:\n  dev: co‸mpose.dev.yaml\n#- compose.dev.yaml\n«»services: {}',
  'a file of an environment': '#- composure.yaml\nenvironments:\n  dev: [a.yaml]\n  prod:\n    files: [a.yaml, "sub/‸b.yaml"]\n    directory: sub\n#- a.yaml\nservices: {}\n#- sub/b.yaml\n«»services: {}',
  'the env file of an environment': '#- composure.yaml\nenvironments:\n  prod: {files: a.yaml, envFiles: ./.env‸.prod}\n#- a.yaml\nservices: {}\n#- .env.prod\n«»A=1',
  'a mode of an environment': '#- composure.yaml\nenvironments:\n  prod: {files: a.yaml, mode: pr‸od}\n#- prod\n#- a.yaml\nservices: {}',
  'a mounted file': 'services:\n  web:\n    volumes: ["./ngi‸nx.conf:/etc/nginx.conf"]\n#- nginx.conf\n«»x',
  'a name that a variable makes': 'services:\n  web:\n    networks: ["‸x${A}"]\nnetworks:\n  x1:',
  'nothing': 'services:\n  web:\n    ima‸ge: x',
};

const references: Cases = {
  'a service in every way': `services:
  «d‸b»:
    image: x
  web:
    image: x
    depends_on: [«db»]
    links: ["«db»:x"]
    volumes_from: ["«db»:ro"]
    ipc: service:«db»
    extends: {service: «db»}
    build:
      additional_contexts: {a: "service:«db»"}
  dba:
    container_name: db
#- compose.override.yaml
services:
  «db»:
    image: y`,
  'what an alias stands for, once': 'x-a: &a [«front»]\nservices:\n  a: {image: x, networks: *a}\n  b: {image: x, networks: *a}\nnetworks:\n  «fro‸nt»:',
  'an anchor': 'x-a: &«ba‸se»\n  image: x\nservices:\n  web:\n    <<: *«base»\n  api:\n    <<: [*«base»]\n  c:\n    command: "*base"',
  'over all environments that share a file': 'services:\n  web: {image: x}\n  «db»: {image: x}\n#- compose.dev.yaml\nservices:\n  web: {depends_on: [«db»]}\n#- compose.prod.yaml\nservices:\n  web: {depends_on: [«d‸b»]}',
  'variables of several env files': 'services:\n  web: {image: "x:$«TA‸G»"}\n#- compose.dev.yaml\nservices:\n  web: {command: "${«TAG»}"}\n#- .env.dev\n«TAG»=1\nA=${«TAG»}\n#- .env\nB=2\n«TAG»=3',
  'not a container\'s own variable': 'services:\n  web: {image: "x:$«TA‸G»", env_file: a.env}\n#- .env\n«TAG»=1\n#- a.env\nTAG=3\nA=$TAG',
  'the service of another file by itself': 'services:\n  web:\n    extends: {file: common.yaml, service: «web»}\n  api: {image: x, depends_on: [web]}\n#- common.yaml\nservices:\n  «we‸b»:\n    image: x',
  'profiles': 'services:\n  a: {image: x, profiles: [«de‸bug»]}\n  b: {image: x, profiles: [«debug», other]}\n#- .env\nCOMPOSE_PROFILES=other,«debug»',
};

const stages: Cases = {
  'of a stage, from a target': 'services:\n  web:\n    build: {context: app, target: «pr‸od»}\n  api:\n    build: {context: app, target: base}\n  other:\n    build: {context: other, target: prod}\n#- compose.override.yaml\nservices:\n  job:\n    build: {context: ., dockerfile: app/Dockerfile, target: «prod»}\n#- app/Dockerfile\nFROM x AS base\nFROM base AS «Prod»\nFROM «prod» AS last\nCOPY --from=«prod» /a /b\nRUN --mount=type=bind,from=«prod»,target=/x true\nCOPY --from=base /a /b\n#- other/Dockerfile\nFROM x AS prod',
  'of a stage, from its name': 'services:\n  web:\n    build: {context: ., target: «base»}\n#- Dockerfile\nFROM x AS «ba‸se»\nFROM «base»\n',
  'of a stage, from where it is copied': 'services:\n  web:\n    build: .\n#- Dockerfile\nFROM x AS «deps»\nFROM y\nCOPY --from=«de‸ps» /a /b\nCOPY --from=«0» /a /b\n',
  'of the last stage of one name': 'services:\n  web:\n    build: {context: ., target: «a»}\n#- Dockerfile\nFROM x AS a\nFROM y AS «‸a»\n',
  'of the first stage of one name': 'services:\n  web:\n    build: {context: ., target: a}\n#- Dockerfile\nFROM x AS «‸a»\nFROM «a» AS a\n',
  'of a stage in line': 'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM x AS «prod»\n        FROM «prod»\n      target: «pr‸od»\n',
  'of an image': 'services:\n  web:\n    build: .\n#- Dockerfile\nFROM no‸de AS deps\n',
  'of a stage that is not there': 'services:\n  web:\n    build: {context: ., target: pr‸od}\n#- Dockerfile\nFROM x AS base\n',
};

describe('definition', () => {
  for (const [name, text] of Object.entries(definitions)) {
    it(name, async () => {
      const marked = readMarked(text);
      const { names, files } = await namesAtCursor(marked);
      const { targets = [] } = await definitionsAt(names, marked.cursor.file, marked.cursor.offset, files) ?? {};
      assert.deepEqual(targets.map((each) => place(each.file, each.span, marked.fixture.files.get(each.file) ?? '')).toSorted(), marked.enclosed);
    });
  }
});

describe('references', () => {
  for (const [name, text] of Object.entries({ ...references, ...stages })) {
    it(name, async () => {
      const marked = readMarked(text);
      const { names, files } = await namesAtCursor(marked);
      const found = await referencesAt(names, marked.cursor.file, marked.cursor.offset, files) ?? [];
      assert.deepEqual(found.map((each) => place(each.file, each.span, marked.fixture.files.get(each.file) ?? '')).toSorted(), marked.enclosed);
    });
  }
});
