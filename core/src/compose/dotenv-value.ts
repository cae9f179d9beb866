// How a value is written into an env file, so that Compose reads back the very same (compose/dotenv.ts).

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };

/** The value in as few quotes as it needs, or in those that it had; nothing in it is expanded. */
export function dotenvValue(value: string, before = ''): string {
  const quote = /^["']/.exec(before)?.[0];
  if (quote === undefined && /^[\w./+=:@%^,~-]*$/.test(value)) return value;
  // Between single quotes nothing has a meaning but the quote itself, and a backslash before it.
  if (quote !== '"' && !/['\r\n]|\\$/.test(value)) return `'${value}'`;
  return `"${value.replaceAll(/["\\$\r\n]/g, (character) => named[character] ?? `\\${character}`)}"`;
}
