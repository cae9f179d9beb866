// The doctor's page: what it says, what its links ask for, and that nothing of a project becomes markup.

import { strict as assert } from 'node:assert';

import type { Check } from '#core/doctor/check.ts';
import { doctorHtml } from '#client/views/doctor-html.ts';
import { english } from './samples.ts';

const open = { kind: 'open', title: 'Open compose.yaml:4', file: '/work/shop/compose.yaml', line: 3, character: 13 } as const;
const checks: readonly Check[] = [
  { id: 'docker', title: 'Docker', status: 'pass', message: 'The docker command is 28.2.2' },
  { id: 'ports', title: 'Ports', status: 'fail', message: 'Host port 8080 is taken by <b>"nginx"</b>', advice: 'Stop who has the port', details: ['compose.yaml:4  \'x\' & y'], remedies: [open] },
  { id: 'compose', title: 'Compose', status: 'warn', message: 'old', remedies: [{ kind: 'read', title: 'How to Install Compose', url: 'https://docs.docker.com/compose/install/' }] },
];
const html = (unsaved: readonly string[] = []): string => doctorHtml({ report: { environment: 'dev', project: 'shop', checks }, environment: '/work/shop#dev', unsaved, time: '12:00' }, english);

describe('the page of the doctor', () => {
  it('shows the worst first, with a mark and a word', () => {
    const rows = [...html().matchAll(/<td class="status"><span aria-hidden="true">(.)<\/span> (\w+)<\/td><th scope="row">(\w+)</g)].map(([, mark, word, title]) => `${mark} ${word} ${title}`);
    assert.deepEqual(rows, ['✖ fail Ports', '! warn Compose', '✔ pass Docker']);
    assert.ok(html().includes('1 passed, 1 to look at, 1 failed · 12:00'));
  });

  it('makes no markup of what a project says, and runs no script', () => {
    assert.ok(html().includes('taken by &lt;b&gt;&quot;nginx&quot;&lt;/b&gt;') && html().includes('&#39;x&#39; &amp; y'));
    assert.ok(!html().includes('<b>') && !html().includes('<script'));
    assert.match(html(), /default-src 'none'/);
  });

  it('links to commands with their arguments', () => {
    const commands = [...html().matchAll(/href="command:(composure\.\w+)\?([^"]*)"/g)].map(([, name, said = '']) => [name, JSON.parse(decodeURIComponent(said))] as const);
    assert.deepEqual(commands, [
      ['composure.doctor', ['/work/shop#dev']], ['composure.copyDoctorReport', ['/work/shop#dev']],
      ['composure.mend', [{ environment: '/work/shop#dev', remedy: open }]],
    ]);
    assert.ok(html().includes('href="https://docs.docker.com/compose/install/"'));
  });

  it('lets its buttons wrap with a gap, and lays its rows down in a narrow window', () => {
    assert.equal([...html().matchAll(/<p class="buttons">/g)].length, 3);
    assert.match(html(), /\.buttons \{ display: flex; flex-wrap: wrap; gap:/);
    assert.match(html(), /@media \(max-width: 36rem\)/);
  });

  it('says what it has not seen', () => {
    assert.ok(!html().includes('Unsaved'));
    assert.ok(html(['shop/compose.yaml']).includes('Unsaved changes are not seen here, as Docker does not see them: shop/compose.yaml'));
  });
});
