// npm run screenshots: the pictures of README.md, taken over from those that the workbench suite has just made.
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from './bundles.ts';

const pictures = {
  'squiggle.png': 'readme-squiggle-dark.png',
  'hover.png': 'readme-hover-dark.png',
  'quick-fix.png': 'readme-quick-fix-dark.png',
  'sidebar.png': 'journey-service-dark.png',
};
/** They are part of the .vsix. */
const limitBytes = 150 * 1024;

const folder = join(root, 'media/readme');
await mkdir(folder, { recursive: true });
for (const [name, source] of Object.entries(pictures)) {
  const path = join(root, '.cache/screenshots', source);
  const { size } = await stat(path);
  if (size > limitBytes) throw new Error(`${source} has ${size} bytes, the limit is ${limitBytes}`);
  await copyFile(path, join(folder, name));
  console.log(`media/readme/${name}: ${(size / 1024).toFixed(0)} KB`);
}
