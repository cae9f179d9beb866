// Services and jobs: what only they have beside the keys of every container.

import { wholeNumber } from '#core/compose/format/number.ts';
import { portSpec } from '#core/compose/format/port-spec.ts';
import { ipAddress } from '#core/compose/format/ip-address.ts';
import { containerName } from '#core/compose/format/short-syntax.ts';
import { choice, either, list, mapOf, number, record, text, texts, textOrNumber, type Attribute } from '#core/compose/spec/attribute.ts';
import { build } from '#core/compose/spec/build.ts';
import { containerKeys } from '#core/compose/spec/container.ts';
import { deploy } from '#core/compose/spec/deploy.ts';
import { develop, hooks, preStart } from '#core/compose/spec/develop.ts';
import { amount, duration, flag, whole } from '#core/compose/spec/values.ts';

const ports = (address: Attribute): Attribute => list('Ports of the container that the host publishes', either('One port, or a range of them', [
  textOrNumber('container, host:container or address:host:container, with /udp behind it where it is not tcp', 'whole', { format: portSpec }),
  record('A port in long syntax', {
    name: text('Name of the port, for people'),
    mode: text('host publishes on each node, ingress balances over a cluster', { known: ['host', 'ingress'] }),
    host_ip: address,
    target: number('Port in the container', 'whole', wholeNumber, { min: 0, required: true }),
    published: textOrNumber('Port on the host, or a range in quotes to choose from', 'whole'),
    protocol: text('Protocol of the port', { known: ['tcp', 'udp', 'sctp'] }),
    app_protocol: text('Protocol of the application, such as http', { known: ['http', 'https', 'grpc'], since: '2.26.0' }),
  }, { what: 'a port' }),
]), { unique: true, example: '- "8080:80"' });

/** How a service waits for another. */
const dependency = record('How it depends', {
  condition: choice('What the other service must have reached', ['service_started', 'service_healthy', 'service_completed_successfully'], { required: true }),
  restart: flag('Start this service anew when Compose restarts the other', { since: '2.17.0' }),
  required: flag('Whether the other service must be there; true where nothing is said', { since: '2.20.0' }),
}, { what: 'a dependency' });

const workloadKeys = {
  build,
  depends_on: either('Services that are started first', [
    texts('Names of services'),
    mapOf('Services by name, and what they must have reached', dependency, { names: 'name' }),
  ], { example: '- db' }),
  expose: list('Ports that other containers may reach; the host does not publish them', textOrNumber('A port', 'whole'), { unique: true, example: '- "3000"' }),
  healthcheck: record('How Docker finds out whether the container works', {
    disable: flag('Do without the check of the image'),
    interval: duration('Time between two checks'),
    retries: amount('How many failures in a row make the container unhealthy', { min: 0 }),
    test: either('The check: a line for the shell, or a list that begins with CMD, CMD-SHELL or NONE', [
      text('A line for the shell'), texts('Words; the first is CMD, CMD-SHELL or NONE', { repeats: true }),
    ], { example: '["CMD", "curl", "-f", "http://localhost"]' }),
    timeout: duration('How long a check may take'),
    start_period: duration('Time for the start, in which failures do not count'),
    start_interval: duration('Time between two checks during the start', { since: '2.20.2' }),
  }, { what: 'a health check' }),
  stdin_open: flag('Keep the input of the container open (docker run -i)'),
  tty: flag('Give the container a terminal (docker run -t)'),
};

/** `extends` of a service. Compose passes over keys that it does not know here. */
const extended = either('A service whose keys this one takes over', [
  text('Name of a service in this file'),
  record('A service, also of another file', {
    service: text('Name of the service', { required: true }),
    file: text('File that defines it; this one where nothing is said', { empty: true }),
  }, { what: 'what a service extends', open: true }),
], { example: 'base' });

/** One service. */
export const service: Attribute = record('A service: containers of one image that do one task', {
  ...containerKeys,
  ...workloadKeys,
  ports: ports(text('Address of the host to listen on; all of them where nothing is said', { format: ipAddress })),
  attach: flag('Whether docker compose up shows the output of the service', { since: '2.20.0' }),
  container_name: text('Name of the container; with one the service cannot be scaled', { format: containerName }),
  deploy,
  develop,
  'x-develop': { ...develop, deprecated: 'develop' },
  extends: extended,
  external_links: texts('Containers outside the project that are reached by name', { example: '- redis_1:redis' }),
  links: texts('Services that are reached by another name', { example: '- db:database' }),
  post_start: hooks('Commands in the container once it has started'),
  pre_start: preStart,
  pre_stop: hooks('Commands in the container before it stops'),
  profiles: texts('Profiles with which the service takes part; always where there are none', { example: '- debug' }),
  provider: record('Something beside Compose that runs the service', {
    type: text('Name of the provider: a plugin of Docker, or a command', { required: true }),
    options: mapOf('Options of the provider', either('Value of the option', [
      textOrNumber('Value of the option', 'any', { boolean: true }),
      list('Values of the option', textOrNumber('One value', 'any', { boolean: true })),
    ])),
  }, { since: '2.36.0', what: 'a provider' }),
  restart: text('When Docker starts the container again', { known: ['no', 'always', 'on-failure', 'on-failure:3', 'unless-stopped'], example: '"no"' }),
  scale: whole('How many containers of the service run'),
}, { page: 'services/', what: 'a service' });

/** One job. */
export const job: Attribute = record('A job: a container that runs to its end', {
  ...containerKeys,
  ...workloadKeys,
  ports: ports(text('Address of the host to listen on; all of them where nothing is said')),
  extends: extended,
  profiles: texts('Profiles with which the job takes part', { example: '- maintenance' }),
  triggers: record('What starts the job', {
    manual: flag('Whether docker compose run may start it', { anchor: 'manual' }),
    schedule: list('When the engine starts it', either('One schedule', [
      text('A crontab expression'),
      record('A schedule in long syntax', {
        cron: text('Minute, hour, day of the month, month and day of the week', { required: true, anchor: 'cron' }),
        timezone: text('Time zone of the expression, such as Europe/Paris; UTC where nothing is said', { anchor: 'timezone' }),
        concurrency: choice('What happens when the run before is not over', ['forbid', 'queue'], { anchor: 'concurrency' }),
        missed_fires: choice('What happens to runs that were missed while the engine was down', ['one', 'skip'], { anchor: 'missed_fires' }),
      }, { what: 'a schedule' }),
    ]), { example: '- "0 3 * * *"', anchor: 'schedule' }),
  }, { required: true, needsOneOf: ['manual', 'schedule'], what: 'the triggers of a job', page: 'jobs/', anchor: 'triggers' }),
}, { page: 'services/', what: 'a job' });
