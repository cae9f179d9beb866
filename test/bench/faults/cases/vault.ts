// A store of passwords behind a proxy: secrets in files, read-only mounts, tcp and udp of one port.

import { gone, plantIn, text } from '../fault.ts';

const vault = plantIn('vault');
const compose = 'compose.yaml';

vault.fault('dead-mount-source', 'secret file with variable', gone('secrets/admin.txt'), text(compose, 'file: «${SECRETS_DIR:-./secrets}/admin.txt»'));
vault.fault('undefined-secret', 'list', text(compose, '      - vaultwarden_admin\n', '      - «vaultwarden-admin»\n'));
vault.fault('dead-mount-source', 'Caddyfile long', text(compose, 'source: ./Caddyfile', 'source: «./caddy/Caddyfile»'));
vault.fault('healthcheck-required', 'gone', text(compose, '    healthcheck:\n      test: ["CMD", "/healthcheck.sh"]\n', '    healthcheck: { disable: true }\n'), text(compose, 'condition: «service_healthy»'));
vault.fault('required-variable', 'empty', text('.env', 'DOMAIN_NAME=example.org', 'DOMAIN_NAME='), text(compose, '«${DOMAIN_NAME:?set your domain}»'));
vault.fault('port-conflict', 'udp twice', text(compose, '      - 80:80\n', '      - 80:80\n      - «443»:444/udp\n'), text(compose, '- «443»:443/udp'));
vault.fault('plaintext-secret', 'admin token', text(compose, 'ADMIN_TOKEN_FILE: /run/secrets/vaultwarden_admin', 'ADMIN_TOKEN: «9Yw2fVxTz7mQ4rLk8sHd3PbN»'));

export const vaultCases = vault.cases;
