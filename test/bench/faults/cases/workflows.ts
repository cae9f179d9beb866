// A queue of workers that merge one anchor, variables handed through by name.

import { gone, plantIn, text } from '../fault.ts';

const workflows = plantIn('workflows');
const compose = 'docker-compose.yml';

workflows.fault('undefined-variable', 'healthcheck', text(compose, '-d ${POSTGRES_DB}', '-d «${POSTGRES_DATABASE}»'));
workflows.fault('dead-mount-source', 'sh', gone('init-data.sh'), text(compose, '«./init-data.sh»'));
workflows.fault('undefined-service', 'links', text(compose, "  links:\n    - postgres\n", "  links:\n    - «postgress»\n"));
workflows.fault('service-port-mismatch', 'host/port list', text(compose, 'DB_POSTGRESDB_PORT=5432', 'DB_POSTGRESDB_PORT=«5431»'));
workflows.fault('ephemeral-data', 'redis asked', text(compose, "    volumes:\n      - redis_storage:/data\n", "    command: redis-server --appendonly yes\n"), text(compose, "  redis_storage:\n", ''), text(compose, 'image: «redis:6-alpine»'));
workflows.fault('undefined-volume', 'anchor', text(compose, '- n8n_storage:/home', '- «n8n_store»:/home'));

export const workflowsCases = workflows.cases;
