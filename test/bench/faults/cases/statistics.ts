// Two databases and an override that publishes the ports.

import { plantIn, text } from '../fault.ts';

const statistics = plantIn('statistics');

statistics.fault('dead-mount-source', 'xml', text('compose.yml', './clickhouse/logs.xml', '«./clickhouse/log.xml»'));
statistics.fault('port-conflict', 'in the override', text('compose.override.yml', '- 443:443', '- «80»:443'), text('compose.override.yml', '- «80»:80'));
statistics.fault('service-port-mismatch', 'url port', text('compose.yml', '@plausible_db:5432', '@plausible_db:«5423»'));
statistics.fault('ephemeral-data', 'clickhouse', text('compose.yml', '      - event-data:/var/lib/clickhouse\n', ''), text('compose.yml', '  event-data:\n', ''), text('compose.yml', 'image: «clickhouse/clickhouse-server:24.12-alpine»'));
statistics.fault('undefined-variable', 'list style', text('compose.yml', '${BASE_URL}', '«${BASE_URI}»'));
statistics.fault('plaintext-secret', 'list style', text('compose.yml', 'SECRET_KEY_BASE=${SECRET_KEY_BASE}', 'SECRET_KEY_BASE=«GLVzDZW04FzuS1gMcmBRVhwgd4Gu9YmSl»'));
statistics.fault('env-file-syntax', '.env', text('.env', 'HTTPS_PORT=443', '«HTTPS PORT»=443'));

export const statisticsCases = statistics.cases;
