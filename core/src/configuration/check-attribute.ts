// `health` and `smoke` of `composure.yaml`, as project/configured-checks.ts reads them.

import { emptyList, textForm, wholeOrVariable, withVariables } from '#core/configuration/text-form.ts';
import { either, list, mapOf, record, strictFlag, text, textOrNumber, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';

const host = '\\[[0-9a-fA-F:.]+\\]|[\\w.\\-]+';
const port = '6553[0-5]|655[0-2]\\d|65[0-4]\\d{2}|6[0-4]\\d{3}|[1-5]\\d{4}|[1-9]\\d{0,3}';
const url = `[hH][tT]{2}[pP][sS]?://(?:${host})(?::\\d{1,5})?(?:[/?][^#\\s]*)?(?:#.*)?`;

const wholeUrl = withVariables(textForm('a URL', 'http://localhost:8080/ready', url));
const pathOrUrl = withVariables(textForm('a path or a URL', '/ready', `[/?][\\s\\S]*|${url}`));
const pathUrlOrOff = withVariables(textForm('a path, a URL or off', '/ready', `[/?][\\s\\S]*|${url}|off`));
const address = withVariables(textForm('a port, or a host and a port', 'localhost:5432', `(?:(?:${host}):)?(?:${port})`));
const status = withVariables(textForm('a status or some of a kind', '2xx', '[1-5]\\d\\d(?:-[1-5]\\d\\d)?|[1-5][xX]{2}'));
const time = withVariables(textForm('a time', '10s', '(?=\\d)(?:\\d{1,6}m)?(?:\\d{1,6}(?:\\.\\d+)?s)?(?:\\d{1,9}ms)?'));
/** None, and more than ten minutes. */
const noTime = { type: 'string', pattern: '^(?:0+(?:\\.0+)?(?:ms|m|s))+$|^(?:1[1-9]|[2-9]\\d|[1-9]\\d{2,})m(?!s)|^(?:60[1-9]|6[1-9]\\d|[7-9]\\d\\d|[1-9]\\d{3,})(?:\\.\\d+)?s' };
const header = textForm('the name of a header', 'X-Key', '[\\w!#$%&\'*+.^`|~\\-]+');

const oneStatus = textOrNumber('What the answer may be', 'whole', { format: status, min: 100, max: 599 });

const http: Readonly<Record<string, Attribute>> = {
  method: text('The method of the request; GET where nothing is said, POST with send', { format: withVariables(textForm('a method', 'POST', '[A-Za-z]{3,10}')), known: ['GET', 'POST', 'HEAD'] }),
  headers: mapOf('Headers of the request; their values are never shown', text('The value of the header'), { names: header }),
  send: text('The body of the request'),
  status: either('What the answer may be: 200, 2xx, 200-299 or a list; 200-399 where nothing is said', [oneStatus, list('What the answer may be', oneStatus)], { example: '200' }),
  body: textOrTexts('A text, or several, that the answer has to hold'),
  insecure: strictFlag('Whether a certificate that nobody vouches for will do'),
};
const exec: Readonly<Record<string, Attribute>> = {
  exitCode: wholeOrVariable('How the command has to end; 0 where nothing is said', 0, 255),
  output: textOrTexts('A text, or several, that the output has to hold'),
};

const keys: Readonly<Record<string, Attribute>> = {
  http: text('A path such as /ready, or a URL', { format: pathOrUrl, example: '/ready' }),
  tcp: textOrNumber('A port that has to listen, or a host and a port', 'whole', { format: address, min: 1, max: 65_535, example: '5432' }),
  exec: { ...textOrTexts('A command that runs inside the container, in one line or as a list of words; there is no shell'), never: [emptyList] },
  port: wholeOrVariable('The port inside the container that is meant, where the service publishes several', 1, 65_535),
  ...http,
  ...exec,
  timeout: { ...text('How long each try may take; 5s where nothing is said', { format: time, example: '10s' }), never: [noTime] },
  retries: wholeOrVariable('How often it is tried again', 0, 100, '3'),
  interval: { ...text('The pause between two tries; 1s where nothing is said', { format: time, example: '2s' }), never: [noTime] },
  environments: textOrTexts('The environments that it is for; all where nothing is said'),
};

/** What is asked in one way has none of the other's keys. */
const rules = {
  extensions: false, what: 'a check', needsOneOf: ['http', 'tcp', 'exec'],
  exclusive: [
    ['http', 'tcp', 'exec'],
    ...Object.keys(http).flatMap((key) => [['tcp', key], ['exec', key]]),
    ...Object.keys(exec).flatMap((key) => [['http', key], ['tcp', key]]),
  ],
};

const serviceCheck = record('What is asked of a service', keys, rules);
const smokeTest = record('A smoke test', { service: text('The service whose port or container is meant'), ...keys }, rules);

/** One check, or several. */
function checks(docs: string, one: Attribute, check: Attribute, never: readonly object[] = []): Attribute {
  return { ...either(docs, [one, check, list('Several checks', { ...either(docs, [one, check]), never })]), never };
}

/** What is asked in a container, or at a port of it, and does not say in which service. */
const placeless: readonly object[] = Object.entries({
  exec: true, http: { type: 'string', pattern: '^[/?]' }, tcp: { anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^\\d+$' }] },
}).map(([key, value]) => ({ type: 'object', required: [key], properties: { [key]: value }, not: { type: 'object', required: ['service'] } }));

/** `health`: by service. */
export const healthAttribute: Attribute = mapOf('What is asked of services to know that they are well, by their names', checks(
  'What is asked of a service; off asks nothing beyond its container', text('A path or a URL', { format: pathUrlOrOff, known: ['off'] }), serviceCheck,
), { what: 'health' });

/** `smoke`: by name. */
export const smokeAttribute: Attribute = mapOf('Functional checks by name, which composure smoke-test makes', checks(
  'A smoke test', text('A URL', { format: wholeUrl }), smokeTest, placeless,
), { what: 'smoke' });
