// The observability stack: data under ./data, which git leaves out, and configuration beside it.

import { gone, made, plantIn, text } from '../fault.ts';

const stack = plantIn('observability');
const file = 'docker-compose.yml';

stack.fault('port-conflict', 'a range over a single port', text(file, '"127.0.0.1:9009:9009"', '"127.0.0.1:«4318»:9009"'), text(file, '"«4317-4318»:4317-4318"'));
stack.fault('port-conflict', 'long beside short syntax', text(file, 'published: "3000"', 'published: "«3100»"'), text(file, '"127.0.0.1:«3100»:3100"'));
stack.fault('ephemeral-data', 'telemetry in the container', text(file, '      - ./data/tempo:/var/tempo\n', ''), text(file, 'image: «grafana/tempo:2.6.1»'));
stack.fault('ephemeral-data', 'dashboards in the container', text(file, '      - ./data/grafana:/var/lib/grafana\n', ''), text(file, 'image: «grafana/grafana:11.4.0»'));
stack.fault('ephemeral-data', 'the data is mounted beside its place', text(file, '- ./data/loki:/loki', '- ./data/loki:/var/lib/loki-old'), text(file, 'image: «grafana/loki:3.3.1»'));
stack.fault('dead-mount-source', 'a file of configuration', gone('mimir/mimir.yaml'), text(file, 'source: «./mimir/mimir.yaml»'));
stack.fault('dead-mount-source', 'a folder of configuration', text(file, '- ./grafana/provisioning:/etc', '- «./grafana/provisionning»:/etc'));
stack.fault('mount-type-mismatch', 'an empty folder that the engine made', gone('loki/loki.yaml'), made('loki/loki.yaml/'), text(file, '- «./loki/loki.yaml»:/etc'));
stack.fault('mount-type-mismatch', 'a folder in place of grafana.ini', text(file, './grafana/grafana.ini:/etc', '«./grafana/provisioning»:/etc'));
stack.fault('healthcheck-required', 'disabled', text(file, '      test: [CMD-SHELL, "wget -q --spider http://localhost:9009/ready"]\n', '      disable: true\n'), text(file, 'mimir: { condition: «service_healthy» }'));
stack.fault('service-port-mismatch', 'the port of the host', text(file, '"127.0.0.1:3100:3100"', '"127.0.0.1:3101:3100"'), text(file, 'GF_INSTALL_PLUGINS: ""', 'LOKI_URL: http://loki:«3101»'));
stack.fault('unpinned-image', 'no tag', text(file, 'grafana/mimir:2.14.2', '«grafana/mimir»'));
stack.fault('unpinned-image', 'latest', text(file, 'grafana/grafana:11.4.0', '«grafana/grafana:latest»'));
stack.fault('plaintext-secret', 'a token in the environment', text(file, 'GF_INSTALL_PLUGINS: ""', 'GF_SECURITY_ADMIN_PASSWORD: «k7Qz9wPf2LxV4nRt»'));
stack.fault('obsolete-version', 'quoted', text(file, 'services:\n  grafana', '«version»: "3.8"\nservices:\n  grafana'));
stack.fault('unused-definition', 'a network', text(file, '    driver: bridge', '    driver: bridge\n  «spare»: {}'));
stack.fault('unused-definition', 'a volume', text(file, '    driver: bridge', '    driver: bridge\nvolumes:\n  «spare»:'));
stack.fault('depends-on-without-condition', 'a list', text(file, 'depends_on:\n      loki: { condition: service_healthy }\n      mimir: { condition: service_healthy }\n      tempo: { condition: service_healthy }', 'depends_on: [«loki», «mimir», «tempo»]'));
stack.fault('unknown-key', 'a mistyped key', text(file, '      retries: 10', '      «retires»: 10'));
stack.fault('unknown-key', 'a key of a service at the wrong indentation', text(file, '    restart: unless-stopped\n    healthcheck:\n      test: [CMD-SHELL, "wget -q --spider http://localhost:3200/ready"]', '    restart: unless-stopped\n    healthcheck:\n      «init»: true\n      test: [CMD-SHELL, "wget -q --spider http://localhost:3200/ready"]'));
stack.fault('wrong-type', 'a number for text', text(file, '      GF_INSTALL_PLUGINS: ""\n', '      GF_INSTALL_PLUGINS: ""\n    user: «472»\n'));
stack.fault('wrong-type', 'text for a list', text(file, '    networks: [telemetry]\n    restart: unless-stopped\n    healthcheck:\n      test: [CMD-SHELL, "wget -q --spider http://localhost:3200/ready"]', '    networks: [telemetry]\n    cap_add: «NET_ADMIN»\n    restart: unless-stopped\n    healthcheck:\n      test: [CMD-SHELL, "wget -q --spider http://localhost:3200/ready"]'));
stack.fault('invalid-value', 'a duration', text(file, 'timeout: 3s', 'timeout: 3«sec»'));
stack.fault('invalid-value', 'a port', text(file, '"127.0.0.1:3100:3100"', '"127.0.0.1:«31000000»:3100"'));
stack.fault('missing-property', 'a mount without a target', text(file, '      - source: ./mimir/mimir.yaml\n        target: /etc/mimir/mimir.yaml\n', '      - «source»: ./mimir/mimir.yaml\n'));
stack.fault('undefined-network', 'flow list', text(file, '    command: -config.file=/etc/loki/loki.yaml\n', '    command: -config.file=/etc/loki/loki.yaml\n    labels: { a: b }\n'), text(file, '      - ./loki/loki.yaml:/etc/loki/loki.yaml:ro\n    networks: [telemetry]', '      - ./loki/loki.yaml:/etc/loki/loki.yaml:ro\n    networks: [telemetry, «metrics»]'));
stack.fault('duplicate-key', 'a key of a service', text(file, '    networks: [telemetry]\n    restart: unless-stopped\n    healthcheck:\n      test: [CMD-SHELL, "wget -q --spider http://localhost:3100/ready"]', '    networks: [telemetry]\n    restart: unless-stopped\n    «networks»: [telemetry]\n    healthcheck:\n      test: [CMD-SHELL, "wget -q --spider http://localhost:3100/ready"]'));
stack.fault('no-image-or-build', 'the image is gone', text(file, '  tempo:\n    image: grafana/tempo:2.6.1\n', '  «tempo»:\n'));
stack.fault('conflicting-keys', 'a mode beside networks', text(file, '    command: -config.file=/etc/loki/loki.yaml\n', '    command: -config.file=/etc/loki/loki.yaml\n    «network_mode»: host\n'), text(file, '    ports:\n      - "127.0.0.1:3100:3100"\n', ''));

stack.sound('a data folder that is not there yet', text(file, '- ./data/loki:/loki', '- ./data/new/loki:/loki'));
stack.sound('data at a folder above', text(file, '- ./data/tempo:/var/tempo', '- ./data/tempo:/var'));
stack.sound('a named volume for data', text(file, '- ./data/tempo:/var/tempo', '- tempo:/var/tempo'), text(file, '    driver: bridge', '    driver: bridge\nvolumes:\n  tempo:'));
stack.sound('a folder of its own that git leaves out', text('.gitignore', '/data/', '/data/\n/store/'), text(file, '- ./data/mimir:/data', '- ./store/mimir:/data'));
stack.sound('two addresses of one port', text(file, '"127.0.0.1:9009:9009"', '"127.0.0.1:9009:9009"\n      - "192.0.2.7:9009:9009"'));
stack.sound('one port of the container on two of the host', text(file, '"127.0.0.1:9009:9009"', '"127.0.0.1:9009:9009"\n      - "127.0.0.1:9010:9009"'));
stack.sound('an address outside the project', text(file, 'GF_INSTALL_PLUGINS: ""', 'GF_INSTALL_PLUGINS: ""\n      GF_SMTP_HOST: smtp.example.com:587'));
stack.sound('a secret in a file', text(file, 'GF_INSTALL_PLUGINS: ""', 'GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/admin'));
stack.sound('a secret from the shell', text(file, 'GF_INSTALL_PLUGINS: ""', 'GF_SECURITY_ADMIN_PASSWORD: ${ADMIN_PASSWORD:-}'));
stack.sound('a digest for a tag', text(file, 'grafana/mimir:2.14.2', `grafana/mimir@sha256:${'0123456789abcdef'.repeat(4)}`));
stack.sound('a health check that the image may bring along', text(file, '    healthcheck:\n      test: [CMD-SHELL, "wget -q --spider http://localhost:3200/ready"]\n', ''));
stack.sound('a field of its own', text(file, 'services:\n  grafana', 'x-owner: telemetry\nservices:\n  grafana'));

export const observabilityCases = stack.cases;
