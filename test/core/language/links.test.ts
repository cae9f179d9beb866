// Links where they stand: `«text» → target` for each.

import assert from 'node:assert/strict';
import { partOf } from '#core/language/effective.ts';
import { imagePage, imageParts } from '#core/language/image-name.ts';
import { linksIn } from '#core/language/links.ts';
import { neverCancelled } from '#core/outside.ts';
import { cursorIn } from '../../support/cursor.ts';

const cases: Readonly<Record<string, readonly [text: string, ...links: string[]]>> = {
  'include': ['include:\n  - ./db/compose.yaml\n  - path: [a.yaml, missing.yaml]\n    env_file: a.env\n#- db/compose.yaml\n#- a.yaml\n#- a.env\n', './db/compose.yaml → db/compose.yaml', 'a.yaml → a.yaml', 'a.env → a.env'],
  'extends.file': ['services:\n  web:\n    extends: {file: ../project/base.yaml, service: x}\n#- base.yaml\nservices: {x: {image: scratch}}\n', '../project/base.yaml → base.yaml'],
  'env_file in all its forms': ['services:\n  a:\n    env_file: a.env\n  b:\n    env_file:\n      - a.env\n      - path: "./b.env"\n      - path: missing.env\n#- a.env\n#- b.env\n', 'a.env → a.env', 'a.env → a.env', './b.env → b.env'],
  'build': ['services:\n  a:\n    build: ./api\n  b:\n    build:\n      context: ./api\n      dockerfile: docker/Dockerfile.dev\n#- api/docker/Dockerfile.dev\n', './api → api', './api → api', 'docker/Dockerfile.dev → api/docker/Dockerfile.dev'],
  'a Dockerfile without a context': ['services:\n  a:\n    build:\n      dockerfile: dev.Dockerfile\n#- dev.Dockerfile\n', 'dev.Dockerfile → dev.Dockerfile'],
  'a context elsewhere': ['services:\n  a:\n    build:\n      context: https://github.com/a/b.git\n      dockerfile: dev.Dockerfile\n#- dev.Dockerfile\n'],
  'label_file': ['services:\n  a:\n    label_file: [a.labels]\n#- a.labels\n', 'a.labels → a.labels'],
  'secrets and configs': ['secrets:\n  s:\n    file: s.txt\nconfigs:\n  c:\n    file: ./c.conf\n#- s.txt\n#- c.conf\n', 's.txt → s.txt', './c.conf → c.conf'],
  'bind sources that are there': ['services:\n  a:\n    volumes:\n      - ./site:/srv:ro\n      - "./missing:/x"\n      - data:/y\n      - type: bind\n        source: ./site\n        target: /z\n#- site/\n', './site → site', './site → site'],
  'a path with a variable': ['services:\n  a:\n    volumes: ["${SITE}/www:/srv", "${NONE}/www:/x"]\n#- .env\nSITE=./site\n#- site/www/\n', '${SITE}/www → site/www'],
  'an included file, whose paths begin in its folder': ['include: [web/compose.yaml]\n#- web/compose.yaml\nservices:\n  ¦a:\n    env_file: a.env\n    volumes: [./site:/srv]\n#- web/a.env\n#- web/site/\n', 'a.env → web/a.env', './site → web/site'],
  'an included file with another folder': ['include:\n  - path: web/compose.yaml\n    project_directory: .\n#- web/compose.yaml\nservices:\n  ¦a:\n    env_file: a.env\n#- web/a.env\n#- a.env\n', 'a.env → a.env'],
  'an extended file, whose paths begin in its folder': ['services:\n  a:\n    extends: {file: base/common.yaml, service: x}\n#- base/common.yaml\nservices:\n  ¦x:\n    image: scratch\n    env_file: a.env\n#- base/a.env\n', 'a.env → base/a.env'],
  'images': ['services:\n  a:\n    image: nginx:1.27\n  b:\n    image: "ghcr.io/a/b:${TAG:-1}"\n  c:\n    image: registry.local:5000/a/b\n  d:\n    image: ${IMAGE}\n', 'nginx:1.27 → https://hub.docker.com/_/nginx', 'ghcr.io/a/b:${TAG:-1} → https://ghcr.io/a/b'],
  'the name of what is built': ['services:\n  a:\n    image: shop/web\n  b:\n    image: shop/api\n    build: https://github.com/a/b.git\n#- compose.override.yaml\nservices:\n  a:\n    build: {dockerfile_inline: FROM x}\n'],
  'what an alias stands for, once': ['x-a: &a\n  env_file: a.env\nservices:\n  a: *a\n  b: *a\n#- a.env\n', 'a.env → a.env'],
};

describe('links', () => {
  for (const [name, [text, ...expected]] of Object.entries(cases)) {
    it(name, async () => {
      const { file, projects, parsed, files } = await cursorIn(text);
      const links = await linksIn(projects.map((project) => partOf(project, file, parsed)), files, neverCancelled);
      const said = links.filter((link) => link.kind === 'path' || !name.includes('alias')).map((link) => `${file.text.slice(...link.span)} → ${link.kind === 'page' ? link.url : link.target.replace('/project/', '')}`);
      assert.deepEqual(said.filter((each) => !each.includes('scratch')), expected);
    });
  }
});

describe('the pages of images', () => {
  const pages: Readonly<Record<string, string | undefined>> = {
    'nginx': 'https://hub.docker.com/_/nginx',
    'library/nginx:1': 'https://hub.docker.com/_/nginx',
    'docker.io/grafana/grafana:11.0': 'https://hub.docker.com/r/grafana/grafana',
    'ghcr.io/a/b/c@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef': 'https://ghcr.io/a/b/c',
    'quay.io/a/b:1': 'https://quay.io/repository/a/b',
    'mcr.microsoft.com/dotnet/sdk:8.0': 'https://mcr.microsoft.com/artifact/mar/dotnet/sdk',
    'registry.example.com/a': undefined,
    'localhost:5000/a/b': undefined,
    'localhost/a': undefined,
    'gcr.io/a/b': undefined,
    'A b': undefined,
    'UPPER/a': undefined,
  };
  for (const [image, page] of Object.entries(pages)) {
    it(image, () => {
      const parts = imageParts(image);
      assert.equal(parts && imagePage(parts), page);
    });
  }
});
