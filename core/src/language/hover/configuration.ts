// What a person reads who points at a word of `composure.yaml`: what its keys mean, and what a rule is about.

import type { Project } from '#core/compose/model.ts';
import { configurationAt } from '#core/configuration/attribute.ts';
import { explainedName, nameIn } from '#core/language/configuration-names.ts';
import type { Hover } from '#core/language/hover/hover.ts';
import { describeKey } from '#core/language/hover/key.ts';
import { placeAt } from '#core/language/place.ts';
import type { Block } from '#core/language/prose.ts';
import { rules } from '#core/rules/index.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { settled } from '#core/yaml/span.ts';

/** What there is to say at an offset; `pageOf` leads from a rule's code to its page, and `projects` are those that the file holds for. */
export function hoverInConfiguration(file: YamlFile, offset: number, pageOf: (code: string) => string | undefined, projects: readonly Project[] = []): Hover | undefined {
  const named = nameIn(file, offset);
  const explained = named === undefined ? [] : explainedName(named, projects);
  if (named !== undefined && explained.length > 0) return { span: settled(named.node.span), blocks: explained };
  const place = placeAt(file, offset);
  if (place === undefined || place.key === undefined || place.on !== 'key' && place.on !== 'value') return undefined;
  const [top, code = ''] = place.path;
  const ruleCode = top === 'rules' && place.path.length === 2 ? code : top === 'environments' && place.path[2] === 'rules' && place.path.length === 4 ? place.path[3] : undefined;
  const blocks = ruleCode === undefined ? describeKey(place, configurationAt) : ruleBlocks(ruleCode, pageOf(ruleCode));
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
