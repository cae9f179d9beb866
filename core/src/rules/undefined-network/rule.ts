import type { Project } from '#core/compose/model.ts';
import { mayBeInBrokenText } from '#core/rules/broken-text.ts';
import { nearest } from '#core/words/nearest.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule } from '#core/rules/rule.ts';
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
    if (project.partial) return;
    for (const service of project.services.values()) {
      if (!service.active) continue;
      for (const network of service.networks) {
        if (network.value === 'default' || network.unresolved.length > 0 || project.networks.has(network.value) || mayBeInBrokenText(project, network.value)) continue;
        yield report(project, network);
      }
    }
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
