// A planned file as it may be shown on a terminal and in a diff: no secret in it, neither an old one nor a new one.

import { mask } from '#core/language/masking.ts';
import { lastAssignments, shownEnvText } from '#core/variables/env-text.ts';
import type { PlannedFile } from '#core/variables/plan.ts';

/** Both texts with dots in place of secrets; one that is new says so, since the dots do not. */
export function shownFile({ kind, before, after, open, secrets }: PlannedFile): { readonly before: string | undefined; readonly after: string } {
  switch (kind) {
    case 'env': {
      const old = lastAssignments(before ?? '');
      const now = lastAssignments(after);
      const isOpen = (name: string): boolean => open.has(name);
      return {
        before: before === undefined ? undefined : shownEnvText(before, isOpen, () => false),
        after: shownEnvText(after, isOpen, (name) => old.get(name)?.value !== now.get(name)?.value),
      };
    }
    case 'secrets':
    case 'kubernetes':
      return { before: before === undefined ? undefined : shownLines(before, ''), after: shownLines(after, before ?? '') };
    case 'key':
      return { before: before === undefined ? undefined : `${mask}\n`, after: before === after ? `${mask}\n` : `${mask} (new)\n` };
    case 'template':
      return { before: before === undefined ? undefined : withoutSecrets(before, secrets), after: withoutSecrets(after, secrets) };
    case 'override':
    case 'gitignore':
      return { before, after };
  }
}

/** Lines of JSON and of a manifest: what stands behind a name is a secret, but for the manifest's own name. */
function shownLines(text: string, before: string): string {
  const bare = (line: string): string => line.replace(/,$/, '');
  const old = new Set(before.split('\n').map(bare));
  let isOpen = false;
  return text.split('\n').map((line) => {
    if (/^[\w"]/.test(line)) isOpen = /^(?:apiVersion|kind|metadata|type):/.test(line);
    if (isOpen || /^[\s{}[\],]*$/.test(line) || /^(?:#.*|(?:stringData|data):\s*(?:\{\})?)$/.test(line)) return line;
    const [, name = ''] = /^(\s*\{?\s*"?[\w.-]+"?\s*:\s)/.exec(line) ?? [];
    return `${name}${mask}${before === '' || old.has(bare(line)) ? '' : ' (new)'}${line.endsWith(',') ? ',' : ''}`;
  }).join('\n');
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret.length > 2).toSorted((a, b) => b.length - a.length).reduce((left, secret) => left.replaceAll(secret, mask), text);
}
