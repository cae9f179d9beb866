// The keys of a check in `composure.yaml`, as project/configured-checks.ts reads them, in the notation of the
// specification's tables.

import { choice, either, list, mapOf, record, text, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';

const url = text('A path such as /ready, or a URL', { example: '/ready' });

const keys: Readonly<Record<string, Attribute>> = {
  http: url,
  tcp: text('A port that has to listen, or a host and a port', { example: '5432' }),
  exec: textOrTexts('A command that runs inside the container, in one line or as a list of words; there is no shell'),
  port: text('The port inside the container that is meant, where the service publishes several'),
  status: textOrTexts('What the answer may be: 200, 2xx, 200-299 or a list; 200-399 where nothing is said', { example: '200' }),
  body: textOrTexts('A text, or several, that the answer has to hold'),
  output: textOrTexts('A text, or several, that the output has to hold'),
  exitCode: text('How the command has to end; 0 where nothing is said'),
  method: text('The method of the request; GET where nothing is said, POST with send'),
  headers: mapOf('Headers of the request; their values are never shown', text('The value of the header')),
  send: text('The body of the request'),
  insecure: choice('Whether a certificate that nobody vouches for will do', ['true', 'false']),
  timeout: text('How long each try may take; 5s where nothing is said', { example: '10s' }),
  retries: text('How often it is tried again', { example: '3' }),
  interval: text('The pause between two tries; 1s where nothing is said', { example: '2s' }),
  environments: textOrTexts('The environments that it is for; all where nothing is said'),
};

const serviceCheck = record('What is asked of a service', keys);
const smokeTest = record('A smoke test', { service: text('The service whose port or container is meant'), ...keys });

/** `health`: by service. */
export const healthAttribute: Attribute = mapOf('What is asked of services to know that they are well, by their names', either('What is asked of a service', [
  url, choice('Nothing is asked beyond its container', ['off']), serviceCheck, list('Several checks', serviceCheck),
]));

/** `smoke`: by name. */
export const smokeAttribute: Attribute = mapOf('Functional checks by name, which composure smoke-test makes', either('A smoke test', [
  text('A URL'), smokeTest, list('Several checks', smokeTest),
]));
