// Differences between environments that are meant, as a team writes them down in `composure.yaml`:
//
//   drift:
//     mail: only dev sends its mail nowhere
//     db:
//       image: dev tries the next version
//       environment.LOG_LEVEL: { because: dev is talkative, environments: [dev] }

import { either, mapOf, record, text, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';
import { entries, get, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** What `composure.yaml` calls a service itself, where one environment has it and another has not. */
export const serviceAttribute = 'service';

/** One decision. */
export interface Decision {
  readonly service: string;
  /** `image`, `environment.LOG_LEVEL`, or all below `environment`; undefined for the whole service. */
  readonly attribute: string | undefined;
  readonly because: string;
  /** The environments that may differ from the others; undefined for all. */
  readonly environments: readonly string[] | undefined;
}

const because = text('Why the environments differ here on purpose', { example: 'dev tries the next version' });

const decision = [because, record('A difference that is meant', {
  because,
  environments: textOrTexts('The environments that may differ from the others; all where nothing is said', { example: '[dev]' }),
}, { what: 'a difference that is meant' })];

/** `drift`: by service, then by attribute. */
export const driftAttribute: Attribute = mapOf('Differences between environments that are meant, by service', either('Why the whole service differs, or which of its attributes do', [
  because, mapOf('Why an attribute differs, by its name', either('A difference that is meant', decision)),
]));

/** What a file decides. What cannot be followed decides nothing, and is told where the file is checked. */
export function readDecisions({ documents: [root] }: Pick<YamlFile, 'documents'>): readonly Decision[] {
  const read = (node: YamlNode, service: string, attribute: string | undefined): readonly Decision[] => {
    const [reason, environments] = node.kind === 'mapping' ? [get(node, 'because'), get(node, 'environments')] : [node];
    const because = textOf(reason)?.value ?? '';
    return because === '' ? [] : [{ service, attribute, because, environments: environments && [environments, ...items(environments)].flatMap((each) => textOf(each)?.value ?? []) }];
  };
  return entries(get(root, 'drift')).flatMap(({ key, value }) => (value.kind !== 'mapping'
    ? read(value, key.content, undefined)
    : value.entries.flatMap((each) => read(each.value, key.content, each.key.content))));
}

/** The decision about an attribute of a service, the closest one; `environment` decides about `environment.LOG_LEVEL`. */
export function decisionAbout(service: string, attribute: string, decisions: readonly Decision[]): Decision | undefined {
  const about = decisions.filter((each) => each.service === service && (each.attribute === undefined || each.attribute === attribute || attribute.startsWith(`${each.attribute}.`)));
  return about.toSorted((one, other) => (other.attribute?.length ?? 0) - (one.attribute?.length ?? 0))[0];
}
