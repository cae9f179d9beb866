// What plain text means: the resolution of scalars as go-yaml (Compose's parser) does it, which is YAML 1.2's
// core schema with a few forms of YAML 1.1. Quoted text never comes here.

import type { ScalarValue } from '#core/yaml/node.ts';

const integer = /^[-+]?(?:0|[1-9][0-9_]*)$/;
const otherBase = /^([-+]?)0(?:(x)([0-9a-fA-F_]+)|(o)?([0-7_]+)|(b)([01_]+))$/;
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
  if (integer.test(text)) return Number(text.replaceAll('_', ''));
  const base = otherBase.exec(text);
  if (base !== null) {
    const digits = (base[3] ?? base[5] ?? base[7] ?? '').replaceAll('_', '');
    const radix = base[2] !== undefined ? 16 : base[6] !== undefined ? 2 : 8;
    const value = Number.parseInt(digits, radix);
    return base[1] === '-' ? -value : value;
  }
  return float.test(text) ? Number(text) : text;
}
