// What a person reads who points at a word of `composure.yaml`: what its keys mean, and what a rule is about.

import { configurationAt } from '#core/configuration/attribute.ts';
import type { Hover } from '#core/language/hover/hover.ts';
import { describeKey } from '#core/language/hover/key.ts';
import { placeAt } from '#core/language/place.ts';
import type { Block } from '#core/language/prose.ts';
import { rules } from '#core/rules/index.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** What there is to say at an offset; `pageOf` leads from a rule's code to its page. */
export function hoverInConfiguration(file: YamlFile, offset: number, pageOf: (code: string) => string | undefined): Hover | undefined {
  const place = placeAt(file, offset);
  if (place === undefined || place.key === undefined || place.on !== 'key' && place.on !== 'value') return undefined;
  const [top, code = ''] = place.path;
  const blocks = top === 'rules' && place.path.length === 2 ? ruleBlocks(code, pageOf(code)) : describeKey(place, configurationAt);
  return blocks.length === 0 ? undefined : { span: place.span, blocks };
}

function ruleBlocks(code: string, page: string | undefined): readonly Block[] {
  const rule = rules.find((each) => each.code === code);
  if (rule === undefined) return [];
  const options = Object.keys(rule.options ?? {});
  return [[
    { strong: code }, ': ', rule.title, '. By default ', { code: rule.severity },
    ...options.length === 0 ? [] : ['. Options ', ...options.flatMap((each, index) => [...index === 0 ? [] : [', '], { code: each }])],
    ...page === undefined ? [] : [' (', { link: page, text: 'page' }, ')'],
  ]];
}
