// In which environments a finding stands, as the formats say it, and what is found between projects.

import assert from 'node:assert/strict';
import path from 'node:path';
import { checkJson, composure, temporaryFolder } from '../support/command.ts';

const web = 'services:\n  web:\n    image: nginx:1.27\n    ports: ["8080:80"]\n';

describe('the environments of a finding', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    folder = await temporaryFolder({
      'shop/compose.yaml': `${web}    volumes: [data:/data]\n`,
      'shop/compose.dev.yaml': 'volumes:\n  data: {}\n', 'shop/compose.staging.yaml': 'volumes:\n  data: {}\n', 'shop/compose.prod.yaml': 'services:\n  web:\n    init: true\n',
      'blog/compose.yaml': web.replace('web:', 'blog:'),
      'apart/one/compose.yaml': `${web}    networks: [proxy]\nnetworks:\n  proxy:\n    external: true\n`,
      'apart/two/compose.yaml': `name: two\n${web}networks:\n  proxy:\n    name: proxy\n`,
    });
  });
  after(() => folder.remove());

  it('are in JSON, all of them', async () => {
    const { diagnostics } = await checkJson(['shop'], { cwd: folder.path });
    assert.deepEqual(diagnostics.filter(({ stage }) => stage === 'load').map(({ code, environments }) => [code, environments]), [['undefined-volume', ['default', 'prod']]]);
  });

  it('are in the text where there are others', async () => {
    assert.match((await composure(['check', 'shop'], { cwd: folder.path })).stdout, /\n +where: only in default and prod\n/);
    assert.doesNotMatch((await composure(['check', 'shop', '--environment', 'prod'], { cwd: folder.path })).stdout, /where:/);
  });

  it('are compared over folders: a port of two projects is a hint', async () => {
    const { status, diagnostics } = await checkJson(['blog', 'shop', '--environment', 'default'], { cwd: folder.path });
    assert.deepEqual(diagnostics.filter(({ code }) => code === 'port-conflict').map(({ file, severity, message }) => [path.relative(folder.path, file), severity, message]), [
      ['blog/compose.yaml', 'hint', 'Host port 8080 is published by web of shop too: blog and shop could not run at the same time'],
      ['shop/compose.yaml', 'hint', 'Host port 8080 is published by blog of blog too: shop and blog could not run at the same time'],
    ]);
    assert.equal(status, 1);
  });

  it('and a warning where both are on one network', async () => {
    const { diagnostics } = await checkJson(['apart'], { cwd: folder.path });
    assert.deepEqual(diagnostics.filter(({ code }) => code === 'port-conflict').map(({ severity, message }) => [severity, message]), [
      ['warning', 'Host port 8080 is published by web of two too: only one of them could start, and one and two share the network proxy'],
      ['warning', 'Host port 8080 is published by web of one too: only one of them could start, and two and one share the network proxy'],
    ]);
  });
});
