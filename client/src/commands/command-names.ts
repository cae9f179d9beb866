// The names of the commands after `composure.`: all that the editor has to know of them before the first one is run.

export const commandNames = [
  'startDev',
  'startProd',
  'start',
  'stop',
  'restart',
  'rebuild',
  'testChanges',
  'deployChanges',
  'rollBack',
  'logs',
  'shell',
  'health',
  'smokeTest',
  'doctor',
  'openInBrowser',
  'openFile',
  'refresh',
  'showLog',
  'showActions',
  'showMonitor',
  'cleanUp',
  'removeOrphans',
  'newFile',
  // Those of the doctor's page, which are in no menu.
  'copyDoctorReport',
  'mend',
] as const;

export type CommandName = (typeof commandNames)[number];
