// A forge with its runner: quoted lists, a Docker inside, here-documents and globs in a Dockerfile, a secret from a variable.

import { gone, plantIn, text } from '../fault.ts';

const gitea = plantIn('gitea');
const file = 'compose.yml';
const dockerfile = 'runner/Dockerfile';

gitea.fault('copy-source-missing', 'a glob', gone('runner/entry.sh'), text(dockerfile, 'COPY «entry*.sh»'));
gitea.fault('copy-source-missing', 'a stage that is none', text(dockerfile, '--from=fetch --chmod', '--from=«fetched» --chmod'));
gitea.fault('build-arg-unused', 'a list', text(file, '- RUNNER_VERSION=0.2.11', '- «ACT_VERSION»=0.2.11'));
gitea.fault('dead-mount-source', 'a file of the app', gone('app.ini'), text(file, '- «./app.ini»:/etc'));
gitea.fault('mount-type-mismatch', 'a folder for a file', text(file, '- ./runner/config.yaml:/config.yaml:ro', '- «./runner»:/config.yaml:ro'));
gitea.fault('service-port-mismatch', 'in a quoted entry', text(file, 'HOST=db:5432', 'HOST=db:«5433»'));
gitea.fault('unreachable-service', 'a flow mapping of networks', text(file, 'networks: {git: {}, db: {}}', 'networks: {git: {}}'), text(file, 'HOST=«db»:5432'));
gitea.fault('unreachable-service', 'by the socket', text(file, 'environment:\n      DOCKER_TLS_CERTDIR: ""\n    networks: [git]', 'environment:\n      DOCKER_TLS_CERTDIR: ""\n    networks: [db]'), text(file, 'tcp://«dind»:2375'));
gitea.fault('undefined-secret', 'long syntax', text(file, '- source: db-password\n        target', '- source: «db-passwd»\n        target'));
gitea.fault('undefined-network', 'null mapping', text(file, '    networks:\n      db:\n    volumes', '    networks:\n      «data»:\n    volumes'));
gitea.fault('undefined-volume', 'long syntax', text(file, 'source: db\n        target', 'source: «dbs»\n        target'), text(file, 'volumes:\n  gitea:\n  db:\n', 'volumes:\n  gitea:\n'));
gitea.fault('invalid-value', 'the mode of a secret', text(file, 'mode: 0400', 'mode: «r--»'));
gitea.fault('unknown-key', 'in volume options', text(file, 'nocopy: true', '«no_copy»: true'));
gitea.fault('ephemeral-data', 'a rootless path', text(file, '- gitea:/var/lib/gitea', '- gitea:/data'), text(file, 'image: «docker.io/gitea/gitea:1.22.6-rootless»'));
gitea.fault('ephemeral-data', 'long syntax to another place', text(file, 'target: /var/lib/postgresql/data', 'target: «/var/lib/postgresql»'));
gitea.fault('privileged-container', 'a second one', text(file, '  runner:\n    build:', '  runner:\n    ‹privileged›: ‹true›\n    build:'));
gitea.fault('healthcheck-required', 'started is healthy', text(file, 'dind: {condition: service_started}', 'dind: {condition: «service_healthy»}'));
gitea.fault('port-conflict', 'a range', text(file, '- "2222:2222"', '- "2222:2222"\n      - "«2990-3010»:22-42"'), text(file, '- "«3000»:3000"'));
gitea.fault('undefined-variable', 'in a number', text(file, 'RUNNER_VERSION=0.2.11', 'RUNNER_VERSION=«$RUNNER_VERSION»'));
gitea.fault('dependency-cycle', 'volumes_from', text(file, '      DOCKER_TLS_CERTDIR: ""\n', '      DOCKER_TLS_CERTDIR: ""\n    volumes_from: [«runner»]\n'));
gitea.fault('yaml-syntax', 'a colon too many', text(file, 'test: pg_isready -U gitea -d gitea', 'test: «pg_isready»: -U: gitea'));

gitea.sound('a glob that meets another', text(dockerfile, 'entry*.sh', 'entry*.sh *.yaml'));

export const giteaCases = gitea.cases;
