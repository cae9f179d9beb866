// One single value against its form: the type that YAML gave it, then what its text says.

import { isDate } from '#core/compose/format/date.ts';
import type { Attribute, ScalarForm } from '#core/compose/spec/attribute.ts';
import { placeOf, type Findings } from '#core/compose/validate/findings.ts';
import { asIn, described, object, subject, wanted } from '#core/compose/validate/words.ts';
import type { Scalar } from '#core/yaml/node.ts';
import { nearest } from '#core/words/nearest.ts';

/** Checks a value that may be a single one. `name` is how a person calls it: "ports", "an entry of ports". */
export function checkScalar(node: Scalar, form: ScalarForm, attribute: Attribute, name: string, key: Scalar | undefined, findings: Findings): void {
  const { value } = node;
  switch (typeof value) {
    case 'string':
      if (form.text) checkText(node, value, form, name, key, findings);
      else reportWrongText(node, value, form, attribute, name, key, findings);
      return;
    case 'number': return checkNumber(node, value, form, attribute, name, key, findings);
    case 'boolean':
      if (!form.boolean) reportUnquoted(node, form, attribute, name, key, findings);
      return;
    default:
      if (!form.empty) reportEmpty(node, attribute, name, key, findings);
  }
}

/** `ports:` with nothing behind it. */
export function reportEmpty(node: Scalar, attribute: Attribute, name: string, key: Scalar | undefined, findings: Findings): void {
  findings.report('wrong-type', placeOf(node, key), `${subject(name, key)} has no value: it must be ${wanted(attribute)}${asIn(attribute)}`, { absent: true });
}

function checkText(node: Scalar, value: string, form: ScalarForm, name: string, key: Scalar | undefined, findings: Findings): void {
  if (form.values !== undefined) {
    if (form.values.has(value)) return;
    const meant = nearest(value, form.values);
    const [only] = form.values;
    return findings.reportFault(node, {
      message: form.values.size === 1 ? `${subject(name, key)} can be ${only} only` : `"${value}" is no value of ${object(name, key)}: use ${form.what}`,
      ...(meant === undefined ? form.values.size === 1 && only !== undefined ? { instead: only } : {} : { instead: meant }),
    }, form.what);
  }
  if (form.format !== undefined) {
    const fault = form.format.fault(value);
    if (fault !== undefined) return findings.reportFault(node, fault, form.what);
    if (form.format.numeric === true && (form.number === 'whole' || form.min !== undefined || form.max !== undefined)) {
      const read = Number(value);
      if (!Number.isNaN(read)) checkBounds(node, read, form, name, key, findings);
    }
    return;
  }
  if (form.number === 'none' && node.style === 'plain' && value.charCodeAt(4) === 45 && isDate(value) && node.tag === undefined) {
    findings.report('wrong-type', placeOf(node), `${value} is a date to YAML, and ${object(name, key)} must be text: write "${value}"`, { mend: { title: `Write "${value}"`, at: placeOf(node), text: `"${value}"` } });
  }
}

function checkNumber(node: Scalar, value: number, form: ScalarForm, attribute: Attribute, name: string, key: Scalar | undefined, findings: Findings): void {
  if (form.number === 'none') return reportUnquoted(node, form, attribute, name, key, findings);
  if (!Number.isFinite(value)) return findings.report('invalid-value', placeOf(node), `${node.content} is no number that Compose can use`);
  checkBounds(node, value, form, name, key, findings);
  if (form.format !== undefined && form.format.numeric !== true && node.value === value && form.what === 'a port') {
    const fault = form.format.fault(String(value));
    if (fault !== undefined) findings.report('invalid-value', placeOf(node), fault.message);
  }
}

function checkBounds(node: Scalar, value: number, form: ScalarForm, name: string, key: Scalar | undefined, findings: Findings): void {
  const { min, max } = form;
  if (form.number === 'whole' && !Number.isInteger(value)) findings.report('invalid-value', placeOf(node), `${node.content} is no whole number, and ${object(name, key)} must be one`);
  else if (min !== undefined && value < min) findings.report('invalid-value', placeOf(node), `${subject(name, key)} must be ${min} or more`);
  else if (max !== undefined && value > max) findings.report('invalid-value', placeOf(node), `${subject(name, key)} must be ${max} or less`);
}

/** A number or a truth value where text is wanted: quotes make it one, if the text is right then. */
function reportUnquoted(node: Scalar, form: ScalarForm, attribute: Attribute, name: string, key: Scalar | undefined, findings: Findings): void {
  const at = placeOf(node);
  const quoted = `"${node.content}"`;
  const takesQuoted = form.text && (form.values === undefined || form.values.has(node.content)) && form.format?.fault(node.content) === undefined;
  if (takesQuoted && form.what === 'text') {
    const mend = node.alias === undefined ? { mend: { title: `Write ${quoted}`, at, text: quoted } } : {};
    return findings.report('wrong-type', at, `${subject(name, key)} must be text, and ${node.content} is a ${typeof node.value === 'number' ? 'number' : 'truth value'}: write ${quoted}`, mend);
  }
  const unit = typeof node.value === 'number' && form.what === 'a duration' ? { mend: { title: `Write ${node.content}s`, at, text: `${node.content}s` } } : {};
  const size = takesQuoted && form.what !== 'text' && node.alias === undefined ? { mend: { title: `Write ${quoted}`, at, text: quoted } } : unit;
  findings.report('wrong-type', at, `${subject(name, key)} is ${described(node)} and must be ${wanted(attribute)}${asIn(attribute)}`, size);
}

/** Text where only a plain number or truth value is right. */
function reportWrongText(node: Scalar, value: string, form: ScalarForm, attribute: Attribute, name: string, key: Scalar | undefined, findings: Findings): void {
  if (node.text.unresolved.length > 0) return findings.reportFault(node, { message: '' }, wanted(attribute));
  const isQuoted = (node.style === 'double' || node.style === 'single') && (form.boolean ? value === 'true' || value === 'false' : form.number !== 'none' && /^-?\d+$/.test(value));
  const at = placeOf(node);
  if (isQuoted && node.alias === undefined) return findings.report('wrong-type', at, `${subject(name, key)} must be ${form.what} without quotes: Compose takes no text here`, { mend: { title: `Write ${value}`, at, text: value } });
  findings.report('wrong-type', at, `${subject(name, key)} is ${described(node)} and must be ${wanted(attribute)}${asIn(attribute)}`);
}
