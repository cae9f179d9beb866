// npm run screenshots: the pictures of README.md, made of those that the workbench suite has just taken.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from './bundles.ts';
import { withPalette } from './png-palette.ts';

const pictures = {
  'squiggle.png': 'readme-squiggle-dark.png',
  'hover.png': 'readme-hover-dark.png',
  'quick-fix.png': 'readme-quick-fix-dark.png',
  'sidebar.png': 'readme-sidebar-dark.png',
  'doctor.png': 'readme-doctor-dark.png',
};
/** The README shows all of them at once. */
const limitBytes = 80 * 1024;

const folder = join(root, 'media/readme');
await mkdir(folder, { recursive: true });
for (const [name, source] of Object.entries(pictures)) {
  const picture = withPalette(await readFile(join(root, '.cache/screenshots', source)));
  if (picture.length > limitBytes) throw new Error(`${name} has ${picture.length} bytes, the limit is ${limitBytes}`);
  await writeFile(join(folder, name), picture);
  console.log(`media/readme/${name}: ${(picture.length / 1024).toFixed(0)} KB`);
}
