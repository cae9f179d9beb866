// The ops platform: single files mounted for live editing, everything baked in for delivery.

import { gone, made, plantIn, text } from '../fault.ts';

const ops = plantIn('ops');
const dev = 'docker-compose.dev.yml';
const clean = 'docker-compose.clean.yml';
const api = 'dockerfiles/api.Dockerfile';

ops.fault('dead-mount-source', 'a file that was moved', gone('services/gateway/nginx.conf'), made('services/gateway/conf/nginx.conf'),
  text(dev, '- «./services/gateway/nginx.conf»:/etc'), text('dockerfiles/gateway.Dockerfile', 'gateway/nginx.conf ', 'gateway/conf/nginx.conf '));
ops.fault('dead-mount-source', 'a mistyped folder', text(dev, './services/api/routes:/app', '«./services/api/route»:/app'));
ops.fault('dead-mount-source', 'long syntax', text(dev, 'source: ./services/worker/work.py', 'source: «./services/worker/works.py»'));
ops.fault('dead-mount-source', 'a folder in another case', text(dev, '- ./services/api/main.py:/app/main.py', '- «./Services/api/main.py»:/app/main.py'));
ops.fault('mount-type-mismatch', 'a folder for a file', text(dev, './services/gateway/nginx.conf:/etc/nginx/nginx.conf', '«./services/gateway»:/etc/nginx/nginx.conf'));
ops.fault('mount-type-mismatch', 'a file for a folder', text(dev, './services/gateway/index.html:/usr/share/nginx/html/index.html:ro', '«./services/gateway/index.html»:/usr/share/nginx/html/:ro'));
ops.faultWith('mount-hides-image-files', ['prod-bind-mount'], 'the file that the container starts', text(clean, '      args:\n        CONCURRENCY: "8"\n', '      args:\n        CONCURRENCY: "8"\n    volumes:\n      - ‹./shared›:‹/app›\n'));
ops.fault('dev-whole-service-mount', 'short syntax', text(dev, '- ./services/api/routes:/app/routes', '- «./services/api»:/app'));
ops.fault('dev-whole-service-mount', 'long syntax', text(dev, 'source: ./services/worker/work.py\n        target: /app/work.py', 'source: «./services/worker»\n        target: /app'));
ops.fault('dev-shared-mount-missing', 'one service forgets the shared folder', text(dev, '    volumes:\n      - ./services/api/main.py:/app/main.py\n      - ./services/api/routes:/app/routes\n      - ./shared:/app/shared\n', '    «volumes»:\n      - ./services/api/main.py:/app/main.py\n      - ./services/api/routes:/app/routes\n'));
ops.fault('prod-bind-mount', 'source code mounted in production', text(clean, '      args:\n        CONCURRENCY: "8"\n', '      args:\n        CONCURRENCY: "8"\n    volumes:\n      - «./services/worker/work.py»:/app/work.py\n'));
ops.fault('env-file-missing', 'one text', text(dev, 'env_file: config/dev.env', 'env_file: «config/develop.env»'));
ops.fault('env-file-missing', 'the file is gone', gone('config/clean.env'), text(clean, 'env_file: «config/clean.env»'));
ops.fault('env-file-syntax', 'a name with a space', text('config/dev.env', 'LOG_LEVEL=debug', '«LOG LEVEL»=debug'));
ops.fault('env-file-syntax', 'an open quote', text('config/clean.env', 'LOG_LEVEL=warning', 'LOG_LEVEL=«"warning»'));
ops.fault('build-context-missing', 'long syntax', text(dev, 'context: ./services/worker', 'context: «./service/worker»'));
ops.fault('dockerfile-missing', 'a path in a flow mapping', text(dev, 'dockerfile: dockerfiles/api.Dockerfile', 'dockerfile: «docker/api.Dockerfile»'));
ops.fault('dockerfile-missing', 'relative to the context', text(clean, 'dockerfile: ../../dockerfiles/worker.Dockerfile', 'dockerfile: «dockerfiles/worker.Dockerfile»'));
ops.fault('dockerfile-target-missing', 'flow mapping', text(dev, 'target: dev }', 'target: «develop» }'));
ops.fault('dockerfile-target-missing', 'the stage was renamed', text(api, 'FROM base AS release', 'FROM base AS final'), text(clean, 'target: «release» }'));
ops.fault('build-arg-unused', 'mapping', text(dev, 'CONCURRENCY: "2"', '«CONCURENCY»: "2"'));
ops.fault('build-arg-unused', 'no ARG any more', text('dockerfiles/worker.Dockerfile', 'ARG CONCURRENCY=1\nENV CONCURRENCY=$CONCURRENCY\n', ''), text(dev, '«CONCURRENCY»: "2"'), text(clean, '«CONCURRENCY»: "8"'));
ops.fault('copy-source-missing', 'shell form', text(api, 'COPY services/api/main.py ./', 'COPY «services/api/app.py» ./'));
ops.fault('copy-source-missing', 'exec form', text(api, '["services/api/main.py", "./"]', '["«services/api/app.py»", "./"]'));
ops.fault('copy-source-missing', 'the file is gone', gone('services/api/requirements.txt'), text(api, 'COPY «services/api/requirements.txt» ./'));
ops.fault('copy-source-missing', 'a continued line', gone('services/worker/requirements.txt'), text('dockerfiles/worker.Dockerfile', 'COPY «requirements.txt» \\'));
ops.fault('copy-source-missing', 'left out by .dockerignore', text('.dockerignore', 'config/*.env', 'config/*.env\nservices/gateway/index.html'), text('dockerfiles/gateway.Dockerfile', 'COPY «services/gateway/index.html» docs'));
ops.fault('copy-source-missing', 'no longer let in again', text('.dockerignore', '!docs/api.md', ''), text('dockerfiles/gateway.Dockerfile', '«docs/api.md» /usr'));
ops.fault('copy-source-missing', 'a glob that matches nothing', text(api, 'shared/*.py', '«shared/*.pyx»'));
ops.fault('copy-source-missing', 'behind options', text(api, '--chown=1000:1000 services/api/routes', '--chown=1000:1000 «services/api/route»'));
ops.fault('port-conflict', 'two services', text(clean, '  worker:\n    build:', '  worker:\n    ports:\n      - "«8080»:9000"\n    build:'), text(clean, '- "«8080»:80"'));
ops.fault('port-conflict', 'an address within all', text(dev, '"127.0.0.1:8000:8000"', '"127.0.0.1:«8080»:8000"'), text(dev, '- "«8080»:80"'));
ops.fault('undefined-network', 'block list', text(dev, '      - front\n      - back\n', '      - «fornt»\n      - back\n'));
ops.fault('undefined-network', 'mapping', text(dev, '    networks:\n      back:\n    depends_on', '    networks:\n      «backend»:\n    depends_on'));
ops.fault('undefined-service', 'mapping of depends_on', text(dev, '      cache: { condition: service_healthy }\n      worker', '      «cash»: { condition: service_healthy }\n      worker'));
ops.fault('undefined-volume', 'a name', text(dev, '- cache-data:/data', '- «cache-date»:/data'), text(dev, 'volumes:\n  cache-data:', 'volumes:\n  cache-data: { name: kept }\nx-kept: cache-data'));
ops.fault('dependency-cycle', 'two services', text(dev, '    depends_on:\n      cache:\n        condition', '    depends_on:\n      ‹cache›:\n        condition'), text(dev, '      test: [CMD, redis-cli, ping]\n', '      test: [CMD, redis-cli, ping]\n    depends_on:\n      ‹worker›: { condition: service_healthy }\n'));
ops.fault('unreachable-service', 'a host in a URL', text(dev, 'CACHE_URL: redis://cache:6379/0\n      WORKER', 'CACHE_URL: redis://«cache»:6379/0\n      WORKER'), text(dev, '    networks: [front, back]\n', '    networks: [front]\n'), text(dev, 'http://«worker»:9000'));
ops.fault('service-port-mismatch', 'a port in a URL', text(dev, 'redis://cache:6379/0', 'redis://cache:«6380»/0'));
ops.fault('service-port-mismatch', 'an own service by EXPOSE', text(clean, 'http://worker:9000/jobs', 'http://worker:«9001»/jobs'));
ops.fault('service-port-mismatch', 'the port of the host', text(dev, '- CACHE_PORT=6379\n', '- CACHE_PORT=6379\n      - GATEWAY_URL=http://gateway:«8080»/\n'));
ops.fault('healthcheck-required', 'no healthcheck to wait for', text(dev, '    healthcheck:\n      test: test -f /tmp/alive\n', ''), text(dev, '      worker:\n        condition: «service_healthy»'));
ops.fault('ephemeral-data', 'a store without its volume', text(clean, '    volumes:\n      - cache-data:/data\n', ''), text(clean, 'image: «redis:7.4-alpine»'), text(clean, '\nvolumes:\n  cache-data:\n', '\n'));
ops.fault('docker-socket-mount', 'short syntax', text(dev, '- ./services/api/main.py:/app/main.py', '- ./services/api/main.py:/app/main.py\n      - «/var/run/docker.sock»:/var/run/docker.sock'));
ops.fault('docker-socket-mount', 'long syntax', text(clean, '    networks:\n      back:\n', '    networks:\n      back:\n    volumes:\n      - type: bind\n        source: «/var/run/docker.sock»\n        target: /var/run/docker.sock\n'));
ops.fault('privileged-container', 'a truth value', text(clean, '  worker:\n    build:', '  worker:\n    ‹privileged›: ‹true›\n    build:'));
ops.fault('environment-drift', 'an image of another version', text(dev, 'image: redis:7.4-alpine', 'image: «redis:6.2-alpine»'));

ops.sound('the same port at another address', text(dev, '"127.0.0.1:8000:8000"', '"127.0.0.2:8080:8000"'), text(dev, '"8080:80"', '"127.0.0.1:8080:80"'));
ops.sound('udp beside tcp', text(dev, '- "8080:80"', '- "8080:80"\n      - "8080:80/udp"'));
ops.sound('a source that .dockerignore lets in again', made('docs/more.md'), text('.dockerignore', '!docs/api.md', '!docs/api.md\n!docs/more.md'), text('dockerfiles/gateway.Dockerfile', 'docs/api.md /usr', 'docs/api.md docs/more.md /usr'));
ops.sound('a stage that nobody builds copies nothing', text(api, 'FROM base AS release', 'FROM base AS draft\nCOPY nowhere ./\n\nFROM base AS release'));
ops.sound('a source from another image', text(api, 'COPY shared ./shared', 'COPY shared ./shared\nCOPY --from=busybox:1.37 /bin/busybox /bin/'));
ops.sound('a heredoc and a download', text(api, 'COPY shared ./shared', 'COPY shared ./shared\nCOPY <<EOF /etc/note\nhello\nEOF\nADD https://example.com/a.tgz /tmp/'));
ops.sound('a build argument in a source, unknown here', text('dockerfiles/worker.Dockerfile', 'CMD [', 'ARG FLAVOUR\nCOPY flavours/${FLAVOUR}.yaml /app/\nCMD ['));
ops.sound('a remote context', text(dev, 'context: ./services/worker\n      dockerfile: ../../dockerfiles/worker.Dockerfile\n      args:\n        CONCURRENCY: "2"', 'context: https://github.com/example/worker.git#main:src\n      dockerfile: Worker.Dockerfile\n      target: live\n      args:\n        CONCURRENCY: "2"'));
ops.sound('an extra host by another name', text(dev, '    networks:\n      back:\n    depends_on', '    extra_hosts: ["legacy:10.0.0.8"]\n    networks:\n      back:\n    depends_on'), text(dev, '- CACHE_PORT=6379\n    volumes', '- CACHE_PORT=6379\n      - LEGACY_URL=http://legacy:8000/\n    volumes'));
ops.sound('an absolute path of the machine', text(dev, '- ./services/api/main.py:/app/main.py', '- ./services/api/main.py:/app/main.py\n      - /etc/ssl/corporate:/etc/ssl/corporate:ro'));
ops.sound('a path in a variable that nobody knows', text(dev, '- ./services/api/main.py:/app/main.py', '- ./services/api/main.py:/app/main.py\n      - ${HOME}/.cache/pip:/root/.cache/pip'));
ops.sound('a service for development alone', text(dev, '  cache:\n    image', '  mailer:\n    image: axllent/mailpit:v1.21.8\n    networks: [back]\n    healthcheck: { test: [CMD, /mailpit, readyz] }\n  cache:\n    image'));
ops.sound('other words in the comments', text(dev, '# The ops platform for live editing', '# ports: ["8080:80"] in the ops platform, for live editing'));

ops.sound('a folder of data in production', text(clean, '      - cache-data:/data\n', '      - ./data/cache:/data\n'), text(clean, '\nvolumes:\n  cache-data:\n', '\n'));
ops.sound('certificates of the machine in production', text(clean, '  gateway:\n    build:', '  gateway:\n    volumes:\n      - /etc/letsencrypt:/etc/letsencrypt:ro\n    build:'));
ops.sound('one more file for live editing', text(dev, '- ./services/api/routes:/app/routes', '- ./services/api/routes:/app/routes\n      - ./services/api/requirements.txt:/app/requirements.txt:ro'));
ops.sound('another value for each mode', text(clean, '      - CACHE_PORT=6379\n', '      - CACHE_PORT=6379\n      - WORKERS=8\n'), text(dev, '      - CACHE_PORT=6379\n', '      - CACHE_PORT=6379\n      - WORKERS=1\n'));

export const opsCases = ops.cases;
