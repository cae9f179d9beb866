// Three brokers by anchors: merged mappings, a Dockerfile inside the compose file, a script in a block, a profile.

import { gone, plantIn, text } from '../fault.ts';

const kafka = plantIn('kafka');
const file = 'compose.yml';

kafka.fault('copy-source-missing', 'a glob of an inline Dockerfile', gone('connectors/source.json'), text(file, '«connectors/*.json»'));
kafka.fault('undefined-service', 'in an anchor of a mapping', text(file, '      kafka-3: { condition', '      «kafka-4»: { condition'));
kafka.fault('port-conflict', 'flow lists', text(file, '["39092:39092"]', '["«29092»:39092"]'), text(file, '["«29092»:29092"]'));
kafka.fault('invalid-value', 'a duration in an anchor', text(file, 'start_period: 30s', 'start_period: 30«sec»'));
kafka.fault('unknown-key', 'in an anchor of an anchor', text(file, 'start_period: 30s', '«start_periode»: 30s'));
kafka.fault('healthcheck-required', 'disabled in one place', text(file, '    image: confluentinc/cp-schema-registry:7.8.0\n', '    image: confluentinc/cp-schema-registry:7.8.0\n'), text(file, '      <<: *broker-health\n      test: [CMD, curl, -fsS, "http://localhost:8081/subjects"]', '      disable: true'), text(file, 'schema-registry: { condition: «service_healthy» }'));
kafka.fault('unreachable-service', 'in a list of servers', text(file, 'networks: [bus, sources]', 'networks: [sources]'), text(file, 'CONNECT_BOOTSTRAP_SERVERS: «kafka-1»:9092,«kafka-2»:9092,«kafka-3»:9092'), text(file, '"http://«schema-registry»:8081"'), text(file, 'ADDRESS: http://«connect»:8083'));
kafka.fault('service-port-mismatch', 'a second of a list', text(file, 'PLAINTEXT://kafka-2:9092', 'PLAINTEXT://kafka-2:«9902»'));
kafka.fault('service-port-mismatch', 'in a shell script', text(file, '--bootstrap-server kafka-1:9092 --list', '--bootstrap-server kafka-1:«9902» --list'));
kafka.fault('service-port-mismatch', 'in quotes', text(file, '"http://schema-registry:8081"', '"http://schema-registry:«8018»"'));
kafka.fault('ephemeral-data', 'not official', text(file, '    volumes: [source-db:/var/lib/postgresql/data]\n', ''), text(file, '  kafka-3:\n  source-db:\n', '  kafka-3:\n'), text(file, 'image: «debezium/postgres:16»'));
kafka.fault('ephemeral-data', 'by an anchor', text(file, '    volumes: ["kafka-3:/var/lib/kafka/data"]\n', ''), text(file, '  kafka-3:\n  source-db:\n', '  source-db:\n'), text(file, 'x-broker: &broker\n  image: «confluentinc/cp-kafka:7.8.0»'));
kafka.fault('undefined-secret', 'flow list', text(file, 'secrets: [db]', 'secrets: [«database»]'), text(file, 'secrets:\n  db: { file: ./secrets/db }\n', 'secrets:\n  other: { file: ./secrets/db }\n'), text(file, '  other', '  other'));
kafka.fault('dead-mount-source', 'a file of a secret', gone('secrets/db'), text(file, 'db: { file: «./secrets/db» }'));
kafka.fault('undefined-config', 'in a profile that is off', text(file, 'source: ui\n', 'source: «kui»\n'), text(file, '    profiles: [tools]\n', ''));
kafka.fault('conflicting-keys', 'two sources of a config', text(file, '  ui:\n    content: |', '  ui:\n    ‹file›: ./ui.yaml\n    ‹content›: |'));
kafka.fault('dependency-cycle', 'through an alias', text(file, '      kafka-3: { condition: service_healthy }', '      kafka-3: { condition: service_healthy }\n      ‹schema-registry›: { condition: service_healthy }'));
kafka.fault('duplicate-key', 'in an anchor', text(file, '  KAFKA_PROCESS_ROLES: broker,controller', '  KAFKA_PROCESS_ROLES: broker,controller\n  «CLUSTER_ID»: other'));
kafka.fault('wrong-type', 'a mapping for a text', text(file, 'hostname: kafka-2', '«hostname»:\n      name: kafka-2'));
kafka.fault('unused-definition', 'a network', text(file, '    internal: true\n', '    internal: true\n  «edge»:\n'));
kafka.fault('unpinned-image', 'in an anchor', text(file, 'x-broker: &broker\n  image: confluentinc/cp-kafka:7.8.0', 'x-broker: &broker\n  image: «confluentinc/cp-kafka»'));
kafka.fault('duplicate-container-name', 'in an anchor', text(file, 'x-broker: &broker\n', 'x-broker: &broker\n  container_name: «kafka»\n'));

kafka.sound('an anchor overridden', text(file, 'hostname: kafka-2\n', 'hostname: kafka-2\n    networks: { bus: { aliases: [k2] } }\n'), text(file, 'PLAINTEXT://kafka-2:9092', 'PLAINTEXT://k2:9092'));

export const kafkaCases = kafka.cases;
