// What services share, defined at the top level: networks, volumes, secrets, configs and models.

import { optionName } from '#core/compose/format/short-syntax.ts';
import { either, list, mapOf, orEmpty, plainNumber, record, text, texts, textOrNumber, type Attribute } from '#core/compose/spec/attribute.ts';
import { driverOptions, labels } from '#core/compose/spec/options.ts';
import { flag } from '#core/compose/spec/values.ts';

const external = (kind: string, open: boolean): Attribute => either(`The ${kind} is there already: Compose neither makes nor removes it`, [
  flag(`The ${kind} is there already`),
  record('Its name; write name and external: true instead', { name: text(`Name of the ${kind}`) }, { open, deprecated: 'name beside external: true', what: `an external ${kind}` }),
]);

/** One network. */
export const network: Attribute = orEmpty(record('A network that containers join', {
  name: text('Name of the network outside the project'),
  driver: text('Driver of the network', { known: ['bridge', 'overlay', 'macvlan', 'ipvlan', 'host', 'none'] }),
  driver_opts: driverOptions('Options of the driver', { example: 'com.docker.network.driver.mtu: 1450' }),
  ipam: record('Which addresses the network has', {
    driver: text('Driver of address management', { known: ['default'] }),
    config: list('Address ranges', record('One address range', {
      subnet: text('Subnet in CIDR form, such as 172.28.0.0/16'),
      ip_range: text('Part of the subnet that containers get addresses from, in CIDR form'),
      gateway: text('Address of the gateway'),
      aux_addresses: mapOf('Addresses that are taken, by host name', text('An address'), { names: 'some' }),
    }, { what: 'an address range' }), { example: '- subnet: 172.28.0.0/16' }),
    options: mapOf('Options of the driver', text('Value of the option'), { names: 'some' }),
  }, { what: 'address management' }),
  external: external('network', false),
  internal: flag('No way out of the network'),
  enable_ipv4: flag('Whether the network has IPv4 addresses', { since: '2.33.1' }),
  enable_ipv6: flag('Whether the network has IPv6 addresses'),
  attachable: flag('Containers outside the project may join'),
  labels: labels('Labels of the network', { repeats: true }),
}, { page: 'networks/', what: 'a network' }));

/** One volume. */
export const volume: Attribute = orEmpty(record('A volume: data that outlives containers', {
  name: text('Name of the volume outside the project'),
  driver: text('Driver of the volume', { known: ['local'] }),
  driver_opts: driverOptions('Options of the driver', { example: 'type: nfs' }),
  external: external('volume', false),
  labels: labels('Labels of the volume'),
}, { page: 'volumes/', what: 'a volume' }));

/** One secret. */
export const secret: Attribute = record('A secret: a file that only chosen services see', {
  name: text('Name of the secret outside the project'),
  environment: text('Variable of the shell that holds the secret'),
  file: text('File that holds the secret'),
  external: external('secret', true),
  labels: labels('Labels of the secret'),
  driver: text('Driver of the secret, in a cluster'),
  driver_opts: mapOf('Options of the driver', textOrNumber('Value of the option', 'whole'), { names: optionName }),
  template_driver: text('Driver that fills in templates, in a cluster'),
}, { page: 'secrets/', what: 'a secret' });

/** One config. */
export const config: Attribute = record('A config: a file for services', {
  name: text('Name of the config outside the project'),
  content: text('The file itself', { since: '2.23.1' }),
  environment: text('Variable of the shell that holds the content', { since: '2.23.1' }),
  file: text('File that holds the content'),
  external: external('config', true),
  labels: labels('Labels of the config'),
  template_driver: text('Driver that fills in templates, in a cluster'),
}, { page: 'configs/', what: 'a config' });

/** One model. */
export const model: Attribute = record('An AI model that services use', {
  name: text('Name of the model'),
  model: text('Artifact in a registry that holds the model', { required: true, example: 'ai/smollm2' }),
  context_size: plainNumber('Most tokens of a context', 'whole'),
  runtime_flags: texts('Flags of the runtime', { repeats: true }),
}, { page: 'models/', what: 'a model', since: '2.38.0' });
