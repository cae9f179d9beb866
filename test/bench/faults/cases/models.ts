// The model stack: one base, and overlays and env files that make environments of it.

import { gone, made, plantIn, text } from '../fault.ts';

const models = plantIn('models');
const base = 'docker-compose.yml';
const production = 'docker-compose.production.yml';
const staging = 'docker-compose.staging.yml';
const development = 'docker-compose.development.yml';
const monitoring = 'docker-compose.monitoring.yml';

models.faultWith('env-variable-missing', ['undefined-variable'], 'one environment lacks what another has', text(base, 'MODEL: ${MODEL}', 'MODEL: ${MODEL}\n      REGION: ‹${REGION}›'), text('.env.production', 'MODEL=small', 'MODEL=small\nREGION=eu'), text('.env.development', 'MODEL=small', 'MODEL=small\nREGION=lab'), text('.env.staging', 'MODEL=small\nSERVER_PORT=8000', '‹MODEL›=small\n‹SERVER_PORT›=8000'));
models.faultWith('env-variable-missing', ['undefined-variable'], 'an example lists it', text(base, 'MODEL: ${MODEL}', 'MODEL: ${MODEL}\n      REGION: ‹${REGION}›'), text('.env.production', 'MODEL=small', 'MODEL=small\nREGION=eu'), text('.env.development', 'MODEL=small', 'MODEL=small\nREGION=lab'), made('.env.example', 'SERVER_TAG=\nMODEL=\nSERVER_PORT=\nREGION=\n'), text('.env.staging', 'MODEL=small\nSERVER_PORT=8000', '‹MODEL›=small\n‹SERVER_PORT›=8000'));
models.fault('undefined-variable', 'nobody sets it', text(base, '${LOG_LEVEL:-info}', '«${LOG_LEVEL}»'));
models.fault('undefined-variable', 'a mistyped name', text(base, '${MODEL}', '«${MODLE}»'));
models.fault('undefined-variable', 'without braces', text(base, '${MODEL}', '«$MODELS»'));
models.fault('required-variable', 'with a reason', text(base, '${MODEL}', '«${MODEL_PATH:?set the path of the model}»'));
models.fault('interpolation-syntax', 'a brace is open', text(base, '${SERVER_TAG}', '«${SERVER_TAG»'));
models.fault('interpolation-syntax', 'nothing between the braces', text(base, 'LOG_LEVEL: ${LOG_LEVEL:-info}', 'LOG_LEVEL: x«${}»'));
models.fault('dead-mount-source', 'of an overlay', text(development, './src:/app/src', '«./source»:/app/src'));
models.fault('dead-mount-source', 'of the base', gone('config/server.yaml'), text(base, '- «./config/server.yaml»:/etc'));
models.fault('mount-type-mismatch', 'in an overlay', text(monitoring, './config/prometheus.yml:/etc', '«./config»:/etc'));
models.fault('undefined-volume', 'in an overlay, of the base', text(development, '- ./src:/app/src', '- ./src:/app/src\n      - «model»:/cache'));
models.fault('undefined-service', 'in an overlay', text(staging, '    restart: always\n  redis', '    restart: always\n    depends_on:\n      - «redsi»\n  redis'));
models.fault('undefined-network', 'in an overlay', text(production, '  redis:\n    restart: always', '  redis:\n    restart: always\n    networks: [«internal»]'));
models.fault('no-image-or-build', 'a mistyped service of an overlay', text(staging, '  redis:\n', '  «rediss»:\n'));
models.fault('port-conflict', 'with an overlay', text(monitoring, '"127.0.0.1:9090:9090"', '"127.0.0.1:«8000»:9090"'), text(base, '- "«${SERVER_PORT}»:8000"'));
models.fault('unknown-key', 'deep in an overlay', text(production, 'reservations:\n          devices', 'reservations:\n          «device»'));
models.fault('missing-property', 'a device without capabilities', text(production, '            - driver: nvidia\n              count: 1\n              capabilities: [gpu]\n', '            - «driver»: nvidia\n              count: 1\n'));
models.fault('conflicting-keys', 'a count beside ids', text(production, '              count: 1\n', '              count: 1\n              «device_ids»: ["0"]\n'));
models.fault('invalid-value', 'a size', text(staging, 'memory: 4g', 'memory: 4«gigs»'));
models.fault('invalid-value', 'an unset variable for a size', text(staging, 'memory: 4g', 'memory: «${SERVER_MEMORY}»'));
models.fault('wrong-type', 'a mapping for a list', text(development, '    volumes:\n      - ./src:/app/src', '    «volumes»:\n      ./src: /app/src'));
models.fault('wrong-type', 'a text over a mapping', text(production, '    restart: always\n  redis', '    restart: always\n    healthcheck: «none»\n  redis'));
models.fault('ephemeral-data', 'persistence was asked for', text(base, '    volumes:\n      - redis:/data\n', ''), text(base, '  models:\n  redis:\n', '  models:\n'), text(base, 'image: «redis:7.4-alpine»'));
models.fault('unreachable-service', 'by an overlay', text(development, '    volumes:', '    networks: [debug]\n    volumes:'), text(development, '      - ./src:/app/src\n', '      - ./src:/app/src\nnetworks:\n  debug:\n'), text(base, 'redis://«redis»:6379'));
models.fault('service-port-mismatch', 'in the base', text(base, 'redis://redis:6379', 'redis://redis:«6479»'));
models.fault('unpinned-image', 'in an overlay', text(monitoring, 'image: prom/prometheus:v3.0.1', 'image: «prom/prometheus»'));
models.fault('environment-drift', 'an image of one environment alone', text(staging, '  redis:\n    restart: always', '  redis:\n    image: «redis:6.2-alpine»\n    restart: always'));
models.fault('prod-bind-mount', 'the source in production', text(production, '    restart: always\n  redis', '    restart: always\n    volumes:\n      - «./src»:/app/src\n  redis'));
models.fault('plaintext-secret', 'in an overlay', text(production, '    restart: always\n  redis', '    restart: always\n    environment:\n      API_TOKEN: «ghp_16C7e42F292c6912E7710c838347Ae178B4a»\n  redis'));
models.fault('duplicate-key', 'in an overlay', text(staging, '  redis:\n    restart: always', '  redis:\n    restart: always\n    «restart»: always'));
models.fault('yaml-syntax', 'a tab in an overlay', text(staging, '  redis:\n    restart: always', '  redis:\n«\t»restart: always'));

models.sound('a variable with a default', text(base, 'MODEL: ${MODEL}', 'MODEL: ${MODEL_NAME:-small}'));
models.sound('a variable with another for its default', text(base, 'MODEL: ${MODEL}', 'MODEL: ${MODEL_NAME:-${MODEL}}'));
models.sound('a variable that adds something where it is set', text(base, 'MODEL: ${MODEL}', 'MODEL: ${MODEL}${SUFFIX:+-x}'));
models.sound('a dollar that is none', text(base, 'command: redis-server --appendonly yes', 'command: sh -c "redis-server --appendonly yes --port $${PORT:-6379}"'));
models.sound('an overlay without an image', text(development, '      LOG_LEVEL: debug', '      LOG_LEVEL: trace'));
models.sound('the port of the base taken back by an overlay', text(monitoring, 'services:\n', 'services:\n  server:\n    ports: !override\n      - "8001:8000"\n'), text(monitoring, '"127.0.0.1:9090:9090"', '"127.0.0.1:8000:9090"'));
models.sound('an overlay that removes a mount', text(production, '    restart: always\n  redis', '    restart: always\n    volumes: !override\n      - models:/models:ro\n  redis'));
models.sound('an inactive profile with the same port', text(base, '\nvolumes:\n', '\n  other:\n    image: registry.example.com/other:1.0\n    profiles: [other]\n    ports: ["127.0.0.1:9999:1"]\n    healthcheck: { test: [CMD, /health] }\n\nvolumes:\n'));
models.sound('a comment in an env file', text('.env.production', 'MODEL=small', '# MODEL was large before\nMODEL=small'));
models.sound('a quoted value in an env file', text('.env.staging', 'MODEL=small', 'MODEL="small" # for now'));

export const modelsCases = models.cases;
