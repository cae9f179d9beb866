// What plain text means: the resolution of scalars as go-yaml (Compose's parser) does it, which is YAML 1.2's
// core schema with a few forms of YAML 1.1. Quoted text never comes here.

import type { ScalarValue } from '#core/yaml/node.ts';

const integer = /^[-+]?(?:0|[1-9][0-9]*)$/;
const otherBase = /^([-+]?)0(?:([xX])([0-9a-fA-F]+)|([oO])?([0-7]+)|([bB])([01]+))$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** The value of a plain scalar. */
export function resolvePlain(text: string): ScalarValue {
  switch (text) {
    case '': case '~': case 'null': case 'Null': case 'NULL': return null;
    case 'true': case 'True': case 'TRUE': return true;
    case 'false': case 'False': case 'FALSE': return false;
    case '.inf': case '.Inf': case '.INF': case '+.inf': case '+.Inf': case '+.INF': return Infinity;
    case '-.inf': case '-.Inf': case '-.INF': return -Infinity;
    case '.nan': case '.NaN': case '.NAN': return Number.NaN;
  }
  if (!/^[-+.0-9]/.test(text)) return text;
  // Underscores may stand between and behind the digits of any number.
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  if (integer.test(digits)) return Number(digits) + 0;
  const base = otherBase.exec(digits);
  if (base !== null) {
    const radix = base[2] !== undefined ? 16 : base[6] !== undefined ? 2 : 8;
    const value = Number.parseInt(base[3] ?? base[5] ?? base[7] ?? '', radix);
    return base[1] === '-' ? -value : value;
  }
  const value = float.test(digits) ? Number(digits) : Number.NaN;
  return Number.isFinite(value) ? value : text;
}
