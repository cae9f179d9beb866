// Whether a name speaks of a secret, and whether a value is one: a token in a form that is known, something random, a
// word, or what stands in examples. No value leaves this file.

/** From what is surely a secret to what anyone would try first. */
export type SecretKind = 'token' | 'random' | 'word' | 'placeholder';

const secretName = /(?:password|passwd|passphrase|secret|token|api_?key|(?:access|private|secret|encryption|signing|fernet|hmac|jwt|cipher|service_role|master|auth|app|admin|account|shared|storage)_?key|credentials?)(?:_?\d+|_base)?$|(?:^|_)(?:pass|pwd|pw)$/i;

/** Names whose values the makers of a page publish with it. */
const publicName = /^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|GATSBY|EXPO_PUBLIC|PUBLIC)_|public|^PWD$/i;

/** Names whose values are those of files: Confluent's images look for them in /etc/kafka/secrets. */
const fileName = /_SSL_(?:KEYSTORE|KEY|TRUSTSTORE)_CREDENTIALS$/;

/** True where the value of a variable of this name is a secret. `beside` are the others: an access key with a secret key is a name. */
export function isSecretName(name: string, beside: readonly string[] = []): boolean {
  if (!secretName.test(name) || publicName.test(name) || fileName.test(name)) return false;
  const [, before] = /^(.*?)(?<!secret_?)access_?key$/i.exec(name) ?? [];
  return before === undefined || !beside.some((other) => other !== name && other.toLowerCase().startsWith(before.toLowerCase()) && /^secret_?(?:access_?)?key$/i.test(other.slice(before.length)));
}

/** Forms in which services give out their keys, as secret scanners know them. */
const tokens: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, /\bgh[pousr]_[A-Za-z0-9]{36}/, /\bgithub_pat_\w{60,}/, /\bglpat-[\w-]{20}/, /\bxox[abprs]-[\w-]{10,}/,
  /\b[sr]k_live_[A-Za-z0-9]{16,}/, /\bAIza[\w-]{35}/, /\bSG\.[\w-]{16,}\.[\w-]{16,}/, /\bnpm_[A-Za-z0-9]{36}/, /\bsk-(?:proj-|ant-)?[\w-]{32,}/, /\bhf_[A-Za-z0-9]{30,}/, /\bdop_v1_[a-f0-9]{64}/, /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
];

/** What is no secret under any name: switches, paths, references to a vault, templates, addresses. */
const harmless = /^(?:|true|false|yes|no|on|off|none|null|nil|enabled|disabled|required|optional|\d{1,3}|(?:\.{0,2}|~)\/.*|[a-z][\w+.-]*:\/\/.*|(?:vault|op|ssm|arn|secretsmanager|sm|azurekv|keyvault|ref\+\w+|file):.*|<.*>|\{\{.*\}\}|%.*%|\*+|\.{3})$/is;

const placeholder = /change|replace|example|sample|placeholder|dummy|fake|insert|your[-_]?|todo|xxx|foo|test|demo|\bdev|local|default|insecure|not[-_]?(?:so[-_]?)?secret|secret|sesame|passw|\bpass\b|admin|root|guest|user|postgres|mysql|maria|mongo|redis|minio|rabbit|elastic|grafana|qwerty|letmein|1234|abc/i;

/** What a value is; undefined for what is no secret under any name. `others` are names, in lower case, that people take for passwords: of the user, the service. */
export function secretKind(value: string, others: ReadonlySet<string>): SecretKind | undefined {
  if (tokens.some((token) => token.test(value))) return 'token';
  const text = value.trim();
  if (harmless.test(text)) return undefined;
  if (others.has(text.toLowerCase()) || text.length < 4 || /^(.)\1+$/.test(text)) return 'placeholder';
  const isRandom = text.length >= 16 && !/\s/.test(text) && /\d/.test(text) && /[a-z]/i.test(text) && entropy(text) >= 3.2;
  const words = text.split(/[-_ .]/);
  if (placeholder.test(text) && !(isRandom && words.length === 1)) return 'placeholder';
  return isRandom ? 'random' : 'word';
}

/** Bits for each character (C. Shannon). */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** False for what need not be looked at under a name that speaks of no secret. */
export function mayHoldSecret(value: string): boolean {
  return value.length >= 16 && (value.includes('://') || /pass|pwd/i.test(value) || tokens.some((token) => token.test(value)));
}

/** Where a text holds what a service gave out. */
export function tokenWithin(value: string): readonly [from: number, to: number] | undefined {
  for (const token of tokens) {
    const match = token.exec(value);
    if (match !== null) return [match.index, match.index + match[0].length];
  }
  return undefined;
}

/** Where a password stands within an address or a connection string. */
export function passwordWithin(value: string): readonly [from: number, to: number] | undefined {
  const match = /^[a-z][\w+.-]*:\/\/[^\s:/@]*:([^\s@/]+)@/di.exec(value) ?? /(?:^|;)\s*(?:password|pwd)\s*=\s*([^;]+)/di.exec(value);
  return match?.indices?.[1];
}

/** The user for whom an address has a password. */
export function userWithin(value: string): string | undefined {
  return /^[a-z][\w+.-]*:\/\/([^\s:/@]+):/i.exec(value)?.[1];
}
