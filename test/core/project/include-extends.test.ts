// Projects of several files: what `include` and `extends` bring in, where its paths start, and by which way a finding
// in another file is reached.

import assert from 'node:assert/strict';
import { neverCancelled } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { resolveText } from '#core/project/path.ts';
import type { Project } from '#core/compose/model.ts';
import { checkFixture, isAdvice } from '../../support/checked-fixture.ts';
import { fixtureFiles, fixtureRoot, format, readFixture } from '../../support/fixture.ts';

async function load(text: string): Promise<Project> {
  const files = fixtureFiles(readFixture(text));
  const parsed = new ParsedFiles();
  const [environment] = await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled);
  assert.ok(environment);
  return loadProject(environment, files, parsed, neverCancelled);
}

const included = `#- compose.yaml
include:
  - path: [parts/db/compose.yaml, parts/db.override.yaml]
    env_file: parts/db.env
services:
  web:
    image: busybox:1.36
    depends_on: [db]
  db:
    image: "postgres:\${TAG:-16}"
#- parts/db/compose.yaml
services:
  db:
    image: postgres:1
    volumes:
      - ./conf:/etc/postgresql
#- parts/db.override.yaml
services:
  db:
    container_name: "\${NAME}"
#- parts/db.env
NAME=store
TAG=17
#- parts/db/conf/
`;

describe('include', () => {
  it('brings in resources, under what the including file says of them', async () => {
    const project = await load(included);
    assert.deepEqual([...project.services.keys()].toSorted(), ['db', 'web']);
    assert.equal(project.services.get('db')?.image?.value, 'postgres:16');
    assert.equal(project.services.get('db')?.containerName?.value, 'store');
    assert.equal(project.partial, false);
    assert.deepEqual(project.problems, []);
  });

  it('takes paths from the folder of the included project', async () => {
    const project = await load(included);
    const source = project.services.get('db')?.mounts[0]?.source;
    assert.ok(source);
    assert.equal(resolveText(project.directory, source), `${fixtureRoot}/parts/db/conf`);
    assert.deepEqual((await checkFixture(readFixture(included))).filter((each) => !isAdvice(each)), []);
  });

  it('says by which way a finding in an included file is reached', async () => {
    const fixture = readFixture(included.replace('./conf:/etc', './cnf:/etc'));
    const found = (await checkFixture(fixture)).filter(({ related }) => related.length > 0);
    assert.deepEqual(format(found, fixture), ['parts/db/compose.yaml:5:9-14 error dead-mount-source: ./cnf does not exist: Docker would mount an empty folder over /etc/postgresql']);
    assert.deepEqual(found[0]?.related.map(({ file, message }) => `${file}: ${message}`), [`${fixtureRoot}/compose.yaml: compose.yaml is part of project by this`]);
  });

  it('stops at a cycle', async () => {
    const project = await load('#- compose.yaml\ninclude: [a.yaml]\nservices:\n  x:\n    image: y:1\n#- a.yaml\ninclude: [compose.yaml]\n');
    assert.deepEqual(project.problems.map(({ code, at }) => `${code} ${at.file}`), [`dependency-cycle ${fixtureRoot}/a.yaml`]);
  });
});

const extended = `#- compose.yaml
services:
  web:
    extends: { file: common/base.yaml, service: child }
    environment: { B: "2" }
    ports: ["81:80"]
#- common/base.yaml
services:
  parent:
    image: busybox:1.36
    env_file: ./parent.env
    ports: ["80:80"]
  child:
    extends: parent
    environment: [A=1, B=1]
#- common/parent.env
X=1
`;

describe('extends', () => {
  it('follows chains, merges by attribute, and takes paths from the other file\'s folder', async () => {
    const project = await load(extended);
    const web = project.services.get('web');
    assert.equal(web?.image?.value, 'busybox:1.36');
    assert.deepEqual(web?.ports.map(({ publishedText }) => publishedText?.value), ['80', '81']);
    assert.ok(web?.envFiles[0]);
    assert.equal(resolveText(project.directory, web.envFiles[0].path), `${fixtureRoot}/common/parent.env`);
    assert.deepEqual(await checkFixture(readFixture(extended)), []);
  });

  it('takes away what a reset takes away', async () => {
    const project = await load(extended.replace('    ports: ["81:80"]', '    ports: !reset []\n    env_file: !override [own.env]'));
    assert.deepEqual(project.services.get('web')?.ports, []);
    assert.deepEqual(project.services.get('web')?.envFiles.map(({ path }) => [path.value, path.directory]), [['own.env', undefined]]);
  });

  it('stops at a cycle over two files', async () => {
    const project = await load('#- compose.yaml\nservices:\n  a:\n    extends: { file: b.yaml, service: b }\n#- b.yaml\nservices:\n  b:\n    extends: { file: compose.yaml, service: a }\n');
    assert.deepEqual(project.problems.map(({ code }) => code), ['dependency-cycle']);
  });
});
