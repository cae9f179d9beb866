// Includes of several paths with env files of their own, extends across files, resets.

import { gone, plantIn, text } from '../fault.ts';

const parts = plantIn('parts');
const compose = 'compose.yaml';
const api = 'services/api/compose.yaml';

parts.fault('include-missing', 'short', text(compose, '- infra/compose.yaml', '- «infra/compose.yml»'), );
parts.fault('env-file-missing', 'include env', text(compose, 'services/api/local.env', '«services/api/locale.env»'));
parts.fault('extends-missing', 'file', text('infra/compose.yaml', './base.yaml', '«./bases.yaml»'));
parts.fault('extends-missing', 'service', text('infra/compose.yaml', 'service: pgbase', 'service: «pg-base»'));
parts.fault('dead-mount-source', 'in the extended file', gone('infra/init'), text('infra/base.yaml', '«./init»'));
parts.fault('env-file-missing', 'in the included file', text(api, './api.env', '«./ap.env»'));
parts.fault('copy-source-missing', 'folder slash', gone('services/api/pyproject.toml'), text('services/api/Dockerfile', '«pyproject.toml»'));
parts.fault('undefined-variable', 'in the env of the include', text('services/api/local.env', 'LEVEL=debug\n', 'LEVELS=debug\n'), text(api, '«${LEVEL}»'));
parts.fault('undefined-network', 'local', text(compose, 'networks: [infra]', 'networks: [«infar»]'));

export const partsCases = parts.cases;
