// What a person reads in the files beside compose files, env files and `composure.yaml`: `‸` is the cursor, behind the
// text stands what is said.

import assert from 'node:assert/strict';
import { hoverInConfiguration } from '#core/language/hover/configuration.ts';
import { hoverInEnvFile } from '#core/language/hover/env-file.ts';
import { toMarkdown } from '#core/language/prose.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { namesAtCursor, readMarked } from '../../support/marked-fixture.ts';

const web = 'services:\n  web:\n    image: x:${TAG}\n    command: ${TAG}\n';

/** Name → workspace, what is said. */
const inEnvFiles: Readonly<Record<string, readonly [text: string, says: string]>> = {
  'a name': [`${web}#- .env\nTA‸G=2\n`, '`TAG` is `2`\n\nUsed by\n\n- service `web` in `compose.yaml`, lines 3, 4'],
  'a value': [`${web}#- .env\nTAG="‸2"\n`, '`TAG` is `2`\n\nUsed by\n\n- service `web` in `compose.yaml`, lines 3, 4'],
  'a comment': [`${web}#- .env\nTAG=2 # ‸x\n`, ''],
  'a comment of its own': [`${web}#- .env\nTAG=2\n# ‸x\n`, ''],
  'an empty value': [`${web}#- .env\nTAG=‸\n`, '`TAG` is empty\n\nUsed by\n\n- service `web` in `compose.yaml`, lines 3, 4'],
  'a name without a value': [`${web}#- .env\nTAG‸\n`, '`TAG` takes its value from the shell\n\nUsed by\n\n- service `web` in `compose.yaml`, lines 3, 4'],
  'a secret': ['secrets:\n  pw:\n    environment: DB_PASSWORD\nservices:\n  db: {image: x}\n#- .env\nDB_PASS‸WORD=hunter2\n', '`DB_PASSWORD` is `••••••`\n\nUsed by\n\n- secret `pw` in `compose.yaml`, line 3'],
  'a value that is made of a secret': ['services:\n  db: {image: x, command: $ARGS}\n#- .env\nDB_PASSWORD=hunter2\nPART=a$DB_PASSWORD\nAR‸GS=-p $PART\n', '`ARGS` is `-p a••••••`\n\nUsed by\n\n- service `db` in `compose.yaml`, line 2'],
  'the password of an address': ['services:\n  db: {image: x, command: $URL}\n#- .env\nU‸RL=db://u:hunter2@db\n', '`URL` is `db://u:••••••@db`\n\nUsed by\n\n- service `db` in `compose.yaml`, line 2'],
  'a line that is set again': [`${web}#- .env\nTA‸G=2\nTAG=3\n`, '`TAG` is `3`, from `.env`, line 2: this line does not count\n\nUsed by\n\n- service `web` in `compose.yaml`, lines 3, 4'],
  'another variable': ['services:\n  web: {image: x, command: "${URL}"}\n#- .env\nHOST=a\nURL=http://${HO‸ST}/\n', '`HOST` is `a`, from `.env`, line 1'],
  'what another variable takes': ['services:\n  web: {image: x, command: "${URL}"}\n#- .env\nHO‸ST=a\nURL=http://${HOST}/\n', '`HOST` is `a`\n\nUsed by\n\n- `URL` in `.env`, line 2'],
  'environments that differ': [
    '#- composure.yaml\nenvironments:\n  dev: {files: compose.yaml, envFiles: .env}\n  prod: {files: [compose.yaml, prod.yaml], envFiles: [.env, .env.prod]}\n#- compose.yaml\nservices:\n  web: {image: "x:$TAG"}\n#- prod.yaml\nservices:\n  api: {image: "y:$TAG"}\n#- .env\nT‸AG=1\n#- .env.prod\nTAG=2\n',
    '- **dev**: `TAG` is `1`\n- **prod**: `TAG` is `2`, from `.env.prod`, line 1: this line does not count\n\nUsed by\n\n- service `web` in `compose.yaml`, line 2\n- service `api` in `prod.yaml`, line 2 (prod)',
  ],
  'a container\'s own file': ['services:\n  web: {image: x, env_file: web.env}\n  api: {image: x, env_file: [{path: ./web.env}]}\n  db: {image: x}\n#- web.env\nLE‸VEL=info\n', '`LEVEL` is `info`\n\nIn the containers of `web`, `api`, by `env_file`'],
  'a variable of Compose': ['services:\n  web: {image: x}\n#- .env\nCOMPOSE_PROJ‸ECT_NAME=shop\n', '`COMPOSE_PROJECT_NAME` is `shop`\n\nRead by Compose itself'],
  'a file of Compose': ['services:\n  web: {image: x}\n#- .env\nCOMPOSE_FILE=comp‸ose.yaml\n', '`COMPOSE_FILE` is `compose.yaml`\n\nRead by Compose itself'],
  'what nobody uses': ['services:\n  web: {image: x}\n#- .env\nO‸LD=1\n', '`OLD` is `1`\n\nNo compose file here uses it'],
  'what a broken text may use': ['services:\n  web: {image: x\n#- .env\nO‸LD=1\n', '`OLD` is `1`'],
  'an example': [`${web}#- .env.example\nTA‸G=2\n`, 'Only an example: a copy of this file sets `TAG`\n\nUsed by\n\n- service `web` in `compose.yaml`, lines 3, 4'],
  'a profile': ['services:\n  web: {image: x, profiles: [debug]}\n  api: {image: x}\n#- .env\nCOMPOSE_PROFILES=de‸bug\n', 'Profile `debug` of\n\n- service `web` in `compose.yaml`, line 2'],
};

/** Name → text of `composure.yaml`, what is said. */
const inConfigurations: Readonly<Record<string, readonly [text: string, says: string]>> = {
  'a key': ['environments:\n  prod:\n    env‸Files: .env\n', '**envFiles**: Files with the variables of the environment. As in `[.env, .env.prod]`'],
  'a key of few values': ['environments:\n  prod:\n    mode: pr‸od\n', '**mode**: How the environment is used. One of `dev`, `prod`, `other`'],
  'the top': ['rul‸es:\n  port-conflict: off\n', '**rules**: How rules are judged here'],
  'the name of an environment': ['environments:\n  pr‸od: compose.yaml\n', ''],
  'a rule': ['rules:\n  port-con‸flict: off\n', '**port-conflict**: Two containers publish the same host port. By default `error` ([page](file:///rules/port-conflict.md))'],
  'the level of a rule': ['rules:\n  port-conflict: o‸ff\n', '**port-conflict**: Two containers publish the same host port. By default `error` ([page](file:///rules/port-conflict.md))'],
  'a rule with options': ['rules:\n  plaintext-sec‸ret:\n    allow: X\n', '**plaintext-secret**: A secret is written out in a compose file. By default `warning`. Options `allow` ([page](file:///rules/plaintext-secret.md))'],
  'an option of a rule': ['rules:\n  plaintext-secret:\n    al‸low: X\n', '**allow**: Names of variables whose values may be read by anyone'],
  'no rule': ['rules:\n  port-con‸flicts: off\n', ''],
  'broken text': ['rules: {port-con‸flict: [\n', '**port-conflict**: Two containers publish the same host port. By default `error` ([page](file:///rules/port-conflict.md))'],
};

describe('hover in env files', () => {
  for (const [name, [text, says]] of Object.entries(inEnvFiles)) {
    it(name, async () => {
      const marked = readMarked(text);
      const { names } = await namesAtCursor(marked);
      assert.equal(toMarkdown(hoverInEnvFile(names, marked.cursor.file, marked.cursor.offset)?.blocks ?? []), says);
    });
  }
});

describe('hover in composure.yaml', () => {
  for (const [name, [text, says]] of Object.entries(inConfigurations)) {
    it(name, () => {
      const hover = hoverInConfiguration(parseYaml('/composure.yaml', text.replace('‸', '')), text.indexOf('‸'), (code) => `file:///rules/${code}.md`);
      assert.equal(toMarkdown(hover?.blocks ?? []), says);
    });
  }
});
