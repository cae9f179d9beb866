// A site with workers: anchored env files, an override that builds another stage, a database that is built here.

import { gone, plantIn, text } from '../fault.ts';

const django = plantIn('django');
const file = 'compose.yaml';
const override = 'compose.override.yaml';
const dockerfile = 'compose/django/Dockerfile';

django.fault('ephemeral-data', 'a database that is built', text(file, '      - postgres:/var/lib/postgresql/data\n', ''), text(file, '  postgres: {}\n', ''), text(file, '  postgres:\n    build:', '  «postgres»:\n    build:'));
django.fault('ephemeral-data', 'a name with a registry and library', text(file, '    volumes: [redis:/data]\n', ''), text(file, '  redis: {}\n', ''), text(file, 'image: «docker.io/library/redis:7.4.1»'));
django.fault('service-port-mismatch', 'in an env file', text('.envs/.django', 'redis:6379', 'redis:«6739»'));
django.fault('env-file-missing', 'an anchored list', gone('.envs/.django'), text(file, '- «./.envs/.django»'));
django.fault('dockerfile-missing', 'in an anchor', text(file, 'dockerfile: ./compose/django/Dockerfile', 'dockerfile: «./compose/djang/Dockerfile»'));
django.fault('dockerfile-target-missing', 'of an override', text(override, 'target: development', 'target: «dev»'));
django.fault('dockerfile-target-missing', 'an anchored value', text(file, 'target: &stage production', 'target: &stage «prod»'));
django.fault('copy-source-missing', 'of a stage that an override builds', gone('requirements/local.txt'), text(dockerfile, 'COPY «requirements/local.txt»'));
django.fault('copy-source-missing', 'the second of two with a flag', gone('compose/django/start'), text(dockerfile, '«./compose/django/start»'));
django.fault('copy-source-missing', 'a folder', gone('compose/postgres/maintenance'), text('compose/postgres/Dockerfile', 'COPY «./compose/postgres/maintenance»'));
django.fault('build-context-missing', 'short', text(file, 'build: ./compose/nginx', 'build: «./compose/ngnix»'));
django.fault('dead-mount-source', 'of an override with a mode', text(override, './acme:/app/acme:z', '«./acmee»:/app/acmee:z'));
django.fault('port-conflict', 'the override on the base', text(override, '["8025:8025"]', '["«443»:8025"]'), text(file, '- "«443»:443"'));
django.fault('extends-missing', 'a service of the file itself', text(file, 'extends: worker', 'extends: «workers»'));
django.fault('undefined-service', 'in an anchored mapping', text(file, '    redis: {condition: service_started}', '    «rediss»: {condition: service_started}'));
django.fault('unreachable-service', 'in an override', text(override, '    ports: ["8025:8025"]', '    ports: ["8025:8025"]\n    network_mode: none'), text(override, 'smtp://«mailpit»:1025'));
django.faultWith('dependency-cycle', ['depends-on-without-condition'], 'by an override', text(override, '    ports: ["8025:8025"]', '    ports: ["8025:8025"]\n    depends_on: [‹django›]'), text(override, '    ports: ["8000:5000"]', '    ports: ["8000:5000"]\n    depends_on: [‹mailpit›]'));
django.fault('unknown-key', 'in an anchor\'s build', text(file, '    target: &stage production', '    «targets»: &stage production'));
django.fault('undefined-volume', 'read only', text(file, '- media:/srv/media:ro', '- «medias»:/srv/media:ro'));
django.fault('profile-mismatch', 'of an override', text(override, '    ports: ["8025:8025"]', '    ports: ["8025:8025"]\n    depends_on:\n      - «flower»'));
django.fault('docker-socket-mount', 'in an override', text(override, '    ports: ["8025:8025"]', '    ports: ["8025:8025"]\n    volumes: ["«/var/run/docker.sock»:/var/run/docker.sock"]'));
django.fault('plaintext-secret', 'in an override', text(override, 'DJANGO_DEBUG: "True"', 'DJANGO_SECRET_KEY: "«p8$$Zq2mLw4xTn7Bk1fV9sYd»"'));

django.sound('a stage that nobody builds', text(dockerfile, 'FROM base AS wheels', 'FROM base AS unused\nCOPY nowhere /\n\nFROM base AS wheels'));

export const djangoCases = django.cases;
