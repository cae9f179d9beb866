// New secrets, from the system's own source of randomness.

import { createPublicKey, generateKeyPairSync, randomInt, randomUUID } from 'node:crypto';
import type { Fresh } from '#core/variables/resolve.ts';

/** Every character is as likely as every other: `randomInt` draws again where a remainder would favour some. */
export const freshValues: Fresh = {
  text: (length, characters) => {
    const all = Array.from(characters);
    return Array.from({ length }, () => all[randomInt(all.length)]).join('');
  },
  uuid: () => randomUUID(),
  keyPair: (algorithm) => {
    const { privateKey, publicKey } = algorithm === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 4096 });
    return { private: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), public: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  },
  publicKey: (privateKey) => {
    if (!privateKey.includes('PRIVATE KEY')) return undefined;
    try {
      return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
    } catch (error) {
      // Encrypted, or broken: whose public part it is cannot be known.
      if (error instanceof Error && 'code' in error) return undefined;
      throw error;
    }
  },
};
