// Requests for GPUs and other devices by what they can do; `gpus` and deploy share them.

import { deviceCount } from '#core/compose/format/number.ts';
import { choice, either, list, pairs, record, text, texts, textOrNumber, type Attribute } from '#core/compose/spec/attribute.ts';

const requestKeys = {
  driver: text('Driver of the device', { known: ['nvidia', 'cdi'] }),
  count: textOrNumber('How many devices: a number, or all', 'whole', { format: deviceCount, known: ['all'] }),
  device_ids: texts('Which devices, by their ids'),
  options: pairs('Options of the driver'),
};

/** `deploy.resources.reservations.devices`. */
export const reservedDevices: Attribute = list('Devices that must be there, such as GPUs', record('One request', {
  capabilities: texts('What the device must be able to do', { known: ['gpu', 'tpu'], required: true, example: '[gpu]', anchor: 'capabilities' }),
  ...requestKeys,
}, { what: 'a device request', exclusive: [['count', 'device_ids']] }), { anchor: 'devices' });

/** `gpus` of a container. Compose passes over keys that it does not know here. */
export const gpus: Attribute = either('GPUs that the container may use: all, or requests', [
  choice('All GPUs', ['all']),
  list('Requests for GPUs', record('One request', {
    capabilities: texts('What the GPU must be able to do', { known: ['gpu'] }),
    ...requestKeys,
  }, { what: 'a GPU request', open: true, exclusive: [['count', 'device_ids']] })),
], { since: '2.30.0', example: 'all' });
