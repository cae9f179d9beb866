// The arguments that a service gives to its build, each with its name at its place.

import type { Service } from '#core/compose/model.ts';
import { entries, get, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import { part, type Located, type Text } from '#core/yaml/span.ts';

/** One entry of `build.args`. */
export interface BuildArg {
  readonly name: Text;
  /** Undefined where the shell gives the value. */
  readonly value: Text | undefined;
  /** The whole entry: what goes when the argument goes. */
  readonly at: Located<unknown>;
  /** True where an alias or a merge key brought it in: it is shared with others. */
  readonly shared: boolean;
}

/** `build.args`, a mapping or a list of `NAME=value`. */
export function buildArgsOf(service: Service): readonly BuildArg[] {
  const build = get(service.node, 'build');
  const args = get(build, 'args');
  const shared = [service.node, build, args].some((node) => node?.alias !== undefined) || [service.node, build].some((node) => entries(node).some(({ key, merged }) => merged !== undefined && (key.content === 'build' || key.content === 'args')));
  return [...fromMapping(args, shared), ...fromList(args, shared)];
}

function fromMapping(args: YamlNode | undefined, shared: boolean): readonly BuildArg[] {
  return entries(args).map(({ key, value, merged }) => ({ name: key.text, value: textOf(value), at: { value: undefined, file: key.file, span: key.span }, shared: shared || merged !== undefined }));
}

function fromList(args: YamlNode | undefined, shared: boolean): readonly BuildArg[] {
  return items(args).flatMap((item): BuildArg[] => {
    const text = textOf(item);
    if (text === undefined) return [];
    const equals = text.value.indexOf('=');
    return [{
      name: equals === -1 ? text : part(text, 0, equals), value: equals === -1 ? undefined : part(text, equals + 1, text.value.length),
      at: { value: undefined, file: item.file, span: item.span }, shared: shared || item.alias !== undefined,
    }];
  });
}
