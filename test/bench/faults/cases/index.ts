// Every case of the bench.

import type { Case } from '../fault.ts';
import { agentsCases } from './agents.ts';
import { anchorsCases } from './anchors.ts';
import { modelsCases } from './models.ts';
import { monoCases } from './mono.ts';
import { observabilityCases } from './observability.ts';
import { opsCases } from './ops.ts';
import { shopCases } from './shop.ts';
import { siteCases } from './site.ts';

export const cases: readonly Case[] = [...opsCases, ...observabilityCases, ...agentsCases, ...modelsCases, ...shopCases, ...monoCases, ...anchorsCases, ...siteCases];
