// The whole file: the keys of the top level.

import { either, list, mapOf, orEmpty, record, text, textOrNumber, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';
import { config, model, network, secret, volume } from '#core/compose/spec/resources.ts';
import { job, service } from '#core/compose/spec/service.ts';

/** `include` of a file. Compose passes over keys that it does not know here. */
export const include: Attribute = orEmpty(list('Other compose files whose services and resources become part of this project', orEmpty(either('One project', [
  text('Path of its file'),
  record('A project in long syntax', {
    path: orEmpty(textOrTexts('Path of its file, or of several that go over one another', { repeats: true })),
    env_file: orEmpty(textOrTexts('Files with variables for its interpolation', { repeats: true })),
    project_directory: textOrNumber('Where its relative paths begin; the folder of its first file where nothing is said', 'whole', { empty: true }),
  }, { what: 'what is included', open: true }),
])), { page: 'include/', anchor: '', since: '2.20.0', example: '- ./db/compose.yaml' }));

/** A compose file. */
export const project: Attribute = record('A Compose project', {
  version: text('Version of the format; Compose passes over it', { page: 'version-and-name/', anchor: 'version-top-level-element-obsolete', deprecated: 'nothing: the line can go', example: '"3.8"' }),
  name: text('Name of the project; the folder\'s where nothing is said', { page: 'version-and-name/', anchor: 'name-top-level-element', example: 'shop' }),
  include,
  services: mapOf('What runs: containers by name', service, { page: 'services/', anchor: '', names: 'name', what: 'services by name' }),
  jobs: mapOf('What runs to its end, by hand or on a schedule', job, { page: 'jobs/', anchor: '', names: 'name', what: 'jobs by name' }),
  networks: mapOf('Networks that services join', network, { page: 'networks/', anchor: '', names: 'name', what: 'networks by name' }),
  volumes: mapOf('Volumes that services mount', volume, { page: 'volumes/', anchor: '', names: 'name', what: 'volumes by name' }),
  secrets: mapOf('Secrets that services may read', secret, { page: 'secrets/', anchor: '', names: 'name', what: 'secrets by name' }),
  configs: mapOf('Configuration files that services get', config, { page: 'configs/', anchor: '', names: 'name', what: 'configs by name' }),
  models: mapOf('AI models that services use', model, { page: 'models/', anchor: '', names: 'name', what: 'models by name' }),
}, { what: 'a compose file' });
