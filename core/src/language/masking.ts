// What may be shown of a value that may be a secret: by the name of what it is for. A hover is seen by whoever looks at
// the screen, so a name too many is hidden rather than one too few.

import type { Variables } from '#core/compose/interpolate.ts';

/** What stands for a hidden value. Its length says nothing. */
export const mask = '••••••';

const secretWord = /(?:^|[_.-])(?:pass(?:word|wd|phrase|code)?|pwd|pw|secrets?|tokens?|credentials?|auth|salt|cert|dsn|jwt|pat|pin)(?:[_.-]|\d|$)|passw|secret|(?:api|access|private|secret|encryption|signing|master|account|auth|ssh|license)[_.-]?keys?(?:[_.-]|\d|$)|(?:^|[_.-])key$|password|token$|passphrase/i;

/** Names that end like this hold the path of a file, a number or a public part. */
const harmless = /_(?:file|path|dir|ttl|expiry|expires|expiration|length|type|method|algorithm)$|public/i;

/** Whether a name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return secretWord.test(name) && !harmless.test(name);
}

/** A value as it may be shown: hidden for a secret's name, and without the password of an address. */
export function shown(name: string, value: string): string {
  if (value !== '' && isSecretName(name)) return mask;
  return value.replaceAll(/(\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${mask}@`);
}

/** The variables with every secret hidden: what is interpolated with them may be shown. */
export function shownVariables(variables: Variables): Pick<Variables, 'get'> {
  return {
    get: (name) => {
      const value = variables.get(name);
      return value === undefined ? undefined : shown(name, value);
    },
  };
}
