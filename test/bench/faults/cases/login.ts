// A login service with a database, a build of several stages and contexts, in flow and block style.

import { gone, plantIn, text } from '../fault.ts';

const login = plantIn('login');
const compose = 'docker-compose.yml';

login.fault('dockerfile-missing', 'subfolder', text(compose, 'dockerfile: docker/app.Dockerfile', 'dockerfile: «app.Dockerfile»'));
login.fault('dockerfile-target-missing', 'typo', text(compose, 'target: runtime', 'target: «runtim»'));
login.fault('copy-source-missing', 'second stage from context', text('docker/app.Dockerfile', 'COPY src ./src', 'COPY «source» ./src'));
login.fault('copy-source-missing', 'from a stage that is none', text('docker/app.Dockerfile', '--from=build --chown', '--from=«builder» --chown'));
login.fault('build-context-missing', 'additional', text(compose, 'shared: ./packages/shared', 'shared: «./packages/share»'));
login.fault('undefined-secret', 'build secret', text(compose, 'secrets: [npmrc]', 'secrets: [«npm»]'));
login.fault('dead-mount-source', 'secret file in flow', gone('secrets/db'), text(compose, '{ file: «./secrets/db» }'));
login.fault('unreachable-service', 'localhost jdbc', text(compose, 'jdbc:postgresql://postgres/keycloak', 'jdbc:postgresql://«localhost»/keycloak'));
login.fault('service-port-mismatch', 'keycloak url', text(compose, 'http://keycloak:8180/', 'http://keycloak:«8108»/'));
login.fault('wrong-type', 'volume list', text(compose, '    volumes:\n      - ./realms:/opt/keycloak/data/import:ro\n', '    «volumes»:\n      ./realms: /opt/keycloak/data/import\n'));
login.sound('look-alikes', text(compose, 'KC_HOSTNAME: localhost', 'KC_HOSTNAME: localhost\n      KC_TOKEN_URL: https://example.com/token\n      PASSWORD_MIN_LENGTH: 12\n      KEY_PATH: /run/keys/a.pem\n      PUBLIC_KEY: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKx\n      SECRET_BACKEND: vault\n      AUTH_TOKEN: ${AUTH_TOKEN:-}\n      JWT_ALGORITHM: HS256\n      API_KEY_HEADER: X-API-Key'));

export const loginCases = login.cases;
