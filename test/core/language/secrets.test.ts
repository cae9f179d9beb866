// No hover and no hint shows the value of a variable that is named like a secret, wherever it ends up.

import assert from 'node:assert/strict';
import { partOf } from '#core/language/effective.ts';
import { hoverAt } from '#core/language/hover/hover.ts';
import { allHints, hintsIn } from '#core/language/inlay-hints.ts';
import { isSecretName, mask, shown } from '#core/language/masking.ts';
import { toMarkdown, toPlainText } from '#core/language/prose.ts';
import { cursorIn } from '../../support/cursor.ts';

const project = `x-env: &env
  DB_PASSWORD: \${DB_PASSWORD}
  URL: postgres://app:\${DB_PASSWORD}@db/app
services:
  web:
    image: web:\${TAG}
    environment:
      <<: *env
      NESTED: \${NONE:-\${API_TOKEN}}
      PLAIN: "\\t\${API_TOKEN}"
    command: ["serve", "--token=\${API_TOKEN}", "--tag=\${TAG}"]
    healthcheck:
      test: curl -H "Authorization: \${API_TOKEN}" localhost
    labels:
      - token=\${API_TOKEN}
      - "a=\${API_TOKEN}"
    entrypoint: |
      run --password \${DB_PASSWORD}
  api:
    extends: web
    environment:
      - DB_PASSWORD=\${DB_PASSWORD}
      - "DSN=x:\${DB_PASSWORD}"
    build:
      context: .
      args: {API_TOKEN: "\${API_TOKEN}", A: \${API_TOKEN}}
configs:
  c:
    content: |
      password = \${DB_PASSWORD}
#- compose.override.yaml
services:
  web:
    environment:
      DB_PASSWORD: other-\${DB_PASSWORD}
    command: ["serve", "--again=\${API_TOKEN}"]
    healthcheck:
      test: ["CMD", "check", "\${API_TOKEN}"]
#- .env
DB_PASSWORD=hunter2
API_TOKEN=hunter2
TAG=1.27
`;

describe('secrets', () => {
  for (const name of ['compose.yaml', 'compose.override.yaml']) {
    it(`are in no hover and no hint of ${name}`, async () => {
      const { file, projects, parsed, files } = await cursorIn(name === 'compose.yaml' ? `¦${project}` : project.replace('#- compose.override.yaml\n', '#- compose.override.yaml\n¦'));
      const said: string[] = hintsIn(projects.map((each) => partOf(each, file, parsed)), [0, file.text.length], allHints).map(({ label, tooltip }) => label + toPlainText([tooltip]));
      for (let offset = 0; offset <= file.text.length; offset += 1) said.push(toMarkdown((await hoverAt(file, offset, projects, parsed, files))?.blocks ?? []));
      assert.ok(file.file.endsWith(name));
      assert.ok(said.some((each) => each.includes(mask)));
      assert.ok(name !== 'compose.yaml' || said.some((each) => each.includes('1.27')));
      assert.deepEqual(said.filter((each) => each.includes('hunter2')), []);
    });
  }

  it('are told by their names', () => {
    const secret = ['PASSWORD', 'DB_PASSWORD', 'POSTGRES_PASSWORD', 'db-password', 'MYSQL_ROOT_PASSWORD', 'PGPASSWORD', 'API_KEY', 'APIKEY', 'AWS_SECRET_ACCESS_KEY', 'SECRET_KEY_BASE', 'GITHUB_TOKEN', 'token', 'JWT_SECRET', 'ENCRYPTION_KEY', 'KEY', 'SMTP_PASS', 'DB_PWD', 'CREDENTIALS', 'SENTRY_DSN', 'SALT'];
    const open = ['TAG', 'PORT', 'DB_USER', 'KEYCLOAK_URL', 'MONKEY', 'DB_PASSWORD_FILE', 'TOKEN_TTL', 'PUBLIC_KEY', 'AUTHOR', 'PASSENGERS', 'COMPASS', 'KEYBOARD', 'TOKENIZER', 'PATH', 'SPIN'];
    assert.deepEqual([secret.filter((name) => !isSecretName(name)), open.filter(isSecretName)], [[], []]);
  });

  it('are hidden in addresses', () => {
    assert.equal(shown('URL', 'amqp://user:pa55@mq:5672/x'), `amqp://user:${mask}@mq:5672/x`);
    assert.equal(shown('URL', 'http://web:8080/a@b'), 'http://web:8080/a@b');
  });
});
