// The places of a service where secrets are written: variables, build arguments, options of a command.

import { commandOf, commandTexts, shellWords } from '#core/compose/command.ts';
import { environmentOf } from '#core/compose/environment.ts';
import type { Service } from '#core/compose/model.ts';
import { readImageName } from '#core/images/image-name.ts';
import { isSecretName, mayHoldSecret, passwordWithin, secretKind, tokenWithin, userWithin, type SecretKind } from '#core/rules/plaintext-secret/secret-value.ts';
import { get } from '#core/yaml/node.ts';
import { part, type Text } from '#core/yaml/span.ts';

/** A secret that is written out. */
export interface WrittenSecret {
  /** What a person calls it: the variable, the option. */
  readonly name: string;
  readonly kind: SecretKind;
  readonly at: Text;
}

const option = /^--?(?:requirepass|password|admin-password|root-password|api-key|token|secret)(?:=|$)/;

/** The secrets of a service. What a variable stands in is none. */
export function secretsOf(service: Service): readonly WrittenSecret[] {
  const environment = environmentOf(service);
  const others = new Set([
    service.name, readImageName(service.image?.value ?? '').repository.split('/').at(-1) ?? '',
    ...environment.filter(({ name }) => /user|name|database|(?:^|_)db$/i.test(name)).map(({ content }) => content ?? ''),
  ].filter((each) => each !== '').map((each) => each.toLowerCase()));
  const found: WrittenSecret[] = [];
  const judge = (name: string, text: Text | undefined, isNamed: boolean): void => {
    if (text === undefined || text.pieces?.some(({ verbatim }) => !verbatim) === true) return;
    // Without places for its parts it may hold a variable: only what is surely a token counts.
    if (text.pieces === undefined) {
      if (secretKind(text.value, others) === 'token') found.push({ name, kind: 'token', at: text });
      return;
    }
    const within = passwordWithin(text.value);
    const at = within === undefined ? text : part(text, within[0], within[1]);
    const user = within === undefined ? undefined : userWithin(text.value);
    const kind = secretKind(at.value, user === undefined ? others : new Set([...others, user.toLowerCase()]));
    if (kind !== undefined && (isNamed || within !== undefined || kind === 'token')) found.push({ name, kind, at });
  };
  const names = environment.map(({ name }) => name);
  for (const entry of environment) {
    const isNamed = isSecretName(entry.name, names);
    if (isNamed || mayHoldSecret(entry.content ?? '')) judge(entry.name, entry.value, isNamed);
  }
  for (const [name, value] of service.build?.args ?? []) judge(name, value, isSecretName(name));
  const command = get(service.node, 'command');
  const words = command?.kind === 'sequence' ? commandTexts(command) : commandTexts(command).flatMap(shellWords);
  for (const [index, word] of words.entries()) {
    const match = option.exec(word.value)?.[0];
    if (match !== undefined) judge(match.replace(/=$/, ''), match.endsWith('=') ? part(word, match.length, word.value.length) : words[index + 1], true);
  }
  const seen = new Set(found.map(({ at }) => at.span[0]));
  for (const word of commandOf(service)) {
    const within = word.unresolved.length === 0 ? tokenWithin(word.value) : undefined;
    if (within === undefined) continue;
    const at = part(word, ...within);
    if (!seen.has(at.span[0])) found.push({ name: 'token', kind: 'token', at });
  }
  return found;
}
