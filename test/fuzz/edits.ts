// Random edits as a person makes them and as nobody does: what is typed, pasted, cut, moved, and what breaks a text.

import type { TextDocument, TextEdit } from 'vscode-languageserver-textdocument';
import type { Random } from '../support/random.ts';

const fragments = [
  '"', '\'', '\n', ' ', '  ', '\t', ':', ': ', '#', '- ', '[', ']', '{', '}', ',', '&a ', '*a', '<<: *a\n', '!reset ', '!override ', '|', '>-\n', '---\n', '...\n', '? ', 'x', '%', '@', '`', '\r\n', '\r',
  '\ufeff', '😀', '\ud800', '\u0000', '\u2028', '$', '${', '}', '${A:-', '${A:?', '$$', 'services:\n', 'networks:\n', 'include:\n', '  web:\n', '    image: nginx:1.27\n', '    build: .\n', '    extends: web\n',
  '    extends:\n      file: compose.dev.yaml\n      service: web\n', '    depends_on: [web, db]\n', '    ports: ["8080:80", "1-65535:1-65535"]\n', '    volumes: ["./data:/data", "data:/x"]\n', '    networks: [front]\n', '    env_file: .env\n',
  '    profiles: [dev]\n', '  - compose.yaml\n', '  - sub/compose.yaml\n', 'x-a: &a\n  b: c\n', 'environments:\n  dev: compose.dev.yaml\n', 'COMPOSE_FILE=compose.yaml\n', 'A=${B}\n', 'FROM alpine\n', 'COPY a b\n', '# composure-ignore dead-mount-source\n',
];

/** One random edit of a document. */
export function randomEdit(document: TextDocument, { below, pick }: Random): TextEdit {
  const text = document.getText();
  const edit = (from: number, to: number, newText: string): TextEdit => ({ range: { start: document.positionAt(from), end: document.positionAt(to) }, newText });
  const at = below(text.length + 1);
  const line = below(document.lineCount);
  const start = document.offsetAt({ line, character: 0 });
  const end = document.offsetAt({ line: line + 1 + below(4), character: 0 });
  switch (below(9)) {
    case 0: case 1: case 2: return edit(at, at, pick(fragments));
    case 3: return edit(at, Math.min(text.length, at + 1 + below(12)), '');
    case 4: return edit(start, start, pick(fragments));
    case 5: return edit(start, end, '');
    case 6: return edit(at, at, text.slice(start, end));
    case 7: return edit(start, start, ' '.repeat(1 + below(3)));
    default: return edit(at, Math.min(text.length, at + 1), pick(fragments));
  }
}
