// Text that cannot be read: YAML, variables.

import { treeAt } from '../draft.ts';
import { marked, Verbatim } from '../yaml-text.ts';
import { atTop, inService, type FaultKind } from './fault.ts';

export const texts: readonly FaultKind[] = [
  inService('interpolation-syntax', 'no closing brace', () => ({ hostname: marked('${OPEN') })),
  inService('interpolation-syntax', 'no name', () => ({ working_dir: `/x/${marked('${}')}` })),
  inService('interpolation-syntax', 'a digit first', () => ({ environment: { A: marked('${1A}') } })),
  inService('interpolation-syntax', 'a strange operator', () => ({ labels: [`a=${marked('${A/x/y}')}`] })),
  atTop('interpolation-syntax', 'in an extension', (root) => { root['x-more'] = { a: marked('${A B}') }; }),
  inService('required-variable', 'with a message', () => ({ hostname: marked('${NEVER_SET:?set it}') })),
  inService('required-variable', 'without a message', () => ({ command: ['run', marked('${NEVER_SET?}')] })),
  inService('required-variable', 'inside a default', () => ({ hostname: `\${ALSO_NOT:-${marked('${NEVER_SET:?x}')}}` })),
  inService('required-variable', 'in a service that is off', () => ({ profiles: ['never-on'], hostname: marked('${NEVER_SET?x}') })),
  inService('duplicate-key', 'an attribute twice', () => ({ labels: new Verbatim(`\n      a: b\n      ${marked('a')}: c`) })),
  atTop('duplicate-key', 'a service twice', (root) => { treeAt(root, 'services')['twice'] = new Verbatim(`\n    image: a\n  ${marked('twice')}:\n    image: b`); }),
  inService('yaml-syntax', 'a reserved character', () => ({ hostname: new Verbatim(`${marked('@')}x`) })),
  atTop('yaml-syntax', 'a tab for indent', (root) => { treeAt(root, 'services')['tabbed'] = new Verbatim(`\n${marked('\t')}image: x`); }),
];
