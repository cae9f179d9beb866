// What the documents promise: links lead somewhere, and nothing that a user can meet goes unmentioned.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { rules } from '#core/rules/index.ts';
import { checkJson, composure, temporaryFolder } from '../support/command.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** A rule's own page is written for docs/rules/, into which it goes. */
const notPages = new Set(['node_modules', 'dist', '.cache', '.git', 'rule.md']);
const documents = globSync('**/*.md', { cwd: root, exclude: (path) => notPages.has(basename(path)) }).toSorted();
const manifest = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly vscode: string };
  readonly version: string;
  readonly contributes: {
    readonly commands: readonly { readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
};
const titles = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;

describe('the documents', () => {
  for (const document of documents) {
    it(`${document} links to what exists`, () => {
      const links = linksOf(read(document)).filter((link) => !/^(https?:|mailto:)/.test(link));
      const broken = links.filter((link) => !leadsSomewhere(document, link));
      assert.deepEqual(broken, []);
    });
  }

  it('are in the index of docs/, once each', () => {
    const index = read('docs/README.md');
    const pages = documents.filter((path) => path.startsWith('docs/') && !/^docs\/(README|decisions\/.*|rules\/(?!README).*)\.md$/.test(path));
    assert.deepEqual(pages.filter((path) => index.split(`](${path.slice('docs/'.length)})`).length !== 2), []);
  });

  it('tell of every command of the command line', async () => {
    const { stdout } = await composure(['--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name]) => name ?? '');
    const pages = documents.filter((path) => path === 'README.md' || path.startsWith('docs/')).map(read).join('\n');
    assert.ok(commands.length > 20, stdout);
    assert.deepEqual(commands.filter((name) => !new RegExp(`composure ${name}\\b`).test(pages)), []);
  });

  it('name every rule', () => {
    const page = read('docs/rules/README.md');
    assert.deepEqual(rules.map(({ code }) => code).filter((code) => !page.includes(`[${code}](${code}.md)`)), []);
  });
});

describe('the README', () => {
  const readme = read('README.md');

  it('names every command by its title', () => {
    const said = manifest.contributes.commands.map(({ title }) => titles[title.slice(1, -1)] ?? title);
    assert.deepEqual(said.filter((title) => !readme.includes(title)), []);
  });

  it('names every setting with its default', () => {
    const settings = Object.entries(manifest.contributes.configuration.properties);
    assert.deepEqual(settings.filter(([name, setting]) => !readme.includes(`| \`${name}\` | \`${String(setting.default)}\` |`)).map(([name]) => name), []);
  });

  it('names the oldest VS Code and the package as they are', () => {
    assert.ok(readme.includes(`VS Code ${manifest.engines.vscode.replace(/^\^(\d+\.\d+)\.0$/, '$1')} or newer`));
    assert.ok(readme.includes(`composure-${manifest.version}.vsix`));
  });

  it('has a changelog that tells of this version, below what is to come', () => {
    const headings = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, text]) => text ?? '');
    assert.equal(headings[0], '[Unreleased]');
    assert.match(headings[1] ?? '', new RegExp(`^\\[${manifest.version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d{2}-\\d{2}$`));
    const kinds = [...read('CHANGELOG.md').matchAll(/^### (.+)$/gm)].map(([, text]) => text ?? '');
    assert.deepEqual(kinds.filter((kind) => !['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'].includes(kind)), []);
  });

  it('names scripts that exist', () => {
    const named = [...`${readme}${read('CONTRIBUTING.md')}${read('docs/other-editors.md')}`.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    assert.deepEqual(named.filter((name) => manifest.scripts[name] === undefined), []);
  });

  it('shows messages as the command prints them', async () => {
    const rows = readme.slice(readme.indexOf('| you write |')).split('\n\n')[0]?.split('\n').slice(2) ?? [];
    const said = rows.map((row) => /\| `([^`]*)` \|$/.exec(row)?.[1] ?? row);
    const { diagnostics } = await inFolder(accidents, (cwd) => checkJson([], { cwd }));
    assert.ok(said.length >= 5);
    assert.deepEqual(said.filter((message) => !diagnostics.some((diagnostic) => diagnostic.message === message)), []);
  });

  it('shows the output of the command to the character', async () => {
    const { stdout, status } = await inFolder({ 'shop/compose.yaml': shop, 'shop/nginx/nginx.conf': '' }, (cwd) => composure(['check'], { cwd: join(cwd, 'shop') }));
    const shown = /^```console\n\$ composure check\n([\s\S]*?)^```$/m.exec(readme)?.[1];
    assert.equal(shown, stdout);
    assert.equal(status, 1);
  });
});

/** The project of the table in which the README says what Composure finds. */
const accidents = {
  'compose.yaml': `services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
    volumes:
      - ./ngnix/nginx.conf:/etc/nginx/nginx.conf
    networks: [bakend]
  api:
    build: { context: ., dockerfile: docker/api.Dockerfile }
    ports: ["8080:3000"]
    networks: [backend]
  worker:
    image: alpine:3.20
    command: sh /app/work.sh
    volumes:
      - ./services/worker:/app/work.sh
networks:
  backend:
`,
  'nginx/nginx.conf': '',
  'dockerfiles/api.Dockerfile': 'FROM scratch\n',
  'services/worker/work.sh': '',
};

const shop = `services:
  web:
    image: nginx:1.27
    ports:
      - "8080:80"
    volumes:
      - ./ngnix/nginx.conf:/etc/nginx/nginx.conf:ro
    networks:
      - bakend

networks:
  backend:
`;

async function inFolder<T>(files: Readonly<Record<string, string>>, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder(files);
  try {
    return await work(folder.path);
  } finally {
    await folder.remove();
  }
}

/** The targets of links and pictures, outside of code. */
function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)|^\[[^\]]+\]: (\S+)|<(?:img|a)\b[^>]*\b(?:src|href)="([^"]+)"/gm)].map(([, inline, reference, html]) => inline ?? reference ?? html ?? '');
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', fragment] = link.split('#');
  const target = path === '' ? document : join(dirname(document), path);
  if (!existsSync(join(root, target))) return false;
  return fragment === undefined || headings(read(target)).includes(fragment);
}

function headings(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, text]) => (text ?? '').toLowerCase().replaceAll(/[^\w\s-]/g, '').trim().replaceAll(' ', '-'));
}
