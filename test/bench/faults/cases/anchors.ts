// Anchors, aliases, merge keys, flow style and quotes of both kinds.

import { gone, plantIn, text } from '../fault.ts';

const anchors = plantIn('anchors');
const file = 'compose.yaml';

anchors.fault('dead-mount-source', 'in double quotes', text(file, '"./site:/usr', '"«./sites»:/usr'));
anchors.fault('dead-mount-source', 'in single quotes', gone('httpd.conf'), text(file, '\'«./httpd.conf»:/usr'));
anchors.fault('mount-type-mismatch', 'in single quotes', text(file, '\'./httpd.conf:/usr', '\'«./site»:/usr'));
anchors.fault('port-conflict', 'within one service', text(file, 'published: "8491"', 'published: "«8090»"'), text(file, '"«8090»:80"'));
anchors.fault('port-conflict', 'long beside short in flow style', text(file, 'env_file: [\'./back.env\']', 'env_file: [\'./back.env\']\n    ports: [{target: 1, published: «8090»}]'), text(file, '"«8090»:80"'));
anchors.fault('undefined-network', 'in an anchor', text(file, '&nets [inner]', '&nets [inner, «outer»]'));
anchors.fault('undefined-volume', 'in single quotes', text(file, '\'store-data:/data/db\'', '\'«stores-data»:/data/db\''), text(file, 'volumes: {store-data: {}, store', 'volumes: {store'));
anchors.fault('undefined-volume', 'plain in a flow list', text(file, 'store-config:/data', '«store-cfg»:/data'), text(file, 'store-data: {}, store-config: {}', 'store-data: {}'));
anchors.fault('undefined-service', 'in nested flow mappings', text(file, 'depends_on: {store: {', 'depends_on: {«stores»: {'));
anchors.fault('env-file-missing', 'in single quotes', text(file, '\'./back.env\'', '\'«./backs.env»\''));
anchors.fault('build-context-missing', 'in single quotes', text(file, 'context: \'./back\'', 'context: \'«./bak»\''));
anchors.fault('dockerfile-missing', 'the default one', gone('back/Dockerfile'), text(file, 'context: \'«./back»\''));
anchors.fault('build-arg-unused', 'in a flow mapping', text(file, 'args: {FLAVOUR', 'args: {«FLAVOR»'));
anchors.fault('copy-source-missing', 'a folder', gone('back/src'), text('back/Dockerfile', 'COPY «src» src'));
anchors.fault('unknown-key', 'in an anchor', text(file, '  interval: 10s\n', '  «intervall»: 10s\n'));
anchors.fault('unknown-key', 'in quotes', text(file, '    env_file: [', '    «"enviroment"»: {}\n    env_file: ['));
anchors.fault('wrong-type', 'in an anchor', text(file, '  interval: 10s', '  interval: «10»'));
anchors.fault('invalid-value', 'in an anchor', text(file, '  timeout: 3s', '  timeout: 3«secs»'));
anchors.fault('yaml-syntax', 'an alias without an anchor', text(file, 'networks: *nets', 'networks: «*net»'));
anchors.fault('yaml-syntax', 'a flow mapping that is open', text(file, 'depends_on: {store: {condition: service_healthy}}', 'depends_on: «{»store: {condition: service_healthy}'));
anchors.fault('duplicate-key', 'two merge keys', text(file, '    <<: *service\n    build', '    <<: *service\n    «<<»: *health\n    build'));
anchors.fault('duplicate-key', 'in a flow mapping', text(file, '"MODE": "full"', '"MODE": "full", «MODE»: slow'));
anchors.fault('missing-property', 'a port in flow style', text(file, '{target: 8443, published: "8491"}', '«{published: "8491"}»'));
anchors.fault('no-image-or-build', 'in quotes', text(file, '  "front":\n', '  "«front»":\n'), text(file, '    image: \'httpd:2.4.62\'\n', ''));
anchors.fault('healthcheck-required', 'overridden by nothing', text(file, '    healthcheck: {<<: *health, test: "mongosh --eval \'db.adminCommand(\\"ping\\")\'"}\n', ''), text(file, 'depends_on: {store: {condition: «service_healthy»}}'));
anchors.fault('ephemeral-data', 'a document store', text(file, '[\'store-data:/data/db\', store-config:/data/configdb]', '[store-config:/data/configdb]'), text(file, 'volumes: {store-data: {}, store', 'volumes: {store'), text(file, 'image: «mongo:8.0.4»'));
anchors.fault('service-port-mismatch', 'in single quotes', text(file, '\'store:27017\'', '\'store:«27018»\''));
anchors.fault('service-port-mismatch', 'the port of the host', text(file, '"MODE": "full"', 'FRONT: "front:«8090»"'));
anchors.fault('unreachable-service', 'networks that override the anchor', text(file, 'networks: *nets', 'networks: [deep]'), text(file, '{inner: {}}', '{inner: {}, deep: {}}'), text(file, '\'«store»:27017\''));
anchors.fault('unpinned-image', 'in single quotes', text(file, '\'httpd:2.4.62\'', '\'«httpd:latest»\''));
anchors.fault('unused-definition', 'in a flow mapping', text(file, '{inner: {}}', '{inner: {}, «outer»: {}}'));
anchors.fault('plaintext-secret', 'in a flow mapping', text(file, '"MODE": "full"', 'JWT_SECRET: «9fK2mZq8Lw4xTn7B»'));
anchors.fault('privileged-container', 'by way of an anchor', text(file, '  restart: always\n', '  restart: always\n  ‹privileged›: ‹true›\n'));
anchors.fault('interpolation-syntax', 'in double quotes', text(file, '"full"', '"«${MODE»"'));
anchors.fault('undefined-variable', 'in double quotes', text(file, '"full"', '"«${MODE}»"'));
anchors.fault('undefined-variable', 'in an anchor', text(file, 'max-file: "3"', 'max-file: "«$LOG_FILES»"'));
anchors.fault('depends-on-without-condition', 'a flow list', text(file, 'depends_on: {back: {condition: service_healthy}}', 'depends_on: [«back»]'));
anchors.fault('obsolete-version', 'a number in quotes', text(file, 'x-health: &health', '«version»: \'3\'\nx-health: &health'));

anchors.sound('a merge key that overrides', text(file, '    env_file: [', '    restart: "no"\n    env_file: ['));
anchors.sound('an anchor of a list of networks, used once more', text(file, '    env_file: [', '    networks: *nets\n    env_file: ['));
anchors.sound('the same port for udp', text(file, 'published: "8491"}', 'published: "8491"}, {target: 80, published: "8090", protocol: udp}'));
anchors.sound('an anchor with a mount that is there', text(file, 'x-service: &service\n', 'x-mount: &mount "./site:/usr/local/apache2/htdocs:ro"\nx-service: &service\n'), text(file, '"./site:/usr/local/apache2/htdocs:ro", \'', '*mount, \''));
anchors.sound('a block scalar with what looks like a port', text(file, '    env_file: [', '    labels:\n      note: |\n        ports: ["8090:80"]\n        image: nginx:latest\n    env_file: ['));

export const anchorsCases = anchors.cases;
