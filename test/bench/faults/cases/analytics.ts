// Env files that may be missing, anchored volumes and builds, a target by a variable.

import { gone, plantIn, text } from '../fault.ts';

const analytics = plantIn('analytics');
const compose = 'docker-compose.yml';

analytics.fault('dockerfile-target-missing', 'default of a variable', text(compose, '${SUPERSET_BUILD_TARGET:-dev}', '«${SUPERSET_BUILD_TARGET:-develop}»'));
analytics.fault('copy-source-missing', 'run mount source', gone('superset-frontend/package.json'), text('Dockerfile', 'source=«./superset-frontend/package.json»'), text(compose, 'target: ${SUPERSET_BUILD_TARGET:-dev}', 'target: lean'));
analytics.fault('dead-mount-source', 'in the anchored list', text(compose, '- ./tests:/app/tests', '- «./test»:/app/tests'));
analytics.fault('port-conflict', 'ip inside any', text(compose, '- 8088:8088', '- «6379»:8088'), text(compose, '"127.0.0.1:«6379»:6379"'));
analytics.fault('refused-value', 'restart', text(compose, "    image: redis:7\n    restart: unless-stopped", "    image: redis:7\n    restart: «unless_stopped»"));

export const analyticsCases = analytics.cases;
