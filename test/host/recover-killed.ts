// Recovers in a process of its own that kills itself at a step of the restore that this comes to: `recover-killed.ts ID CHOICE STEP`.

import { recover } from '#host/backup/recover.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';

const [id = '', choice = '', killAt = ''] = process.argv.slice(2);
const machinery = { engine: new Engine(), cli: new ComposeCli() };
await recover(id, choice === 'resume' ? 'resume' : 'put-back', machinery, {
  onStep({ step }) {
    if (step === killAt) process.kill(process.pid, 'SIGKILL');
  },
});
machinery.engine.dispose();
