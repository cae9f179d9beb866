// Env files as a person makes them: seen as a difference first, without a secret in it, and written after a yes alone.
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { bothThemes, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

const files = {
  'compose.yaml': 'services:\n  api:\n    image: node:22\n    environment: { DATABASE_URL: "${DATABASE_URL}", LEVEL: "${LOG_LEVEL}" }\n  db:\n    image: postgres:17\n    environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:?}" }\n',
  'composure.yaml': `environments:
  dev: { files: compose.yaml, envFiles: .env.dev }
  prod: { files: compose.yaml, envFiles: .env.prod }
variables:
  LOG_LEVEL: { description: How much is logged, values: [debug, info], default: info }
  DB_PASSWORD: { description: Of the role app, generate: true }
  DATABASE_URL: { generate: { from: "postgres://app:\${DB_PASSWORD}@db/app" } }
outputs: { secrets: true }
`,
  '.env.dev': '# Mine\nDB_PASSWORD=hunter2hunter2\n',
};

describe('env files in the editor', function () {
  this.timeout(60_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  before(async function () {
    this.timeout(120_000);
    workbench = await Workbench.open({ workspace: files, settings: bothThemes, env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem(/^dev/).waitFor();
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-variables');
  });

  const text = (name: string): Promise<string> => readFile(join(workbench.folder, name), 'utf8');
  const question = '.env.dev, .env.prod, .env.dev.json, .env.prod.json';

  it('are shown as a difference, with dots for secrets, and not written without a yes', async () => {
    await workbench.command('Composure: Generate Env Files…');
    await workbench.pick('All environments');
    await workbench.page.getByText(question).waitFor();
    const shown = await workbench.page.locator('.editor-instance').first().innerText();
    assert.match(shown, /DB_PASSWORD=••••••/);
    assert.ok(!shown.includes('hunter2'), shown);
    await takePictures(workbench, 'variables-diff');
    await workbench.pick('Cancel');
    await workbench.page.locator('.tab', { hasText: 'Env files of dev, prod' }).waitFor({ state: 'detached' });
    assert.equal(await text('.env.dev'), files['.env.dev']);
    assert.ok(!(await readdir(workbench.folder)).includes('.env.prod'));
  });

  it('are written after it, for nobody else to read', async () => {
    await workbench.command('Composure: Generate Env Files…');
    await workbench.pick('All environments');
    await workbench.pick('Apply');
    await workbench.notification('The env files have all that composure.yaml describes');
    assert.match(await text('.env.dev'), /^# Mine\nDB_PASSWORD=hunter2hunter2\n/);
    assert.equal((await stat(join(workbench.folder, '.env.prod'))).mode & 0o777, 0o600);
    const secrets = JSON.parse(await text('secrets/.env.prod.json')) as Record<string, string>;
    assert.equal(secrets['DATABASE_URL'], `postgres://app:${secrets['DB_PASSWORD']}@db/app`);
    await workbench.clearNotifications();
  });

  it('get a new secret, and it is said who has the old one', async () => {
    const old = await text('.env.prod');
    await workbench.command('Composure: Rotate Secret…');
    await workbench.pick('DB_PASSWORD');
    await workbench.pick('prod');
    await workbench.page.getByText('DB_PASSWORD of prod, made anew').first().waitFor();
    await workbench.pick('Apply');
    await workbench.notification(/DB_PASSWORD is new; these have the old one until they are made anew: api and db\. db took the old one when its data was made/);
    await takePictures(workbench, 'variables-rotated');
    const fresh = await text('.env.prod');
    assert.deepEqual(fresh.split('\n').map((line) => line.replace(/=.*/, '')), old.split('\n').map((line) => line.replace(/=.*/, '')));
    assert.equal(fresh.split('\n').filter((line, index) => line !== old.split('\n')[index]).length, 2);
    assert.equal((await text('.env.dev')).includes('hunter2hunter2'), true);
  });
});
