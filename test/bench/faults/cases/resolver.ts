// Name servers: fixed addresses, IPv6, ranges and udp beside tcp.

import { plantIn, text } from '../fault.ts';

const resolver = plantIn('resolver');
const compose = 'compose.yml';

resolver.fault('port-conflict', 'ipv6', text(compose, '- "853:853/tcp"', '- "[::1]:«3000»:853/tcp"'), text(compose, '"[::1]:«3000»:3000"'));
resolver.fault('port-conflict', 'range', text(compose, '- "853:853/tcp"', '- "«5444»:853/tcp"'), text(compose, '"«5443-5445»:5443-5445"'));
resolver.fault('dead-mount-source', 'conf', text(compose, './unbound:/opt/unbound/etc', '«./unbnd»:/opt/unbound/etc'));
resolver.fault('port-conflict', 'udp 53', text(compose, '    volumes: ["./unbound', '    ports: ["«53»:53/udp"]\n    volumes: ["./unbound'), text(compose, '"«53»:53/udp"'));

export const resolverCases = resolver.cases;
