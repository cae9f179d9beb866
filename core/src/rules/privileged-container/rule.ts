import { usesMachine } from '#core/images/engine-users.ts';
import { eachService } from '#core/rules/each-service.ts';
import type { Rule } from '#core/rules/rule.ts';
import { entry } from '#core/yaml/node.ts';

/** Docker: a privileged container has all capabilities, all devices, and neither AppArmor nor seccomp hold it (docs, "docker run --privileged"). */
export const privilegedContainer: Rule = {
  code: 'privileged-container',
  title: 'A container has the rights of root on the host',
  stage: 'policy',
  severity: 'information',
  speed: 'typing',
  fixable: true,
  check: eachService(function* judge(service) {
    const privileged = entry(service.node, 'privileged');
    if (privileged?.value.kind !== 'scalar' || !/^(?:true|y|yes|on)$/i.test(privileged.value.content) || privileged.value.text.unresolved.length > 0 || usesMachine(service.image?.value ?? '')) return;
    const { key, value } = privileged;
    yield {
      at: key.text,
      message: `privileged gives ${service.name} every device and right of the host: cap_add and devices can give it what it needs`,
      fixes: () => (privileged.merged !== undefined || value.alias !== undefined ? [] : [{ title: 'Remove privileged', safety: 'ask', edits: [{ kind: 'remove', at: key.text }] }]),
    };
  }),
};
