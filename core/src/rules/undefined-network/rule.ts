import type { Project } from '#core/compose/model.ts';
import { nearest } from '#core/words/nearest.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule } from '#core/rules/rule.ts';
import { undefinedNames } from '#core/rules/undefined-resource.ts';
import type { Text } from '#core/yaml/span.ts';

/** Compose: checkConsistency 6. `default` is always there; inactive services are not judged. */
export const undefinedNetwork: Rule = {
  code: 'undefined-network',
  title: 'A service joins a network that the project does not define',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  *check(project) {
    const isDefined = (name: string): boolean => name === 'default' || project.networks.has(name);
    for (const [network] of undefinedNames(project, ({ networks }) => networks.map((each) => [each, undefined]), isDefined)) yield report(project, network);
  },
};

function report(project: Project, network: Text): Report {
  return {
    at: network,
    message: `No network "${network.value}" is defined: Compose refuses the project`,
    fixes: () => {
      const similar = nearest(network.value, project.networks.keys());
      const fixes: readonly Fix[] = similar === undefined ? [] : rewriteFix(network, similar, `Use "${similar}"`);
      return [...fixes, {
        title: `Define the network "${network.value}"`, safety: 'ask',
        edits: [{ kind: 'add', file: network.file, path: ['networks'], key: network.value }],
      }];
    },
  };
}
