// A service in Go that takes files: tools in profiles and shells, a Dockerfile with an ignore file that lets in again.

import { plantIn, text } from '../fault.ts';

const uploads = plantIn('uploads');
const file = 'docker-compose.yml';
const networks = text(file, 'volumes:\n  pgdata:', 'networks: {apart: {}}\nvolumes:\n  pgdata:');

uploads.fault('service-port-mismatch', 'a folded entrypoint with dollars', text(file, 'local http://minio:9000', 'local http://minio:«9090»'));
uploads.fault('service-port-mismatch', 'a shell in a list', text(file, '@postgres:5432/app?sslmode=disable" up', '@postgres:«5442»/app?sslmode=disable" up'));
uploads.fault('unreachable-service', 'a folded entrypoint', text(file, '    image: minio/mc:RELEASE.2024-08-26T10-49-58Z\n', '    image: minio/mc:RELEASE.2024-08-26T10-49-58Z\n    networks: [apart]\n'), networks, text(file, 'local http://«minio»:9000'));
uploads.fault('unreachable-service', 'a tool in a profile', text(file, '    volumes: [./migrations:/migrations]\n', '    volumes: [./migrations:/migrations]\n    profiles: [tools]\n    networks: [apart]\n'), text(file, '      migrate:\n        condition: service_completed_successfully\n', ''), networks, text(file, '@«postgres»:5432/app?sslmode=disable" up'));
uploads.fault('copy-source-missing', 'no longer let in, beside a pattern that is', text('.dockerignore', '!wait-for-it.sh\n', ''), text('Dockerfile', '--chmod=755 «wait-for-it.sh» /'));
uploads.sound('the console of a store', text(file, 'AWS_ENDPOINT=http://minio:9000', 'AWS_ENDPOINT=http://minio:9001'));
uploads.sound('a port that the command moves', text(file, '"-listen", ":8080"]', '"-listen", ":8090"]'), text('docker-compose.ci.yml', 'http://server:8080', 'http://server:8090'));

export const uploadsCases = uploads.cases;
