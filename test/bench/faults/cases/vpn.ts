// Services in the network of another: who has names and ports there.

import { plantIn, text } from '../fault.ts';

const vpn = plantIn('vpn');
const file = 'docker-compose.yaml';

vpn.fault('refused-value', 'ports in the network of another', text(file, '    network_mode: service:gluetun\n', '    network_mode: service:gluetun\n    «ports»: ["9697:9696"]\n'));
vpn.fault('undefined-service', 'the network of another', text(file, 'network_mode: "service:gluetun"', 'network_mode: "service:«gluetunn»"'));
vpn.fault('unreachable-service', 'a name in the network of another', text(file, 'http://gluetun:8080', 'http://«qbittorrent»:8080'));
vpn.fault('port-conflict', 'with the ports of a tunnel', text(file, 'ports: [8989:8989]', 'ports: [«9696»:8989]'), text(file, '- «9696»:9696 '));
vpn.sound('media outside of the project', text('.env', 'MEDIA_ROOT=./media', 'MEDIA_ROOT=/mnt/media'));
vpn.sound('what answers in the same network', text(file, '      <<: *common-env\n      QBIT_URL', '      <<: *common-env\n      SELF: http://localhost:8989\n      QBIT_URL'));

export const vpnCases = vpn.cases;
