// Every case of the bench.

import type { Case } from '../fault.ts';
import { agentsCases } from './agents.ts';
import { analyticsCases } from './analytics.ts';
import { anchorsCases } from './anchors.ts';
import { discoveryCases } from './discovery.ts';
import { djangoCases } from './django.ts';
import { edgeCases } from './edge.ts';
import { forumCases } from './forum.ts';
import { giteaCases } from './gitea.ts';
import { hassCases } from './hass.ts';
import { kafkaCases } from './kafka.ts';
import { llmCases } from './llm.ts';
import { loginCases } from './login.ts';
import { mediaCases } from './media.ts';
import { modelsCases } from './models.ts';
import { monoCases } from './mono.ts';
import { nextcloudCases } from './nextcloud.ts';
import { observabilityCases } from './observability.ts';
import { opsCases } from './ops.ts';
import { partsCases } from './parts.ts';
import { pnpmrepoCases } from './pnpmrepo.ts';
import { resolverCases } from './resolver.ts';
import { shopCases } from './shop.ts';
import { siteCases } from './site.ts';
import { statisticsCases } from './statistics.ts';
import { uploadsCases } from './uploads.ts';
import { vaultCases } from './vault.ts';
import { vpnCases } from './vpn.ts';
import { workflowsCases } from './workflows.ts';

export const cases: readonly Case[] = [
  ...opsCases, ...observabilityCases, ...agentsCases, ...modelsCases, ...shopCases, ...monoCases, ...anchorsCases, ...siteCases,
  ...loginCases, ...vaultCases, ...partsCases, ...forumCases, ...discoveryCases, ...resolverCases, ...mediaCases, ...statisticsCases, ...workflowsCases, ...analyticsCases,
  ...pnpmrepoCases, ...edgeCases, ...kafkaCases, ...giteaCases, ...hassCases, ...llmCases, ...djangoCases, ...nextcloudCases,
  ...uploadsCases, ...vpnCases,
];
