// How a move of data reads, before it is done.

import { sizeText } from '#core/monitor/amounts.ts';
import type { MovePlan } from '#core/storage/plan-move.ts';
import { listed } from '#core/words/listed.ts';

export function planLines({ service, target, copy, stops }: MovePlan): readonly string[] {
  return [
    `${service} keeps ${target} in a volume without a name, ${sizeText(copy.bytes)}: it would come to lie in ${copy.to}`,
    ...(stops.length === 0 ? [] : [`1. ${listed(stops)} ${stops.length === 1 ? 'is' : 'are'} stopped`]),
    ...['all of it is copied, and compared one by one', 'the files are changed', `${service} is started with them`].map((text, index) => `${index + (stops.length === 0 ? 1 : 2)}. ${text}`),
  ];
}
