// Who takes what an env file sets: the services, resources and other variables that name it, each with its lines.

import { lineOf, fileName } from '#core/language/hover/where.ts';
import { resourceKinds, type Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import { placeAt } from '#core/language/place.ts';
import type { Run } from '#core/language/prose.ts';
import type { Scope, ScopedFile } from '#core/language/scope.ts';
import type { FilePath } from '#core/outside.ts';
import { entries, get, items, textOf } from '#core/yaml/node.ts';

/** As many as anybody reads. */
const userLimit = 12;

/** The users of a name, in order; with the environments of each where it is not used in all of the file's. */
export function usersOf(names: Names, mention: Mention): readonly (readonly Run[])[] {
  const files = new Map(names.files().map((file) => [file.path, file]));
  const scopes = names.scopes.filter((scope) => scope.files.has(mention.file));
  const users = new Map<string, { readonly who: readonly Run[]; readonly file: ScopedFile; readonly lines: Set<number> }>();
  for (const each of names.group(mention)) {
    const file = files.get(each.file);
    if (file === undefined || each.role !== 'use' || each.file === mention.file && each.span[0] === mention.span[0]) continue;
    const who = whoIs(file, each);
    const key = JSON.stringify([each.file, who]);
    const user = users.get(key) ?? { who, file, lines: new Set() };
    user.lines.add(lineOf(file.text, each.span[0]));
    users.set(key, user);
  }
  const all = [...users.values()].map(({ who, file, lines }): readonly Run[] => {
    const within = scopes.filter((scope) => scope.files.has(file.path));
    const some = within.length === scopes.length ? '' : ` (${[...new Set(within.map(({ environment }) => environment.name))].join(', ')})`;
    return [...who, ' in ', { code: fileName(mention.file, file.path) }, `, line${lines.size === 1 ? '' : 's'} ${[...lines].join(', ')}${some}`];
  });
  return all.length <= userLimit ? all : [...all.slice(0, userLimit - 1), [`${all.length - userLimit + 1} more`]];
}

function whoIs(file: ScopedFile, { span }: Mention): readonly Run[] {
  if (file.yaml === undefined) {
    const { name } = file.mentions.findLast((each) => each.role === 'definition' && each.span[0] <= span[0]) ?? {};
    return name === undefined ? [] : [{ code: name }];
  }
  const [kind = '', name] = placeAt(file.yaml, span[0])?.path ?? [];
  return name === undefined || !Object.hasOwn(resourceKinds, kind) ? [{ code: kind }] : [`${resourceKinds[kind as keyof typeof resourceKinds]} `, { code: name }];
}

/** The services whose containers get the variables of a file by `env_file`. */
export function containersWith(scopes: readonly Scope[], path: FilePath): readonly string[] {
  const found = new Set<string>();
  for (const scope of scopes) {
    if (!scope.containerFiles.has(path)) continue;
    for (const { yaml, directory } of scope.files.values()) {
      for (const { key, value } of (yaml?.documents ?? []).flatMap((document) => entries(get(document, 'services')))) {
        const given = get(value, 'env_file');
        const texts = [...textOf(given) === undefined ? [] : [given], ...items(given)].flatMap((each) => textOf(each) ?? textOf(get(each, 'path')) ?? []);
        if (texts.some((text) => scope.resolve(directory, text.value) === path)) found.add(key.content);
      }
    }
  }
  return [...found];
}
