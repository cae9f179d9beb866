// A cloud at home: env files that services share, modes behind mounts, ports of one address.

import { gone, plantIn, text } from '../fault.ts';

const nextcloud = plantIn('nextcloud');
const file = 'compose.yaml';

nextcloud.fault('env-file-missing', 'a list of one', text(file, '    env_file:\n      - db.env\n    secrets', '    env_file:\n      - «database.env»\n    secrets'));
nextcloud.fault('env-file-missing', 'of an anchor used twice', gone('nextcloud.env'), text(file, '- «nextcloud.env»'));
nextcloud.fault('env-file-syntax', 'shared by two', text('db.env', 'MYSQL_USER=nextcloud', '«MYSQL-USER NAME»=nextcloud'));
nextcloud.fault('port-conflict', 'IPv4 and any', text(file, '{target: 9980, published: 9980, host_ip: "::1"}', '{target: 9980, published: «8080»}'), text(file, '127.0.0.1:«8080»:80'));
nextcloud.fault('service-port-mismatch', 'HOST and HOST_PORT in a list', text(file, 'REDIS_HOST_PORT=6379', 'REDIS_HOST_PORT=«6380»'));
nextcloud.fault('unreachable-service', 'a list', text(file, '      - proxy\n      - default\n', '      - proxy\n'), text(file, 'FPM_HOST=«app»:9000'));
nextcloud.fault('dead-mount-source', 'in an anchor used twice', gone('php/uploads.ini'), text(file, '- «./php/uploads.ini»:'));
nextcloud.fault('mount-type-mismatch', 'in an anchor used twice', text(file, '- ./php/uploads.ini:', '- «./php»:'));
nextcloud.fault('undefined-volume', 'with modes', text(file, '- nextcloud:/var/www/html:z,ro', '- «nextclod»:/var/www/html:z,ro'));
nextcloud.fault('undefined-secret', 'block list', text(file, '      - db_root\n', '      - «dbroot»\n'), text(file, 'secrets:\n  db_root:\n', 'secrets:\n  other:\n'), text(file, '  other', '  other'));
nextcloud.fault('copy-source-missing', 'short', gone('web/nginx.conf'), text('web/Dockerfile', 'COPY «nginx.conf»'));
nextcloud.fault('ephemeral-data', 'with flags for a command', text(file, '    volumes:\n      - db:/var/lib/mysql:Z\n', ''), text(file, 'volumes:\n  db:\n  nextcloud', 'volumes:\n  nextcloud'), text(file, 'image: «mariadb:11.4»'));
nextcloud.fault('ephemeral-data', 'the app', text(file, '      - nextcloud:/var/www/html:z\n', ''), text(file, 'image: «nextcloud:30.0.4-fpm-alpine»'));
nextcloud.fault('invalid-value', 'an address of a port', text(file, 'host_ip: "::1"', 'host_ip: "«localhost»"'));
nextcloud.fault('invalid-value', 'a word for a truth value', text(file, 'privileged: false', 'privileged: «sometimes»'));
nextcloud.fault('unknown-key', 'quoted', text(file, '    privileged: false', '    «"privilege"»: false'));
nextcloud.fault('privileged-container', 'was false', text(file, 'privileged: false', '‹privileged›: ‹true›'));
nextcloud.fault('duplicate-key', 'quoted and not', text(file, '"extra_params": "--o', '«aliasgroup1»: x\n      "extra_params": "--o'));
nextcloud.fault('dependency-cycle', 'itself', text(file, '    depends_on:\n      - app\n', '    depends_on:\n      - app\n      - «web»\n'));
nextcloud.fault('unused-definition', 'after all', text(file, 'networks:\n  proxy:\n', 'networks:\n  proxy:\n  «extern»:\n'));
nextcloud.fault('unpinned-image', 'digest absent', text(file, 'collabora/code:24.04.10.2.1', '«collabora/code»'));

nextcloud.sound('::1 beside 127.0.0.1', text(file, 'published: 9980', 'published: 8080'));
nextcloud.sound('the same port of the service itself', text(file, 'FPM_HOST=app:9000', 'FPM_HOST=app:9000\n      - SELF=http://web:80'));

export const nextcloudCases = nextcloud.cases;
