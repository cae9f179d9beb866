// Entries of `environment` in both forms, each name and value at its place.

import assert from 'node:assert/strict';
import { environmentOf } from '#core/compose/environment.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

/** Each entry as `name=value` with the texts that stand at the places of both and of the whole. */
async function read(environment: string): Promise<readonly (readonly [said: string, key: string, value: string | undefined, whole: string])[]> {
  const text = `services:\n  web:\n    image: x\n    environment:\n${environment.replaceAll(/^/gm, '      ')}\n`;
  const path = `${fixtureRoot}/compose.yaml`;
  const files = fixtureFiles(readFixture(`${text}#- .env\nNAME=db\n`));
  const project = await loadProject({ name: 'test', mode: 'other', directory: fixtureRoot, files: [path], envFiles: [], profiles: [] }, files, new ParsedFiles(), neverCancelled);
  const service = project.services.get('web');
  assert.ok(service);
  return environmentOf(service).map(({ name, content, key, value, at }) => {
    assert.equal(key.value, name);
    assert.equal(value?.value, content);
    return [content === undefined ? name : `${name}=${content}`, text.slice(...key.span), value && text.slice(...value.span), text.slice(...at.span)];
  });
}

describe('environment', () => {
  it('is a mapping', async () => {
    assert.deepEqual(await read('A: b\nURL: "http://${NAME}"\nEMPTY: ""\nSHELL:\nDEBUG: true'), [
      ['A=b', 'A', 'b', 'A: b'],
      ['URL=http://db', 'URL', 'http://${NAME}', 'URL: "http://${NAME}"'],
      ['EMPTY=', 'EMPTY', '', 'EMPTY: ""'],
      ['SHELL', 'SHELL', undefined, 'SHELL:'],
      ['DEBUG=true', 'DEBUG', 'true', 'DEBUG: true'],
    ]);
  });

  it('is a list', async () => {
    assert.deepEqual(await read('- A=b\n- "URL=http://${NAME}?a=b"\n- EMPTY=\n- SHELL'), [
      ['A=b', 'A', 'b', 'A=b'],
      ['URL=http://db?a=b', 'URL', 'http://${NAME}?a=b', '"URL=http://${NAME}?a=b"'],
      ['EMPTY=', 'EMPTY', '', 'EMPTY='],
      ['SHELL', 'SHELL', undefined, 'SHELL'],
    ]);
  });

  it('may be neither', async () => {
    assert.deepEqual(await read('12'), []);
    assert.deepEqual(await read('- [a]\n- A=b'), [['A=b', 'A', 'b', 'A=b']]);
  });
});
