import { usesEngine, usesMachine } from '#core/images/engine-users.ts';
import { cleanTarget } from '#core/compose/mounts.ts';
import { eachService } from '#core/rules/each-service.ts';
import type { Rule } from '#core/rules/rule.ts';

const socket = /^(?:\/var)?\/run\/docker\.sock$/;

/** Docker: whoever may speak to the daemon's socket is root on the host (docs, "Docker daemon attack surface"); read-only concerns the file, not what is said through it. */
export const dockerSocketMount: Rule = {
  code: 'docker-socket-mount',
  title: 'A container can give orders to the Docker engine',
  stage: 'policy',
  severity: 'information',
  speed: 'typing',
  fixable: true,
  check: eachService(function* judge(service) {
    const image = service.image?.value ?? '';
    if (service.build === undefined && (usesEngine(image) || usesMachine(image))) return;
    for (const { source, at } of service.mounts) {
      if (source === undefined || source.unresolved.length > 0 || !socket.test(cleanTarget(source.value))) continue;
      yield {
        at: source,
        message: `With ${source.value}, ${service.name} can start any container as root on the host, read-only or not`,
        fixes: () => [{ title: `Remove the mount of ${source.value}`, safety: 'ask', edits: [{ kind: 'remove', at }] }],
      };
    }
  }),
};
