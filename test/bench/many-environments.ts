// A workspace of many environments: projects in folders of their own, or one project with an overlay for each environment.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateCompose } from './generate-compose.ts';

export interface ManyEnvironments {
  readonly root: string;
  /** The compose file of each. */
  readonly files: readonly string[];
  remove(): void;
}

/** Projects of so many services, each in a folder with its Dockerfiles and configurations. In the last one a network is missing. */
export function manyProjects(environments: number, services: number): ManyEnvironments {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'composure-many-')));
  mkdirSync(path.join(root, '.git'));
  const files = Array.from({ length: environments }, (_, index) => {
    const folder = path.join(root, `project-${String(index).padStart(3, '0')}`);
    for (let service = 0; service < services; service += 1) {
      mkdirSync(path.join(folder, `svc${service}`), { recursive: true });
      writeFileSync(path.join(folder, `svc${service}/Dockerfile`), 'FROM scratch\nARG VERSION\nARG COMMIT\n');
      writeFileSync(path.join(folder, `svc${service}/config.yml`), 'x: 1\n');
    }
    const text = ownPorts(generateCompose(services), index).replace('name: bench', `name: project-${index}`);
    const file = path.join(folder, 'compose.yaml');
    writeFileSync(file, index === environments - 1 ? text.replace('      - back\n', '      - bakc\n') : text);
    return file;
  });
  return { root, files, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** No two projects publish the same ports. */
function ownPorts(text: string, index: number): string {
  return text.replaceAll(/"(1|2)0(\d\d\d)(?=[:"])/g, (_, kind: string, port: string) => `"${(kind === '1' ? 10_000 : 35_000) + index * 250 + Number(port)}`);
}

/** One project with a base of so many services, and an overlay and an env file for each environment. */
export function manyOverlays(environments: number, services: number): ManyEnvironments {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'composure-many-')));
  mkdirSync(path.join(root, '.git'));
  for (let service = 0; service < services; service += 1) {
    mkdirSync(path.join(root, `svc${service}`));
    writeFileSync(path.join(root, `svc${service}/Dockerfile`), 'FROM scratch\nARG VERSION\nARG COMMIT\n');
    writeFileSync(path.join(root, `svc${service}/config.yml`), 'x: 1\n');
  }
  writeFileSync(path.join(root, 'compose.yaml'), generateCompose(services));
  const files = Array.from({ length: environments - 1 }, (_, index) => {
    const name = `site${String(index).padStart(3, '0')}`;
    const file = path.join(root, `compose.${name}.yaml`);
    writeFileSync(file, `services:\n${Array.from({ length: 5 }, (__, service) => `  svc${service}:\n    environment:\n      SITE: ${name}\n    deploy:\n      resources:\n        limits:\n          memory: ${256 + index}M\n`).join('')}`);
    writeFileSync(path.join(root, `.env.${name}`), `COMMIT=${name}\nLOG_LEVEL=debug\n`);
    return file;
  });
  return { root, files: [path.join(root, 'compose.yaml'), ...files], remove: () => rmSync(root, { recursive: true, force: true }) };
}
