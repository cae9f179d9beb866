// The agent platform: compose files in docker/, Dockerfiles in dockerfiles/, and services that wait for each other.

import { gone, made, plantIn, text } from '../fault.ts';

const agents = plantIn('agents');
const file = 'docker/docker-compose.yml';
const queueHealth = '    volumes:\n      - queue-data:/var/lib/rabbitmq\n    healthcheck:\n      test: rabbitmq-diagnostics -q ping\n';

agents.fault('dockerfile-missing', 'where it was before', text(file, 'dockerfile: dockerfiles/orchestrator.Dockerfile', 'dockerfile: «docker/orchestrator.Dockerfile»'));
agents.fault('dockerfile-missing', 'relative to the file, not to the context', text(file, '      context: ../agents/planner\n      dockerfile: ../../dockerfiles/agent.Dockerfile', '      context: ../agents/planner\n      dockerfile: «../dockerfiles/agent.Dockerfile»'));
agents.fault('dockerfile-missing', 'one that never existed', text(file, '      context: ../agents/coder\n      dockerfile: ../../dockerfiles/agent.Dockerfile', '      context: ../agents/coder\n      dockerfile: «../../dockerfiles/coder.Dockerfile»'));
agents.fault('dockerfile-missing', 'the default one', gone('migrations/Dockerfile'), text(file, 'build: «../migrations»'));
agents.fault('build-context-missing', 'short syntax', text(file, 'build: ../migrations', 'build: «../migration»'));
agents.fault('build-context-missing', 'the folder is gone', gone('agents/coder'), text(file, 'context: «../agents/coder»'));
agents.fault('build-arg-unused', 'list', text(file, '- AGENT=planner', '- «AGENT_NAME»=planner'));
agents.fault('build-arg-unused', 'mapping', text(file, 'AGENT: coder', '«AGENTS»: coder'));
agents.fault('copy-source-missing', 'from the context of another folder', gone('agents/coder/prompts.yaml'), text('dockerfiles/agent.Dockerfile', 'agent.py «prompts.yaml» ./'));
agents.fault('copy-source-missing', 'the stage behind the last one', gone('orchestrator/src'), text('dockerfiles/orchestrator.Dockerfile', 'COPY «orchestrator/src» ./src'));
agents.fault('copy-source-missing', 'above the context', text('dockerfiles/agent.Dockerfile', 'COPY agent.py', 'COPY «../../config/common.env» /config/\nCOPY agent.py'));
agents.fault('healthcheck-required', 'block mapping', text(file, queueHealth, '    volumes:\n      - queue-data:/var/lib/rabbitmq\n'),
  text(file, '    depends_on:\n      queue:\n        condition: service_healthy\n      memory', '    depends_on:\n      queue:\n        condition: «service_healthy»\n      memory'),
  text(file, '    depends_on:\n      queue:\n        condition: service_healthy\n    healthcheck', '    depends_on:\n      queue:\n        condition: «service_healthy»\n    healthcheck'),
  text(file, 'queue: { condition: service_healthy }', 'queue: { condition: «service_healthy» }'));
agents.fault('depends-on-without-condition', 'list', text(file, '    depends_on:\n      queue:\n        condition: service_healthy\n    healthcheck', '    depends_on:\n      - «queue»\n    healthcheck'));
agents.fault('depends-on-without-condition', 'flow list', text(file, 'depends_on:\n      queue: { condition: service_healthy }', 'depends_on: [«queue»]'));
agents.fault('service-port-mismatch', 'a mapping', text(file, 'MEMORY_URL: http://memory:6333\n    depends_on:\n      queue', 'MEMORY_URL: http://memory:«6433»\n    depends_on:\n      queue'));
agents.fault('service-port-mismatch', 'a list', text(file, '- QUEUE_URL=amqp://queue:5672', '- QUEUE_URL=amqp://queue:«5673»'));
agents.fault('service-port-mismatch', 'in quotes', text(file, 'QUEUE_URL: "amqp://queue:5672"', 'QUEUE_URL: "amqp://queue:«15673»"'));
agents.fault('unreachable-service', 'networks that do not meet', text(file, '    restart: "no"\n', '    restart: "no"\n    networks: [jobs]\n'), text(file, 'volumes:\n  queue-data', 'networks: { jobs: {} }\nvolumes:\n  queue-data'), text(file, '  migrate:\n    build: ../migrations\n    environment:\n      MEMORY_URL: http://memory', '  migrate:\n    build: ../migrations\n    environment:\n      MEMORY_URL: http://«memory»'));
agents.fault('unreachable-service', 'no network at all', text(file, '      - QUEUE_URL=amqp://queue:5672\n', '      - QUEUE_URL=amqp://«queue»:5672\n    network_mode: none\n'));
agents.fault('undefined-service', 'block mapping', text(file, '      memory:\n        condition: service_healthy\n      migrate', '      «memmory»:\n        condition: service_healthy\n      migrate'));
agents.fault('undefined-service', 'the mode of a network', text(file, '    hostname: queue\n', '    network_mode: service:«broker»\n'));
agents.fault('dependency-cycle', 'three services', text(file, '      memory:\n        condition: service_healthy\n      migrate', '      ‹memory›:\n        condition: service_healthy\n      migrate'), text(file, '  memory:\n    image: qdrant/qdrant:v1.12.5\n', '  memory:\n    image: qdrant/qdrant:v1.12.5\n    depends_on: { ‹orchestrator›: { condition: service_started } }\n'));
agents.fault('dependency-cycle', 'itself', text(file, '    hostname: queue\n', '    hostname: queue\n    links: [«queue»]\n'));
agents.fault('env-file-missing', 'an entry of a list', text(file, '- ../config/common.env\n', '- «../config/comon.env»\n'));
agents.fault('env-file-missing', 'no longer optional', text(file, '- path: ../config/local.env\n        required: false', '- path: «../config/local.env»'));
agents.fault('env-file-missing', 'flow list', text(file, 'env_file: [../config/common.env]', 'env_file: [«config/common.env»]'));
agents.fault('ephemeral-data', 'a queue', text(file, '    volumes:\n      - queue-data:/var/lib/rabbitmq\n', ''), text(file, '  queue-data: {}\n', ''), text(file, 'image: «rabbitmq:4.0-management»'));
agents.fault('ephemeral-data', 'vectors', text(file, '- memory-data:/qdrant/storage', '- memory-data:/qdrant/snapshots'), text(file, 'image: «qdrant/qdrant:v1.12.5»'));
agents.fault('missing-healthcheck', 'depended on', text(file, queueHealth, '    volumes:\n      - queue-data:/var/lib/rabbitmq\n'), text(file, '  queue:\n    image', '  «queue»:\n    image'),
  text(file, '    depends_on:\n      queue:\n        condition: service_healthy\n      memory', '    depends_on:\n      memory'), text(file, '    depends_on:\n      queue:\n        condition: service_healthy\n    healthcheck', '    depends_on: [queue]\n    healthcheck'), text(file, 'queue: { condition: service_healthy }', 'memory: { condition: service_healthy }'));
agents.fault('mount-hides-image-files', 'the file that the container starts', text(file, '    env_file: [../config/common.env]\n', '    env_file: [../config/common.env]\n    volumes: ["‹../config›:‹/agent›"]\n'));
agents.fault('service-port-mismatch', 'the port of the host', text(file, '- QUEUE_URL=amqp://queue:5672\n', '- QUEUE_URL=amqp://queue:5672\n      - ORCHESTRATOR_URL=http://orchestrator:«8081»\n'));
agents.fault('yaml-syntax', 'a missing colon', text(file, '    hostname: queue\n', '    «hostname queue»\n'));
agents.fault('yaml-syntax', 'an open quote', text(file, '    restart: "no"\n', '    restart: «"no»\n'));
agents.fault('invalid-value', 'a condition', text(file, 'condition: service_completed_successfully', 'condition: «service_completed»'));
agents.fault('duplicate-container-name', 'two services', text(file, '    hostname: queue\n', '    container_name: one\n'), text(file, '    image: qdrant/qdrant:v1.12.5\n', '    image: qdrant/qdrant:v1.12.5\n    container_name: «one»\n'));
agents.fault('port-conflict', 'replicas on one port', text(file, '      - "8081:8080"\n', '      - "«8081»:8080"\n    deploy: { replicas: 2 }\n'));
agents.fault('unused-definition', 'flow mapping', text(file, '  memory-data: {}', '  memory-data: {}\n  «agent-data»: {}'));
agents.fault('extends-missing', 'a service of another file', made('docker/base.yaml', 'services:\n  agent:\n    image: python:3.12-slim\n'), text(file, '  coder:\n', '  coder:\n    extends: { file: base.yaml, service: «agents» }\n'));
agents.fault('include-missing', 'a list', text(file, 'services:\n  orchestrator', 'include:\n  - «tools/compose.yaml»\nservices:\n  orchestrator'));

agents.sound('an optional env file', text(file, 'env_file: ../config/common.env', 'env_file:\n      - path: ../config/planner.env\n        required: false'));
agents.sound('a job without a healthcheck that is waited for', text(file, '      migrate:\n        condition: service_completed_successfully', '      migrate:\n        condition: service_completed_successfully\n        restart: false'));
agents.sound('a host name that is no service', text(file, 'QUEUE_URL: "amqp://queue:5672"', 'QUEUE_URL: "amqp://queue:5672"\n      MODEL_URL: https://api.example.com:8443/v1'));
agents.sound('another port of a stock image', text(file, 'QUEUE_URL: "amqp://queue:5672"', 'QUEUE_URL: "amqp://queue:5672"\n      ADMIN_URL: http://queue:15672/api'));
agents.sound('an address by the host name', text(file, '    hostname: queue\n', '    hostname: broker\n'), text(file, 'QUEUE_URL: "amqp://queue:5672"', 'QUEUE_URL: "amqp://broker:5672"'));
agents.sound('an optional dependency in a profile', text(file, '    hostname: queue\n', '    hostname: queue\n    depends_on: { tracer: { condition: service_started, required: false } }\n'), text(file, '\nvolumes:\n  queue-data', '\n  tracer:\n    image: jaegertracing/all-in-one:1.64.0\n    profiles: [trace]\n    healthcheck: { test: [CMD, /go/bin/all-in-one-linux, version] }\n\nvolumes:\n  queue-data'));
agents.sound('an inline Dockerfile', text(file, 'build: ../migrations', 'build:\n      context: ../migrations\n      dockerfile_inline: |\n        FROM python:3.12-slim\n        COPY run.py /\n'));
agents.sound('an argument that every build knows', text(file, 'AGENT: coder', 'AGENT: coder\n        HTTP_PROXY: http://proxy.example.com:3128\n        BUILDKIT_INLINE_CACHE: "1"'));
agents.sound('an unset variable in a path', text(file, '../config/common.env]', '"../config/${STAGE:-common}.env"]'));

agents.sound('a health check in the Dockerfile', text('dockerfiles/orchestrator.Dockerfile', 'EXPOSE 8080', 'HEALTHCHECK CMD curl -f http://localhost:8080/health\nEXPOSE 8080'), text(file, '    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8080/health"]\n', ''), text(file, '  memory:\n    image', '  ui:\n    image: nginx:1.27\n    depends_on: { orchestrator: { condition: service_healthy } }\n  memory:\n    image'));
agents.sound('a cache that is meant to forget', text(file, '\nvolumes:\n  queue-data', '\n  cache:\n    image: redis:7.4-alpine\n    command: [redis-server, --save, "", --appendonly, "no"]\n\nvolumes:\n  queue-data'));
agents.sound('the network of the host', text(file, '      - QUEUE_URL=amqp://queue:5672\n', '      - QUEUE_URL=amqp://localhost:5672\n    network_mode: host\n'));
agents.sound('a host name in a label', text(file, '    hostname: queue\n', '    hostname: queue\n    labels: { "docs.url": "http://orchestrator:1234/" }\n'));

export const agentsCases = agents.cases;
