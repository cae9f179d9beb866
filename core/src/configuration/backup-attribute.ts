// `backup` of `composure.yaml`, as backup/policy.ts reads it.

import { consistencies } from '#core/backup/policy.ts';
import { emptyList, emptyText, whole } from '#core/configuration/text-form.ts';
import { choice, either, flagOrText, list, mapOf, orEmpty, record, strictFlag, text, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';

const consistency = choice('How a service is kept from writing while its data is read; stop where nothing is said', consistencies);
const command = (docs: string): Attribute => ({ ...orEmpty(textOrTexts(`${docs}, in one line or as a list of words; there is no shell`)), never: [emptyList, emptyText] });
const kept = (docs: string, example: string): Attribute => whole(docs, 0, 10_000, { example });

const keys: Readonly<Record<string, Attribute>> = {
  folder: text('The folder that backups lie in; backups in the project directory where nothing is said', { example: '../backups' }),
  include: textOrTexts('Mounted folders that are saved although they do not look like data, and other paths', { example: '[./reports]' }),
  exclude: textOrTexts('Volumes by their keys, and paths, that are not saved', { example: '[cache, ./data/tmp]' }),
  external: either('Volumes of other projects that are saved too', [flagOrText('All of them, none, or one'), list('Some of them', text('A volume'))]),
  images: strictFlag('Whether images are saved as a whole'),
  consistency,
  services: mapOf('Services by their names', either('How the service is backed up', [consistency, record('How the service is backed up', {
    consistency,
    before: command('A command that runs in the container before its data is read'),
    after: command('A command that runs in the container afterwards, in any case'),
    dump: command('A command that prints the service\'s data'),
    load: command('A command that reads what dump has printed'),
  }, { extensions: false, what: 'a service\'s backup', together: [['dump', 'load']] })]), { what: 'services' }),
  keep: { ...record('Which backups composure backup prune keeps', {
    last: kept('So many of the newest', '7'),
    daily: kept('The newest of each of so many days', '14'),
    weekly: kept('The newest of each of so many weeks', '8'),
  }, { extensions: false, what: 'keep', needsOneOf: ['last', 'daily', 'weekly'] }), never: [{ type: 'object', properties: Object.fromEntries(['last', 'daily', 'weekly'].map((key) => [key, { enum: [0, '0'] }])) }] },
  keyFile: text('A file with the key that backups are encrypted with; openssl rand -hex 32 prints one', { example: '~/.composure.key' }),
};

/** `backup`. */
export const backupAttribute: Attribute = record('How the data of the project is backed up', Object.fromEntries(Object.entries(keys).map(([key, each]) => [key, { ...orEmpty(each), never: [...each.never ?? [], emptyText] }])), { extensions: false, what: 'backup' });
