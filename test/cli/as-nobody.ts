// Runs a bundle of the command as a user without rights: what it is made of is loaded while it may still be read.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';

const [bundle = '', ...args] = process.argv.slice(2);
const code = readFileSync(bundle, 'utf8').replace(/^#!.*/, '');
const nobody = 65534;
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
}
process.argv.splice(1, Infinity, bundle, ...args);
const run = runInThisContext(`(require, module, exports) => {${code}\n}`) as (require: NodeJS.Require, module: object, exports: object) => void;
run(createRequire(bundle), { exports: {} }, {});
