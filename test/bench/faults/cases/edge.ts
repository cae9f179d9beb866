// A reverse proxy with labels: flow style, a proxy of the socket, a network with a subnet.

import { gone, plantIn, text } from '../fault.ts';

const edge = plantIn('edge');
const file = 'docker-compose.yml';

edge.fault('undefined-variable', 'inside a label', text(file, 'Host(`traefik.${DOMAIN}`)"', 'Host(`traefik.«${DOMIAN}»`)"'));
edge.fault('undefined-variable', 'in a flag of a command', text(file, '=${ACME_EMAIL}', '=«${ACME_MAIL}»'));
edge.fault('undefined-variable', 'in the list of the environment', text('.env', 'WIKI_APP_KEY=\n', ''), text(file, 'APP_KEY=«${WIKI_APP_KEY}»'));
edge.fault('port-conflict', 'a flow list', text(file, '    networks: [edge]\n    labels:\n      traefik.enable: "true"', '    networks: [edge]\n    ports: ["«80»:80"]\n    labels:\n      traefik.enable: "true"'), text(file, 'ports: ["«80»:80", '));
edge.fault('dead-mount-source', 'a folder', gone('traefik/dynamic'), text(file, '«./traefik/dynamic»:'));
edge.fault('undefined-network', 'a mapping in flow style', text(file, 'networks: { socket: {} }', 'networks: { «sockets»: {} }'));
edge.fault('undefined-volume', 'a flow mapping', text(file, 'source: wiki-db, target', 'source: «wikidb», target'), text(file, ', wiki-db: {}}', '}'));
edge.fault('unreachable-service', 'in a flag of a command', text(file, 'networks: [edge, socket]', 'networks: [edge]'), text(file, 'endpoint=tcp://«socket-proxy»:2375'));
edge.fault('unreachable-service', 'a host in a list', text(file, '    networks: [edge, wiki]', '    networks: [edge]'), text(file, 'DB_HOST=«wiki-db»'));
edge.fault('service-port-mismatch', 'a pair in a list', text(file, 'DB_PORT=3306', 'DB_PORT=«3307»'));
edge.fault('refused-value', 'an address outside its subnet', text(file, 'ipv4_address: 172.28.5.10', 'ipv4_address: «172.28.6.10»'));
edge.fault('refused-value', 'not an address', text(file, 'ipv4_address: 172.28.5.10', 'ipv4_address: «172.28.5.300»'));
edge.fault('refused-value', 'a subnet', text(file, 'subnet: 172.28.5.0/24', 'subnet: «172.28.5.0/34»'));
edge.fault('wrong-type', 'a list where a mapping is', text(file, 'healthcheck: {test', 'healthcheck: «[{test'), text(file, 'interval: 10s, retries: 6}', 'interval: 10s, retries: 6}]»'));
edge.fault('unknown-key', 'a flow mapping of a dependency', text(file, 'service_healthy, restart: true}', 'service_healthy, «restarts»: true}'));
edge.fault('healthcheck-required', 'flow mapping', text(file, '    healthcheck: {test: [CMD, healthcheck.sh, --connect, --innodb_initialized], interval: 10s, retries: 6}\n', ''), text(file, '{condition: «service_healthy», restart'));
edge.fault('ephemeral-data', 'flow mapping', text(file, '    volumes:\n      - {type: volume, source: wiki-db, target: /var/lib/mysql}\n', ''), text(file, 'wiki: {}, wiki-db: {}}', 'wiki: {}}'), text(file, 'image: «mariadb:11.4.4»'));
edge.fault('privileged-container', 'flow entry', text(file, '    security_opt: ["no-new-privileges:true"]', '    ‹privileged›: ‹true›'));
edge.fault('docker-socket-mount', 'short with a mode', text(file, 'volumes: ["wiki:/config"]', 'volumes: ["wiki:/config", "«/run/docker.sock»:/var/run/docker.sock:ro"]'));
edge.fault('plaintext-secret', 'a list', text(file, 'DB_PASSWORD=${WIKI_DB_PASSWORD}', 'DB_PASSWORD=«hR7sWq0pLm3x»'));
edge.fault('unused-definition', 'a flow mapping', text(file, 'volumes: {letsencrypt: {}, ', 'volumes: {letsencrypt: {}, «acme»: {}, '));
edge.fault('yaml-syntax', 'an open quote', text(file, 'labels:\n      - "traefik.enable=true"', 'labels:\n      - «"traefik.enable=true»'));
edge.fault('duplicate-key', 'flow labels', text(file, '{ CONTAINERS: 1, POST: 0 }', '{ CONTAINERS: 1, POST: 0, «POST»: 1 }'));
edge.fault('missing-property', 'flow without target', text(file, '{type: volume, source: wiki-db, target: /var/lib/mysql}', '«{type: volume, source: wiki-db}»'));

edge.sound('udp beside tcp', text(file, '"443:443/udp"', '"443:443/udp", "8080:8080"'));
edge.sound('an address within', text(file, '172.28.5.10', '172.28.5.254'));

export const edgeCases = edge.cases;
