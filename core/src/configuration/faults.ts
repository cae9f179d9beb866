// What is wrong with a `composure.yaml` by itself: a text that is no YAML, keys that nobody reads, values of a wrong
// form. Those who read a part say what is wrong with it too, and with what comes of it: theirs counts where both speak.

import type { ScalarForm } from '#core/compose/spec/attribute.ts';
import type { LoadProblem } from '#core/compose/model.ts';
import { placeOf } from '#core/compose/validate/findings.ts';
import { asIn, capital, described, subject, wanted } from '#core/compose/validate/words.ts';
import { placesIn, type Place } from '#core/configuration/places.ts';
import { configurationCode } from '#core/project/configured-environments.ts';
import { nearest } from '#core/words/nearest.ts';
import { entry, type Scalar } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Located } from '#core/yaml/span.ts';

/** All faults, by their places. `rules` are read by their own reader, which knows those that are there. */
export function configurationFaults(file: YamlFile): readonly LoadProblem[] {
  if (file.problems.length > 0) {
    return file.problems.map(({ message, span }) => problem(`${message}: as it is, nothing of composure.yaml counts`, { value: undefined, file: file.file, span }));
  }
  return [...placesIn(file)].flatMap((place) => (/(?:^|\.)rules\./.test(place.shape) ? undefined : faultAt(place)) ?? []);
}

/** The faults without those that a reader tells of: at the same place, or around or within it. */
export function untold(faults: readonly LoadProblem[], told: readonly LoadProblem[]): readonly LoadProblem[] {
  return faults.filter(({ at }) => !told.some((other) => other.at.file === at.file && other.at.span[0] < at.span[1] && at.span[0] < other.at.span[1]));
}

function faultAt(place: Place): LoadProblem | undefined {
  const { node, attribute, entry: within, name } = place;
  if (attribute === undefined) return unknownKey(place);
  const at = placeOf(node, within?.key);
  const form = node.kind === 'scalar' ? attribute.scalar : node.kind === 'mapping' ? attribute.mapping : attribute.list;
  const called = subject(name, within?.key);
  if (node.kind === 'scalar' && node.value === null) {
    // A file in which nothing stands yet, and keys behind which nothing stands yet, say nothing wrong.
    return attribute.scalar?.empty === true || within === undefined ? undefined : problem(`${called} has no value and must be ${wanted(attribute)}${asIn(attribute)}: as it is, nothing is read from it`, at);
  }
  if (form === undefined) return problem(`${called} is ${described(node)} and must be ${wanted(attribute)}${asIn(attribute)}: as it is, nothing is read from it`, at);
  if (node.kind !== 'scalar' || attribute.scalar === undefined) return undefined;
  const fault = scalarFault(node, attribute.scalar, called);
  return fault && problem(`${fault.message}: as it is, nothing is read from it`, at, fault.instead);
}

function unknownKey({ entry: unknown, within, shape }: Place): LoadProblem | undefined {
  if (unknown === undefined || within === undefined) return undefined;
  const { key } = unknown;
  const meant = nearest(key.content, within.form.keys.keys());
  const isFree = meant !== undefined && entry(within.mapping, meant) === undefined;
  const what = shape.includes('.') ? capital(within.form.what) : within.form.what;
  return problem(`${what} has no key "${key.content}": nothing is read from it`, key.text, isFree ? meant : undefined);
}

interface Fault {
  readonly message: string;
  readonly instead?: string | undefined;
}

function scalarFault({ value, content }: Scalar, form: ScalarForm, called: string): Fault | undefined {
  if (typeof value === 'boolean' && form.boolean) return undefined;
  if (typeof value === 'number' && form.number !== 'none') return boundsFault(value, form, called);
  if (!form.text) return { message: `${called} must be ${form.what}` };
  if (content === '') return form.empty ? undefined : { message: `${called} is empty and must be ${form.what}` };
  if (form.values !== undefined) return form.values.has(content) ? undefined : { message: `"${content}" is no value of ${called}: use ${form.what}`, instead: nearest(content, form.values) };
  const fault = form.format?.fault(content);
  if (fault !== undefined) return fault;
  return form.format?.numeric === true && !content.includes('$') ? boundsFault(Number(content), form, called) : undefined;
}

function boundsFault(value: number, { min, max, number }: ScalarForm, called: string): Fault | undefined {
  if (number === 'whole' && !Number.isInteger(value)) return { message: `${called} must be a whole number` };
  if (min !== undefined && value < min) return { message: `${called} must be ${min} or more` };
  return max !== undefined && value > max ? { message: `${called} must be ${max} or less` } : undefined;
}

function problem(message: string, at: Located<unknown>, instead?: string): LoadProblem {
  return { code: configurationCode, message, at, ...(instead === undefined ? {} : { mend: { title: `Use ${instead}`, at, text: instead } }) };
}
