// One project of many folders: include and extends bring the parts together.

import { gone, plantIn, text } from '../fault.ts';

const mono = plantIn('mono');
const root = 'compose.yaml';
const base = 'common/base.yaml';
const catalog = 'services/catalog/compose.yaml';
const orders = 'services/orders/stack.yaml';

mono.fault('include-missing', 'short syntax', text(root, '- services/catalog/compose.yaml', '- «services/catalogue/compose.yaml»'), text(root, '      catalog:\n        condition: service_healthy\n', ''));
mono.fault('include-missing', 'long syntax', text(root, '- path: services/orders/stack.yaml', '- path: «services/order/stack.yaml»'), text(root, '      orders:\n        condition: service_healthy\n', ''));
mono.fault('env-file-missing', 'of an include', text(root, 'env_file: services/orders/orders.env', 'env_file: «services/orders/order.env»'), text(orders, 'orders:${ORDERS_TAG}', 'orders:4.2'));
mono.fault('extends-missing', 'a file', text(root, 'file: common/base.yaml', 'file: «common/bases.yaml»'));
mono.fault('extends-missing', 'a service', text(catalog, 'service: web-base', 'service: «web»'));
mono.fault('extends-missing', 'a service of the same file', text(orders, 'extends: orders', 'extends: «order»'));
mono.fault('dependency-cycle', 'extends', text(base, '    restart: unless-stopped', '    extends: «web-base»\n    restart: unless-stopped'));
mono.fault('dependency-cycle', 'across an include', text(root, '      orders:\n        condition', '      ‹orders›:\n        condition'), text(orders, '    expose: ["4000"]\n', '    expose: ["4000"]\n    depends_on: { ‹edge›: { condition: service_started } }\n'));
mono.fault('undefined-network', 'of an included file', text(orders, '    expose: ["4000"]\n    networks: [mesh]', '    expose: ["4000"]\n    networks: [mesh, «orders»]'));
mono.fault('undefined-service', 'of an included file', text(root, '      orders:\n        condition: service_healthy', '      «order»:\n        condition: service_healthy'));
mono.fault('undefined-volume', 'of an included file', text(orders, '    expose: ["4000"]\n', '    expose: ["4000"]\n    volumes: ["«orders-data»:/data"]\n'));
mono.fault('build-context-missing', 'relative to the included file', text(catalog, 'build: ./src', 'build: «./source»'));
mono.fault('dockerfile-missing', 'of an included file', text(catalog, 'build: ./src', 'build: { context: ./src, dockerfile: «Dockerfile.prod» }'));
mono.fault('copy-source-missing', 'several sources', gone('services/catalog/src/go.mod'), text('services/catalog/src/Dockerfile', 'COPY «go.mod» main.go'));
mono.fault('dead-mount-source', 'of the root', gone('edge/Caddyfile'), text(root, '- «./edge/Caddyfile»:/etc'));
mono.fault('dead-mount-source', 'relative to the included file', text(catalog, '    build: ./src\n', '    build: ./src\n    volumes:\n      - «./items.json»:/etc/items.json:ro\n'));
mono.fault('dead-mount-source', 'by way of extends', text(base, '    init: true\n', '    init: true\n    volumes:\n      - «./certificates»:/etc/ssl/own:ro\n'));
mono.fault('mount-type-mismatch', 'a folder over a file', text(root, './edge/Caddyfile:/etc', '«./edge»:/etc'));
mono.fault('port-conflict', 'across an include', text(catalog, '    build: ./src\n', '    build: ./src\n    ports: ["«80»:5000"]\n'), text(root, '- «80»:80'));
mono.fault('service-port-mismatch', 'across an include', text(catalog, 'http://orders:4000', 'http://orders:«4040»'));
mono.fault('unreachable-service', 'across an include', text(root, '    networks: [mesh]', '    networks: [outer]'), text(root, 'networks:\n  mesh:\n', 'networks:\n  mesh:\n  outer:\n'), text(root, '    healthcheck:\n', '    environment: { UPSTREAM: "http://«catalog»:5000" }\n    healthcheck:\n'));
mono.fault('healthcheck-required', 'of an included service', text(catalog, '    healthcheck:\n      test: [CMD, wget, -q, --spider, "http://localhost:5000/"]\n', ''), text(root, '      catalog:\n        condition: «service_healthy»'));
mono.fault('ephemeral-data', 'in an included file', text(orders, '  orders-worker:', '  ledger:\n    image: «postgres:17.2»\n    environment: { POSTGRES_PASSWORD_FILE: /run/secrets/pw }\n    networks: [mesh]\n    healthcheck: { test: [CMD, pg_isready] }\n  orders-worker:'));
mono.fault('undefined-variable', 'of an include without its env file', text(root, '  - path: services/orders/stack.yaml\n    env_file: services/orders/orders.env\n', '  - services/orders/stack.yaml\n'), text(orders, 'orders:«${ORDERS_TAG}»'));
mono.fault('unknown-key', 'of an extended service', text(base, 'driver: json-file\n', 'driver: json-file\n      «option»: {}\n'));
mono.fault('wrong-type', 'of an extended service', text(base, 'restart: unless-stopped', 'restart: «3»'));
mono.fault('include-conflict', 'a text over a mapping', text(root, 'services:\n  edge:', 'services:\n  catalog:\n    healthcheck: «none»\n  edge:'));
mono.fault('unpinned-image', 'in an included file', text(orders, 'image: registry.example.com/orders:${ORDERS_TAG}', 'image: «registry.example.com/orders»'));
mono.fault('docker-socket-mount', 'by way of extends', text(base, '    init: true\n', '    init: true\n    volumes:\n      - «/var/run/docker.sock»:/var/run/docker.sock\n'));
mono.fault('privileged-container', 'by way of extends', text(base, '    init: true\n', '    init: true\n    ‹privileged›: ‹true›\n'));
mono.fault('yaml-syntax', 'an included file', text(catalog, '    build: ./src\n', '    build: ./src\n   «restart»: always\n'));
mono.fault('unused-definition', 'of the root', text(root, 'volumes:\n  edge-data:\n', 'volumes:\n  edge-data:\n  «edge-config»:\n'));
mono.fault('depends-on-without-condition', 'a list', text(root, '    depends_on:\n      catalog:\n        condition: service_healthy\n      orders:\n        condition: service_healthy\n', '    depends_on:\n      - «catalog»\n      - «orders»\n'));

mono.sound('an address for one protocol each', text(root, '- 443:443/udp', '- 443:443/udp\n      - 8443:8443/udp'));
mono.sound('a remote include', text(root, '  - services/catalog/compose.yaml\n', '  - services/catalog/compose.yaml\n  - oci://registry.example.com/tools:1.0\n'));
mono.sound('an include from git, and what it may define', text(root, '  - services/catalog/compose.yaml\n', '  - services/catalog/compose.yaml\n  - https://github.com/example/tools.git\n'), text(root, '    networks: [mesh]', '    networks: [mesh, tools]'));
mono.sound('a port that an expose names', text(orders, 'expose: ["4000"]', 'expose: ["4000", "4040"]'), text(catalog, 'http://orders:4000', 'http://orders:4040'));
mono.sound('an alias in another file', text(root, '    networks: [mesh]', '    networks: { mesh: { aliases: [edge.local] } }'), text(catalog, 'ORDERS_URL: http://orders:4000', 'ORDERS_URL: http://orders:4000\n      EDGE_URL: http://edge.local'));
mono.sound('a build of a remote context', text(catalog, 'build: ./src', 'build: git@github.com:example/catalog.git'), text(catalog, '"http://localhost:5000/"', '"http://localhost:5000/health"'));

export const monoCases = mono.cases;
