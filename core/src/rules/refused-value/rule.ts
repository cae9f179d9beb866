import type { Service } from '#core/compose/model.ts';
import { addressesRefused } from '#core/rules/refused-value/addresses.ts';
import { memoryRefused } from '#core/rules/refused-value/memory.ts';
import { sharedNetworkRefused } from '#core/rules/refused-value/shared-network.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { nearest } from '#core/words/nearest.ts';
import { get, textOf } from '#core/yaml/node.ts';

/**
 * What Compose hands on as it stands, and the engine answers with an error when it makes the network or the container
 * (asked of an engine: restart policies, fixed addresses, subnets and gateways, memory, ports in the network of another).
 */
export const refusedValue: Rule = {
  code: 'refused-value',
  title: 'A value that Compose hands on and the engine refuses',
  stage: 'start',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  *check(project, context) {
    for (const service of project.services.values()) {
      yield* context.remembered(restartRefused, service);
      yield* context.remembered(memoryRefused, service);
      yield* context.remembered(sharedNetworkRefused, service);
    }
    yield* addressesRefused(project);
  },
};

const restarts = ['no', 'always', 'on-failure', 'unless-stopped'];

/** moby, container/hostconfig.go: "invalid restart policy", "maximum retry count cannot be used with restart policy". */
function restartRefused({ name, node }: Service): readonly Report[] {
  const restart = get(node, 'restart');
  const at = textOf(restart);
  // Text over several lines is what an open quote took in.
  if (at === undefined || at.value.includes('\n') || restart?.kind !== 'scalar' || typeof restart.value !== 'string' || at.value === '' || at.unresolved.length > 0 || restarts.includes(at.value.replace(/^on-failure:\d+$/, 'on-failure'))) return [];
  const [policy = '', count] = at.value.split(':', 2);
  if (count !== undefined && restarts.includes(policy)) {
    return [{
      at, message: policy === 'on-failure' ? `"${count}" is no number of attempts: Docker does not create ${name}` : `${policy} takes no number of attempts: Docker does not create ${name}`,
      fixes: () => rewriteFix(at, policy),
    }];
  }
  const meant = nearest(at.value, restarts) ?? nearest(at.value.replaceAll('_', '-'), restarts);
  return [{
    at, message: `Docker knows no restart policy "${at.value}", and does not create ${name}: ${restarts.join(', ')}`,
    fixes: () => (meant === undefined ? [] : rewriteFix(at, meant)),
  }];
}
