// The text format in terminals of any width: nothing is wider than the terminal, and the underline stands below
// what it means.

import assert from 'node:assert/strict';
import { checkFolder } from '#core/check/check-folder.ts';
import { neverCancelled } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { columns, visible, wrapped } from '#cli/report/display-text.ts';
import { Lines } from '#cli/report/lines.ts';
import { pathFrom, type Finding, type Report } from '#cli/report/report.ts';
import { snippetOf } from '#cli/report/snippet.ts';
import { textReport } from '#cli/report/text.ts';
import { fixtureFiles, readFixture } from '../support/fixture.ts';

async function reportOf(text: string): Promise<Report> {
  const fixture = readFixture(text);
  const { projects, diagnostics } = await checkFolder('/project', rules, fixtureFiles(fixture), new ParsedFiles(), neverCancelled);
  const findings = await Promise.all(diagnostics.map(async ({ fixes, ...rest }): Promise<Finding> => ({ ...rest, fixes: (await fixes()).map(({ title }) => ({ title, edits: undefined })) })));
  return { projects, findings, rules, texts: new Map([...fixture.files].map(([file, content]) => [file, new Lines(content)])) };
}

const faults = `services:
  web:
    image: nginx:1.27
    volumes: ["./日本語/設定.conf:/etc/nginx/nginx.conf", "./a/rather/long/path/that/goes/on/and/on/settings.json:/app/settings.json"]
    networks: [frnt]
networks:
  front:
`;

describe('the text report', () => {
  for (const width of [30, 40, 60, 80, 120, 200]) {
    it(`fits into ${width} columns`, async () => {
      const text = textReport(await reportOf(faults), { currentFolder: '/project', color: true, width });
      // A word that is longer than the terminal stays whole: a path, and the line of what was judged.
      for (const line of text.split('\n')) {
        const longestWord = Math.max(...line.split(' ').map(columns));
        assert.ok(columns(line) <= Math.max(width, longestWord + 18), line);
      }
      assert.ok(text.split('\n').filter((line) => line.includes('│')).every((line) => columns(line) <= width), text);
    });
  }

  it('underlines characters of any width', async () => {
    const lines = textReport(await reportOf(faults), { currentFolder: '/project', color: false, width: undefined }).split('\n');
    const at = lines.findIndex((line) => line.includes('│') && line.includes('設定'));
    const [source = '', underline = ''] = lines.slice(at, at + 2);
    const from = source.indexOf('./日本語');
    assert.equal(columns(source.slice(0, from)), underline.indexOf('^'));
    assert.equal(columns('./日本語/設定.conf'), underline.trim().length - '│ '.length - (underline.indexOf('^') - underline.indexOf('│') - 2));
  });

  it('keeps the marked part of a long line', () => {
    const line = `${'a'.repeat(100)}MARK${'z'.repeat(100)}`;
    assert.deepEqual(snippetOf(line, 100, 104, 30), { before: `…${'a'.repeat(17)}`, marked: 'MARK', after: 'zzzzzzz…', column: 18, width: 4 });
    assert.deepEqual(snippetOf('short', 1, 3, 30), { before: 's', marked: 'ho', after: 'rt', column: 1, width: 2 });
    assert.deepEqual(snippetOf('', 0, 0, 30), { before: '', marked: '', after: '', column: 0, width: 1 });
  });

  it('makes control characters visible', () => {
    assert.equal(visible('a\u001b[31mb\nc\u202ed\ud800'), 'a\\u{1b}[31mb\\nc\\u{202e}d\\u{d800}');
  });

  it('wraps between words', () => {
    assert.deepEqual(wrapped('one two three', 8), ['one two', 'three']);
    assert.deepEqual(wrapped('incomprehensibilities of it', 8), ['incomprehensibilities', 'of it']);
  });

  it('counts lines and characters as the Language Server Protocol does', () => {
    const lines = new Lines('a\r\nb\rc\n🐳d\n');
    assert.deepEqual([[0, 1], [3, 4], [5, 6], [7, 10], [11, 11]].map(([start = 0, end = 0]) => lines.range([start, end])).map(({ start, end }) => `${start.line}:${start.character}-${end.line}:${end.character}`),
      ['0:0-0:1', '1:0-1:1', '2:0-2:1', '3:0-3:3', '4:0-4:0']);
    assert.deepEqual([0, 1, 2, 3, 4, 5].map((line) => lines.line(line)), ['a', 'b', 'c', '🐳d', '', '']);
  });

  it('shows paths from a folder', () => {
    assert.deepEqual([['/a/b', '/a/b/c'], ['/a/b', '/a/c/d'], ['/', '/a'], ['/a', '/'], ['/a', '/a'], ['C:/a', 'D:/b']].map(([from = '', to = '']) => pathFrom(from, to)), ['c', '../c/d', 'a', '..', '.', 'D:/b']);
  });
});
