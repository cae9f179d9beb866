// `npm run bench:engine -- up`: the figures that need an engine alone, or some of them, of what is built.

import { benchEngine } from './bench-engine.ts';

await benchEngine(process.argv.slice(2));
