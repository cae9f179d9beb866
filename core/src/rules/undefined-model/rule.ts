import type { Rule } from '#core/rules/rule.ts';
import { undefinedResources } from '#core/rules/undefined-resource.ts';

/** Compose: checkConsistency 6, since 2.38; older ones know no models. */
export const undefinedModel: Rule = {
  code: 'undefined-model',
  title: 'A service uses a model that the project does not define',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => undefinedResources(project, {
    noun: 'model', defined: ({ models }) => models,
    named: ({ models }) => models,
    define: (name) => ({
      title: `Define the model "${name.value}"`, safety: 'ask',
      edits: [{ kind: 'add', file: name.file, path: ['models', name.value], key: 'model', value: `ai/${name.value}` }],
    }),
  }),
};
