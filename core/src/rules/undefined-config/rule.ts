import { resolvePath } from '#core/project/path.ts';
import type { Rule } from '#core/rules/rule.ts';
import { undefinedResources } from '#core/rules/undefined-resource.ts';

/** Compose: checkConsistency 6. */
export const undefinedConfig: Rule = {
  code: 'undefined-config',
  title: 'A service uses a config that the project does not define',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => undefinedResources(project, {
    noun: 'config', defined: ({ configs }) => configs,
    named: ({ configs }) => configs,
    define: (name) => ({
      title: `Define the config "${name.value}" and create its file`, safety: 'ask',
      edits: [
        { kind: 'add', file: name.file, path: ['configs', name.value], key: 'file', value: `./${name.value}` },
        { kind: 'create-file', path: resolvePath(name.directory ?? project.directory, name.value), text: '' },
      ],
    }),
  }),
};
