// What a service does while one develops: `develop` with `watch`, and the commands of its lifecycle.

import { somePath } from '#core/compose/format/short-syntax.ts';
import { choice, list, orEmpty, record, strictFlag, text, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';
import { command, containerKeys, environment } from '#core/compose/spec/container.ts';
import { flag } from '#core/compose/spec/values.ts';

const hook = record('A command in the container', {
  command: command('What is run', { required: true }),
  user: text('User that runs it'),
  privileged: flag('Run it with nearly all rights of the host'),
  working_dir: text('Folder in which it runs'),
  environment: environment('Variables of the command'),
}, { what: 'a lifecycle hook' });

/** `post_start` and `pre_stop`. */
export function hooks(docs: string): Attribute {
  return list(docs, hook, { since: '2.30.0', example: '- command: ./migrate.sh' });
}

/** `pre_start`: whole containers that run before the service. */
export const preStart: Attribute = list('Containers that run to their end before the service starts', record('One container', {
  ...containerKeys,
  per_replica: flag('Run it for every container of the service instead of once'),
}, { what: 'a container that runs before the start' }), { example: '- command: ./migrate.sh' });

const initialSync = strictFlag('Copy everything when the watch begins');

const trigger = record('One rule of the watch', {
  path: text('File or folder that is watched', { required: true, format: somePath }),
  action: choice('What a change does', ['rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'], { required: true }),
  target: text('Where changed files go in the container; every action with sync needs it'),
  ignore: textOrTexts('Patterns of paths that are left alone', { example: 'node_modules/' }),
  include: textOrTexts('Patterns of the only paths that count'),
  exec: { ...hook, docs: 'What runs in the container after the files are copied', since: '2.32.2' },
  initial_sync: initialSync,
  'x-initialSync': { ...initialSync, deprecated: 'initial_sync' },
}, { what: 'a watch rule' });

/** `develop` of a service. */
export const develop: Attribute = orEmpty(record('How the service follows changes of its source', {
  watch: list('What happens when files change', trigger, { example: '- path: ./src' }),
}, { page: 'develop/', anchor: '', since: '2.22.0', what: 'a develop section' }));
