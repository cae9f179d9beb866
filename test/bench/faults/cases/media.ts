// A service in the network of a VPN, devices and folders by variables.

import { plantIn, text } from '../fault.ts';

const media = plantIn('media');
const compose = 'docker-compose.yml';

media.fault('undefined-service', 'network_mode', text(compose, '"service:gluetun"', '"service:«glutun»"'));
media.fault('port-conflict', 'port of vpn', text(compose, '["8989:8989"]', '["«8080»:8989"]'), text(compose, '- «8080»:8080'));
media.fault('plaintext-secret', 'private key', text(compose, 'WIREGUARD_PRIVATE_KEY=${WIREGUARD_PRIVATE_KEY}', 'WIREGUARD_PRIVATE_KEY=«wOEI9rqqbDwnN8/Bpp22sVz48T71vJ4fYmFWujulwUU=»'));
media.fault('unpinned-image', 'latest', text(compose, 'sctx/overseerr:1.34.0', '«sctx/overseerr:latest»'));
media.fault('unknown-key', 'device', text(compose, '    group_add: ["109"]\n', '    «groups_add»: ["109"]\n'));

export const mediaCases = media.cases;
