// How a service is run by an orchestrator: everything below `deploy`. Compose itself follows replicas, resources, the
// restart policy and labels.

import { choice, list, orEmpty, record, text, textOrNumber, texts, type Attribute } from '#core/compose/spec/attribute.ts';
import { wholeNumber, decimalNumber } from '#core/compose/format/number.ts';
import { reservedDevices } from '#core/compose/spec/devices.ts';
import { labels } from '#core/compose/spec/options.ts';
import { decimal, duration, size, whole } from '#core/compose/spec/values.ts';

const update = (docs: string, what: string, anchor: string): Attribute => record(docs, {
  parallelism: whole('How many containers at a time; 0 is all', { min: 0 }),
  delay: duration('How long to wait between two groups'),
  failure_action: text('What happens when one fails', { known: ['continue', 'pause', 'rollback'] }),
  monitor: duration('How long a container is watched for failure'),
  max_failure_ratio: decimal('Share of failures that is borne'),
  order: choice('Whether the old container stops first or the new one starts first', ['stop-first', 'start-first']),
}, { what, anchor });

/** `deploy` of a service. */
export const deploy: Attribute = orEmpty(record('How the service is run: how many, with which resources, where', {
  mode: text('replicated runs a number of containers, global one on each node', { known: ['replicated', 'global', 'replicated-job', 'global-job'] }),
  endpoint_mode: text('How clients reach the service in a cluster: one address, or DNS round-robin', { known: ['vip', 'dnsrr'] }),
  replicas: whole('How many containers of the service run'),
  labels: labels('Labels of the service itself, not of its containers'),
  rollback_config: update('How a failed update is taken back', 'a rollback configuration', 'rollback_config'),
  update_config: update('How an update replaces containers', 'an update configuration', 'update_config'),
  resources: record('What the container may use, and what is kept for it', {
    limits: record('What the container may use at most', {
      cpus: textOrNumber('How many CPUs, such as "0.5"', 'any', { format: decimalNumber, anchor: 'cpus' }),
      memory: size('Most memory; a number needs quotes', 'none', { anchor: 'memory' }),
      pids: textOrNumber('Most processes', 'whole', { format: wholeNumber, anchor: 'pids' }),
    }, { what: 'the limits of resources' }),
    reservations: record('What is kept for the container', {
      cpus: textOrNumber('How many CPUs, such as "0.25"', 'any', { format: decimalNumber, anchor: 'cpus' }),
      memory: size('Memory that is kept; a number needs quotes', 'none', { anchor: 'memory' }),
      generic_resources: list('Resources that nodes offer by name', record('One resource', {
        discrete_resource_spec: record('A resource that is counted', {
          kind: text('Name of the resource'),
          value: textOrNumber('How many', 'any', { format: wholeNumber }),
        }, { what: 'a counted resource' }),
      }, { what: 'a generic resource' })),
      devices: reservedDevices,
    }, { what: 'the reservations of resources' }),
  }, { what: 'resources' }),
  restart_policy: record('Whether and how a container is started again', {
    condition: text('When it is started again', { known: ['any', 'on-failure', 'none'] }),
    delay: duration('How long to wait before a new start'),
    max_attempts: whole('How often it is tried', { min: 0 }),
    window: duration('How long a start must last to count as one'),
  }, { what: 'a restart policy' }),
  placement: record('On which nodes the service may run', {
    constraints: texts('What a node must have', { repeats: true, example: '- node.role == manager' }),
    preferences: list('How containers are spread over nodes', record('One preference', { spread: text('Label of the nodes to spread over') }, { what: 'a preference' })),
    max_replicas_per_node: whole('Most containers of the service on one node', { min: 0 }),
  }, { what: 'a placement' }),
}, { page: 'deploy/', anchor: '', what: 'a deploy section' }));
