// The addresses that the services of a project speak to, one service after the other, for the rules that judge them.

import { isForOutside } from '#core/compose/addresses.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { addressesOf, type Address } from '#core/compose/service-addresses.ts';
import type { EnvFileVariables } from '#core/rules/env-file-variables.ts';
import type { RuleContext } from '#core/rules/rule.ts';

/** Every address of a service, but for those that are meant for the world outside; of a partial project none. */
export async function* spokenAddresses(project: Project, files: EnvFileVariables, { cancellation }: RuleContext): AsyncGenerator<readonly [Service, Address]> {
  if (project.partial) return;
  for (const service of project.services.values()) {
    await cancellation.turn?.();
    const variables = service.envFiles.length === 0 ? [] : await files.of(service);
    for (const address of addressesOf(service, variables, project.files)) {
      if (address.name === undefined || !isForOutside(address.name)) yield [service, address];
    }
  }
}
