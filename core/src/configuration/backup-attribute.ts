// The keys of `backup` in `composure.yaml`, as backup/policy.ts reads them, in the notation of the specification's tables.

import { consistencies } from '#core/backup/policy.ts';
import { choice, either, mapOf, record, text, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';

const consistency = choice('How a service is kept from writing while its data is read; stop where nothing is said', consistencies);
const command = (docs: string): Attribute => textOrTexts(`${docs}, in one line or as a list of words; there is no shell`);

/** `backup`. */
export const backupAttribute: Attribute = record('How the data of the project is backed up', {
  folder: text('The folder that backups lie in; backups in the project directory where nothing is said', { example: '../backups' }),
  include: textOrTexts('Mounted folders that are saved although they do not look like data, and other paths', { example: '[./reports]' }),
  exclude: textOrTexts('Volumes by their keys, and paths, that are not saved', { example: '[cache, ./data/tmp]' }),
  external: either('Volumes of other projects that are saved too', [choice('All of them, or none', ['true', 'false']), textOrTexts('Some of them')]),
  images: choice('Whether images are saved as a whole', ['true', 'false']),
  consistency,
  services: mapOf('Services by their names', either('How the service is backed up', [consistency, record('How the service is backed up', {
    consistency,
    before: command('A command that runs in the container before its data is read'),
    after: command('A command that runs in the container afterwards, in any case'),
    dump: command('A command that prints the service\'s data'),
    load: command('A command that reads what dump has printed'),
  })])),
  keep: record('Which backups composure backup prune keeps', {
    last: text('So many of the newest', { example: '7' }),
    daily: text('The newest of each of so many days', { example: '14' }),
    weekly: text('The newest of each of so many weeks', { example: '8' }),
  }),
  keyFile: text('A file with the key that backups are encrypted with; openssl rand -hex 32 prints one', { example: '~/.composure.key' }),
});
