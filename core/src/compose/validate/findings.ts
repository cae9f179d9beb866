// What the checks of the tree report: problems with a place where a person would change the text, made only where
// something is wrong.

import { isOfTheShell } from '#core/compose/shell-variables.ts';
import type { LoadProblem } from '#core/compose/model.ts';
import type { Fault } from '#core/compose/format/format.ts';
import type { Scalar, YamlNode } from '#core/yaml/node.ts';
import { part, within, type Located, type Text } from '#core/yaml/span.ts';

export type TreeCode = 'unknown-key' | 'wrong-type' | 'invalid-value' | 'missing-property' | 'conflicting-keys';

/** A problem of the tree. */
export interface TreeProblem extends LoadProblem {
  readonly code: TreeCode;
  /** True where something is not there: while the text around it is broken, it may be there all the same. */
  readonly absent: boolean;
}

interface Details {
  readonly mend?: LoadProblem['mend'];
  readonly related?: LoadProblem['related'];
  readonly absent?: boolean;
}

/** Collects problems. */
export class Findings {
  readonly problems: TreeProblem[] = [];

  report(code: TreeCode, at: Located<unknown>, message: string, details: Details = {}): void {
    this.problems.push({
      code, at, message, absent: details.absent ?? false,
      ...(details.mend === undefined ? {} : { mend: details.mend }), ...(details.related === undefined ? {} : { related: details.related }),
    });
  }

  /** A fault in a text; where a variable without value is to blame, it is said of that. */
  reportFault(node: Scalar, fault: Fault, wanted: string): void {
    const { text } = node;
    if (text.unresolved.some(isOfTheShell)) return;
    if (text.unresolved.length > 0) return this.#reportUnresolved(text, wanted);
    const whole = fault.from === undefined;
    const at = whole ? text : part(text, fault.from ?? 0, fault.to ?? text.value.length);
    const mend = fault.instead !== undefined && isWritten(at) ? { title: fault.instead === '' ? `Remove "${at.value}"` : `Write ${fault.instead}`, at, text: fault.instead } : undefined;
    const empty = at.span[0] === at.span[1];
    this.report('invalid-value', empty ? placeOf(node) : at, fault.message, mend === undefined ? {} : { mend });
  }

  #reportUnresolved(text: Text, wanted: string): void {
    const variable = text.pieces?.find((piece) => !piece.verbatim);
    const at: Located<unknown> = variable === undefined ? text : { value: text.value, file: text.file, span: variable.span };
    const reads = text.value === '' ? 'an empty text' : `"${text.value}"`;
    this.report('invalid-value', at, `${text.unresolved.join(' and ')} ${text.unresolved.length === 1 ? 'has' : 'have'} no value: Compose reads ${reads} where ${wanted} is wanted`);
  }
}

/** True where the file holds the text character by character. */
export function isWritten(text: Text): boolean {
  return text.pieces !== undefined && text.pieces.every((piece) => piece.verbatim) && text.span[1] - text.span[0] === text.value.length;
}

/** Where to say something of a value: the value itself, or its key where the value is empty or runs over many lines. */
export function placeOf(node: YamlNode, key?: Scalar): Located<unknown> {
  if (node.alias !== undefined) return { value: node, file: node.file, span: node.alias };
  if (node.kind === 'scalar' ? node.style !== 'empty' : node.flow) return { value: node, file: node.file, span: node.span };
  if (key !== undefined) return { value: node, file: key.file, span: key.span };
  // An empty item has no place of its own: what can be underlined is the dash before it.
  if (node.kind === 'scalar') return { value: node, file: node.file, span: node.span[0] === 0 ? [0, 1] : within(node.span, -1, 0) };
  const first = node.kind === 'mapping' ? node.entries[0]?.key : node.items[0];
  return first === undefined ? { value: node, file: node.file, span: node.span } : placeOf(first);
}
