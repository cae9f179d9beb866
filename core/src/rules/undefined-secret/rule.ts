import { resolvePath } from '#core/project/path.ts';
import type { Rule } from '#core/rules/rule.ts';
import { undefinedResources } from '#core/rules/undefined-resource.ts';

/** Compose: checkConsistency 6, of containers and of builds. */
export const undefinedSecret: Rule = {
  code: 'undefined-secret',
  title: 'A service uses a secret that the project does not define',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => undefinedResources(project, {
    noun: 'secret', defined: ({ secrets }) => secrets,
    named: ({ secrets, build }) => [...secrets, ...(build?.secrets ?? [])],
    define: (name) => ({
      title: `Define the secret "${name.value}" and create its file`, safety: 'ask',
      edits: [
        { kind: 'add', file: name.file, path: ['secrets', name.value], key: 'file', value: `./${name.value}.txt` },
        { kind: 'create-file', path: resolvePath(name.directory ?? project.directory, `${name.value}.txt`), text: '' },
      ],
    }),
  }),
};
