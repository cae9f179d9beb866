// Completion: from a cursor in a file to what may be written there. It never waits for a check: the place is found in
// the text as it is, names come from the projects as they were checked last.

import type { DescribedAttribute } from '#core/compose/spec/lookup.ts';
import { attributeAt } from '#core/compose/spec/lookup.ts';
import { configurationAt, configurationShape } from '#core/configuration/attribute.ts';
import { envFileSuggestions, isEnvFile } from '#core/language/completion/env-file.ts';
import { customaryKeys } from '#core/language/completion/key-order.ts';
import { ignoreSuggestions } from '#core/language/completion/ignores.ts';
import { indentationOf, reindented } from '#core/language/completion/indentation.ts';
import { keySuggestions, usualForm, writtenKey } from '#core/language/completion/keys.ts';
import { aliasSuggestions } from '#core/language/completion/names.ts';
import type { Asked, Question } from '#core/language/completion/question.ts';
import { meaning, shapeOf } from '#core/language/completion/shape.ts';
import { shapeSuggestions } from '#core/language/completion/shapes.ts';
import { keySource, valueSource } from '#core/language/completion/sources.ts';
import { literal, nothing, type Suggestion, type Suggestions } from '#core/language/completion/suggestion.ts';
import { asText, valueSuggestions } from '#core/language/completion/values.ts';
import { variableAt, variableSuggestions } from '#core/language/completion/variables.ts';
import { writtenPlace } from '#core/language/completion/written-place.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { nameOf } from '#core/project/path.ts';

type AttributeAt = (path: readonly string[]) => DescribedAttribute | undefined;

/** What may be written at a cursor. */
export async function complete(question: Question): Promise<Suggestions> {
  const { file, text, offset } = question;
  if (isEnvFile(nameOf(file))) return envFileSuggestions(question);
  const isConfiguration = nameOf(file) === configurationName;
  if (isInComment(text, offset)) return ignoreSuggestions(text, offset);
  const variable = isConfiguration ? undefined : variableAt(text, offset);
  if (variable !== undefined) return variableSuggestions(question, variable);
  const at: AttributeAt = isConfiguration ? configurationAt : attributeAt;
  const knows = (path: readonly string[], key: string): boolean => at(path)?.attribute.mapping?.keys.has(key) === true;
  const place = writtenPlace(text, offset, knows);
  if (place === undefined) return nothing;
  const path = meaning(place, text, knows);
  const asked: Asked = { ...question, place, path, shape: isConfiguration ? configurationShape(path) : shapeOf(path) };
  const style = indentationOf(place.lines);
  const all = (await suggestionsAt(asked, at)).map((each) => (each.snippet?.includes('\n') === true ? { ...each, snippet: reindented(each.snippet, style, place.role === 'item') } : each));
  return { replace: place.word.span, all: place.glued ? all.map((each) => prefixed(each, ' ')) : all };
}

async function suggestionsAt(asked: Asked, at: AttributeAt): Promise<readonly Suggestion[]> {
  const { place } = asked;
  if (place.typed.startsWith('*') && place.role !== 'key') return aliasSuggestions(asked.text, asked.offset);
  if (place.typed.startsWith('!')) return ['!reset', '!override'].map((label) => ({ label, kind: 'value', text: label }));
  switch (place.role) {
    case 'key': return keysHere(asked, at);
    case 'value': return valuesHere(asked, at);
    case 'item': return itemsHere(asked, at);
  }
}

/** Keys, and items where a list may begin. */
async function keysHere(asked: Asked, at: AttributeAt): Promise<readonly Suggestion[]> {
  const { place, path, shape, text, offset } = asked;
  const attribute = at(path)?.attribute;
  if (attribute === undefined) return [];
  const mayBegin = !place.flow && !place.closed;
  const anchors = mayBegin && attribute.mapping !== undefined && !place.others.has('<<') ? aliasSuggestions(text, offset) : [];
  return [
    ...keySuggestions(attribute, shape, place.others, place, (key) => at([...path, key])),
    ...attribute.mapping === undefined ? [] : await keySource(shape)?.(asked) ?? [],
    ...customaryKeys(shape, place.others, (key) => writtenKey(key, undefined, place).text ?? key),
    ...anchors.slice(0, 1).map((): Suggestion => ({ label: '<<', kind: 'key', text: '<<: ', detail: 'take over what an anchor holds', rank: 150, goesOn: true })),
    ...mayBegin ? shapeSuggestions(shape, place.others) : [],
    ...mayBegin && usualForm(attribute) === 'list' && place.others.size === 0 ? (await itemsHere(beginningList(asked), at)).map((each) => ({ ...prefixed(each, '- '), label: `- ${each.label}`, filter: each.filter ?? each.label })) : [],
  ];
}

/** The same place read as the first item of a list. */
function beginningList(asked: Asked): Asked {
  const path = [...asked.path, '0'];
  return { ...asked, path, shape: `${asked.shape}.0`, place: { ...asked.place, role: 'item', path: [...asked.place.path, '0'] } };
}

async function valuesHere(asked: Asked, at: AttributeAt): Promise<readonly Suggestion[]> {
  const { place, path, shape, text, offset } = asked;
  if (place.path.at(-1) === '<<') return aliasSuggestions(text, offset);
  const attribute = at(path)?.attribute;
  const found = distinct([...await valueSource(shape)?.(asked) ?? [], ...attribute === undefined ? [] : valueSuggestions(attribute, place.word.quote)]);
  if (attribute?.list === undefined || usualForm(attribute) !== 'list' || place.flow || place.word.text !== '' || place.word.quote !== '') return quoted(found, asked);
  // Nothing stands behind the colon: the list may begin on the next line, or here in brackets.
  const items = quoted(await itemsHere(beginningList(asked), at), asked).filter(({ kind, text: written }) => kind !== 'key' && written !== undefined);
  const keys = shape === 'services.*.depends_on' ? await keySource(shape)?.(asked) ?? [] : [];
  return [...quoted(found, asked), ...keys.map((each) => ({ ...each, label: `${each.label}:`, rank: 1, text: undefined, snippet: `\n  ${indented(each.snippet ?? '')}` })), ...items.map((each) => ({ ...each, text: each.goesOn === true ? undefined : `[${each.text}]`, snippet: `\n  - ${each.snippet ?? literal(each.text ?? '')}`, replace: place.word.span }))];
}

async function itemsHere(asked: Asked, at: AttributeAt): Promise<readonly Suggestion[]> {
  const { place, path, shape } = asked;
  // An attribute may be a list or a mapping: `0` is an item here, not a name.
  const attribute = at(path.slice(0, -1))?.attribute.list?.item;
  const found = distinct([...await valueSource(shape)?.(asked) ?? [], ...attribute === undefined ? [] : valueSuggestions(attribute, place.word.quote)]);
  const isBegun = attribute?.mapping !== undefined && [...place.others].some((each) => attribute.mapping?.keys.has(each) === true);
  const scalars = isBegun ? [] : quoted(found, asked).filter(({ label }) => !place.others.has(label));
  if (attribute?.mapping === undefined || place.flow || place.word.quote !== '' || /[:/]/.test(place.typed)) return scalars;
  const keys = [...keySuggestions(attribute, shape, place.others, place, (key) => at([...path, key])), ...shapeSuggestions(shape, place.others)];
  return [...scalars, ...keys.map((each) => ({ ...each, rank: (each.rank ?? 0) + 300, ...(each.snippet === undefined ? {} : { snippet: indented(each.snippet) }) }))];
}

/** Of several with one label the first, which knows more of it. */
function distinct(all: readonly Suggestion[]): readonly Suggestion[] {
  const labels = new Set<string>();
  return all.filter(({ label }) => !labels.has(label) && labels.add(label));
}

/** Lines after the first, one step further in. */
function indented(snippet: string): string {
  return snippet.replaceAll('\n', '\n  ');
}

/** Whole values in quotes where YAML would read something else. */
function quoted(all: readonly Suggestion[], { place: { word } }: Asked): readonly Suggestion[] {
  const plain: ReadonlySet<Suggestion['kind']> = new Set(['service', 'resource', 'image', 'file', 'folder', 'stage']);
  return all.map((each) => (each.text !== undefined && plain.has(each.kind) && each.goesOn !== true && each.snippet === undefined ? { ...each, text: asText(each.text, word.quote) } : each));
}

function prefixed(each: Suggestion, prefix: string): Suggestion {
  return { ...each, text: each.text === undefined ? undefined : prefix + each.text, ...(each.snippet === undefined ? {} : { snippet: prefix + each.snippet }) };
}

/** Whether a comment begins on the line before an offset; a `#` in quotes begins none. */
function isInComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return line.includes('#') && /(?:^|\s)#/.test(line.replaceAll(/"(?:[^"\\]|\\.)*"?|'[^']*'?/g, '""'));
}
