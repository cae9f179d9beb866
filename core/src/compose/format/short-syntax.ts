// Small short syntaxes: one text that Compose cuts into a name and a value.

import type { Fault, Format } from '#core/compose/format/format.ts';

/** An entry of `extra_hosts`: a host name and its address (compose-go, types/hostList.go). */
export const hostEntry: Format = {
  what: 'a host and its address', example: 'db.example.com=10.0.0.5',
  fault(text): Fault | undefined {
    const equals = text.indexOf('=');
    const end = equals === -1 ? text.indexOf(':') : equals;
    if (end === -1) return { message: `"${text}" names no address: write host=address, as in ${text === '' ? 'db' : text}=10.0.0.5` };
    return end === 0 || text.slice(0, end).includes(':') ? { message: `"${text.slice(0, end)}" is no host name: write host=address`, from: 0, to: end } : undefined;
  },
};

/** A key of `extra_hosts` in the form of a mapping. */
export const hostName: Format = {
  what: 'a host name', example: 'db.example.com',
  fault: (text) => (text === '' || /[:=]/.test(text) ? { message: `"${text}" is no host name` } : undefined),
};

/** An entry of `devices`: at most three parts. */
export const deviceSpec: Format = {
  what: 'a device', example: '/dev/ttyUSB0:/dev/ttyUSB0:rwm',
  fault: (text) => (text.split(':').length > 3 ? { message: `"${text}" has more than three parts: write host:container:permissions, or the long syntax` } : undefined),
};

/** An entry of `ssh`: a key by its name, or the agent of the host. */
export const sshKey: Format = {
  what: 'an SSH key', example: 'default',
  fault: (text) => (text.includes('=') || text === 'default' ? undefined : { message: `"${text}" is no SSH key: write default, or id=path` }),
};

/** An entry that needs a value. */
export const nameAndValue: Format = {
  what: 'a name and its value', example: 'name=value',
  fault: (text) => (text.includes('=') ? undefined : { message: `"${text}" has no "=": write name=value` }),
};

/** `KEY=value` of a container's environment: a blank before the "=" would belong to the name. */
export const environmentEntry: Format = {
  what: 'a variable', example: 'KEY=value',
  fault(text): Fault | undefined {
    const equals = text.indexOf('=');
    const end = equals === -1 ? text.length : equals;
    const name = text.slice(0, end);
    if (name === '' || !/[\s\u0085\u00a0]$/.test(name)) return undefined;
    const trimmed = name.trimEnd();
    return { message: `"${trimmed}" has a blank behind it, which would belong to the name`, from: trimmed.length, to: end, instead: '' };
  },
};

/** `KEY=value` of a build: a name without a value that the shell does not have is dropped before anybody looks at it. */
export const buildArgument: Format = {
  ...environmentEntry, what: 'a build argument',
  fault: (text) => (text.includes('=') ? environmentEntry.fault(text) : undefined),
};

/** `pull_policy`: a word, or how often (compose-go, schema). */
export const pullPolicy: Format = {
  what: 'a pull policy', example: 'missing',
  fault: (text) => (/^(?:always|never|build|if_not_present|missing|refresh|daily|weekly|every_(?:[0-9]+[wdhms])+)$/.test(text) ? undefined : { message: `"${text}" is no pull policy: use ${pullPolicies.slice(0, -1).join(', ')} or every_ with a duration, as in every_12h` }),
};

export const pullPolicies = ['always', 'never', 'missing', 'if_not_present', 'build', 'refresh', 'daily', 'weekly', 'every_12h'];

/** `container_name`: Compose wants two characters of a name somewhere in it. */
export const containerName: Format = {
  what: 'a container name', example: 'web',
  fault: (text) => (/[a-zA-Z0-9][a-zA-Z0-9_.-]/.test(text) ? undefined : { message: `"${text}" is no container name: it needs at least two letters or digits` }),
};

/** A path that must not be blank. */
export const somePath: Format = {
  what: 'a path', example: './src',
  fault: (text) => (text === '' ? { message: 'A path is missing here' } : undefined),
};

/** A key of options that Compose hands on one by one: an extension field among them stops it. */
export const optionName: Format = {
  what: 'the name of an option', example: 'size',
  fault: (text) => (text.startsWith('x-') ? { message: `"${text}" is no option: a field of your own cannot stand here` } : undefined),
};
