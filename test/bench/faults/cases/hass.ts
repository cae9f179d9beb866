// A home: the network of the host, a service in the network of another, devices, limits.

import { gone, plantIn, text } from '../fault.ts';

const hass = plantIn('hass');
const file = 'compose.yaml';

hass.fault('conflicting-keys', 'networks beside the host\'s', text(file, '    network_mode: host\n    volumes', '    ‹network_mode›: host\n    ‹networks›: [home]\n    volumes'));
hass.fault('undefined-service', 'network_mode', text(file, '"service:vpn"', '"service:«gluetun»"'));
hass.fault('unreachable-service', 'a service in the network of another', text(file, '      - TZ=Europe/Berlin\n', '      - TZ=Europe/Berlin\n      - TORRENT=http://«downloads»:8090\n'));
hass.fault('unreachable-service', 'a service on the host\'s network', text(file, '      - TZ=Europe/Berlin\n', '      - TZ=Europe/Berlin\n      - HA_URL=http://«homeassistant»:8123\n'));
hass.fault('unreachable-service', 'from the network of the host', text(file, 'mqtt://127.0.0.1:1883', 'mqtt://«mosquitto»:1883'));
hass.fault('mount-type-mismatch', 'a folder for a configuration', text(file, '- ./mosquitto/mosquitto.conf:', '- «./mosquitto»:'));
hass.fault('dead-mount-source', 'a file', gone('mosquitto/mosquitto.conf'), text(file, '- «./mosquitto/mosquitto.conf»:'));
hass.fault('port-conflict', 'a service and the service of its network', text(file, 'ports: ["8090:8090"]', 'ports: ["8090:8090", "«8080»:8080"]'), text(file, 'ports: ["«8080»:8080"]'));
hass.fault('port-conflict', 'mode host', text(file, '- 1883:1883', '- 1883:1883\n      - «9001»:9002'), text(file, 'published: "«9001»"'));
hass.fault('ephemeral-data', 'an unofficial database', text(file, '    volumes: [db:/var/lib/postgresql/data]\n', ''), text(file, ' db: {}, downloads', ' downloads'), text(file, 'image: «timescale/timescaledb:2.17.2-pg16»'));
hass.fault('refused-value', 'a reservation above the limit', text(file, 'reservations: {memory: 128M}', 'reservations: {memory: «1G»}'));
hass.fault('invalid-value', 'a CPU count', text(file, 'cpus: "1.0"', 'cpus: "«one»"'));
hass.fault('wrong-type', 'a mapping for a list', text(file, 'cap_add: [NET_ADMIN]', 'cap_add: «{NET_ADMIN: true}»'));
hass.fault('unknown-key', 'flow, of limits', text(file, '{cpus: "1.0", memory: 512M}', '{«cpu»: "1.0", memory: 512M}'));
hass.fault('missing-property', 'a flow bind', text(file, '{type: bind, source: ./esphome, target: /config}', '«{type: bind, source: ./esphome}»'));
hass.fault('yaml-syntax', 'an alias before its anchor', text(file, '    networks: *home\n    depends_on', '    networks: «*house»\n    depends_on'));
hass.fault('duplicate-container-name', 'same words', text(file, 'container_name: mosquitto', 'container_name: «homeassistant»'));
hass.fault('undefined-volume', 'a dot is missing', text(file, '"./zigbee:/app/data"', '"«zigbee»:/app/data"'));
hass.fault('dependency-cycle', 'through the network', text(file, '    cap_add: [NET_ADMIN]', '    depends_on: [«downloads»]\n    cap_add: [NET_ADMIN]'));

hass.sound('a device of this machine', text(file, 'devices: [/dev/net/tun]', 'devices: [/dev/net/tun, /dev/ttyUSB7]'));
hass.sound('a folder for data that is not there yet', gone('esphome'));

export const hassCases = hass.cases;
