// The alphabets that generated texts are made of.

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';

/** By the names that they have in `composure.yaml`. */
export const alphabets: Readonly<Record<string, string>> = {
  alphanumeric: lower + upper + digits,
  lowercase: lower + digits,
  letters: lower + upper,
  digits,
  hex: `${digits}abcdef`,
  base64url: `${lower}${upper}${digits}-_`,
};

/** The alphabet where nothing is said: nothing in it means anything in a URL, a shell or an env file. */
export const usualAlphabet = 'alphanumeric';

/** Characters where nothing is said: 190 bits of the usual alphabet. */
export const usualLength = 32;
