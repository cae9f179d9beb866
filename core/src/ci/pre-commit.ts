// The hook of pre-commit: a commit that would break a compose project is refused before it is made. Facts: pre-commit.com,
// "Repository local hooks".

import { checkCommandOf, type CiOrder } from '#core/ci/order.ts';
import { get, items } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** Where its configuration lies in a repository. */
export const preCommitPath = '.pre-commit-config.yaml';

/** Files whose change may break a compose project. Others may too, by their absence: the whole folder is checked. */
const files = String.raw`(^|/)([^/]*compose[^/]*\.ya?ml|[^/]*Dockerfile[^/]*|\.env[^/]*|Makefile|\.gitlab-ci\.yml)$|^\.github/workflows/`;

/** The configuration with our hook; undefined where it has a form into which nobody can write. */
export function withHook(order: CiOrder, file: YamlFile | undefined): string | undefined {
  const hook = (indent: string): string => [
    '- repo: local', '  hooks:', '    - id: composure', '      name: Compose projects', '      language: system',
    `      entry: ${checkCommandOf(order, '--min-severity error')}`, '      pass_filenames: false', `      files: '${files}'`,
  ].map((line) => `${indent}${line}\n`).join('');
  if (file === undefined || file.text.trim() === '') return `repos:\n${hook('  ')}`;
  if (file.problems.length > 0) return undefined;
  const repos = get(file.documents[0], 'repos');
  const isThere = items(repos).some((repo) => items(get(repo, 'hooks')).some((each) => {
    const id = get(each, 'id');
    return id?.kind === 'scalar' && id.content === 'composure';
  }));
  if (isThere) return file.text;
  const first = items(repos)[0];
  if (repos?.kind !== 'sequence' || repos.flow || first === undefined) return undefined;
  // As the others stand: the dash is two columns before the first key.
  const start = file.text.lastIndexOf('\n', first.span[0]) + 1;
  const indent = /^ */.exec(file.text.slice(start))?.[0] ?? '';
  const end = endOfList(file.text, start, indent.length);
  return `${file.text.slice(0, end).replace(/\n*$/, '\n')}${hook(indent)}${file.text.slice(end)}`;
}

/** Where the first line behind a list stands that is indented less, or no more and no item. */
function endOfList(text: string, from: number, indent: number): number {
  for (let at = from; at < text.length;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end === -1 ? text.length : end);
    const own = line.length - line.trimStart().length;
    if (line.trim() !== '' && !line.trimStart().startsWith('#') && (own < indent || (own === indent && !line.trimStart().startsWith('-')))) return at;
    if (end === -1) break;
    at = end + 1;
  }
  return text.length;
}
