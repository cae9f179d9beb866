// Services in flow style that find each other by a registry, with one Dockerfile for all.

import { gone, plantIn, text } from '../fault.ts';

const discovery = plantIn('discovery');
const compose = 'compose.yml';

discovery.fault('copy-source-missing', 'arg in path', gone('target/config-server.jar'), text('docker/Dockerfile', 'COPY «target/${ARTIFACT_NAME}.jar»'));
discovery.fault('build-arg-unused', 'flow list', text(compose, 'EXPOSED_PORT=8888', '«EXPOSE_PORT»=8888'));
discovery.fault('port-conflict', 'flow', text(compose, 'ports: ["9411:9411"]', 'ports: ["«9092»:9411"]'), text(compose, '    ports: ["«9092»:9092"]'));
discovery.fault('undefined-service', 'flow map', text(compose, '{ config-server: { condition: service_healthy } }', '{ «config»: { condition: service_healthy } }'));
discovery.fault('service-port-mismatch', 'own healthcheck', text(compose, 'ports: [8761:8761]', 'ports: [8762:8761]'), text(compose, '"http://discovery-server:8761"]', '"http://discovery-server:«8762»"]'));

export const discoveryCases = discovery.cases;
