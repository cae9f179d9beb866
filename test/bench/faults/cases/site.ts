// A small site with Windows line ends.

import { gone, made, plantIn, text } from '../fault.ts';

const site = plantIn('site');
const file = 'docker-compose.yml';

site.fault('dead-mount-source', 'CRLF', text(file, '- ./html:/usr', '- «./htm»:/usr'));
site.fault('env-file-missing', 'CRLF', text(file, '- site.env', '- «sites.env»'));
site.fault('env-file-missing', 'a folder of its name', gone('site.env'), made('site.env/'), text(file, '- «site.env»'));
site.fault('env-file-syntax', 'LF', text('site.env', 'A=1', 'A=«"1»'));
site.fault('undefined-service', 'CRLF list', text(file, '      - api\n', '      - «apis»\n'));
site.faultWith('dependency-cycle', ['depends-on-without-condition'], 'CRLF', text(file, '      - api\n', '      - ‹api›\n'), text(file, '    command: --port 80\n', '    command: --port 80\n    depends_on:\n      - ‹site›\n'));
site.fault('duplicate-container-name', 'CRLF', text(file, 'container_name: site-api', 'container_name: «site»'));
site.fault('duplicate-key', 'CRLF', text(file, '    command: --port 80\n', '    command: --port 80\n    «command»: --port 81\n'));
site.fault('unknown-key', 'CRLF', text(file, '    expose:\n', '    «exposes»:\n'));
site.fault('wrong-type', 'CRLF', text(file, '    expose:\n      - "80"\n', '    expose: «"80"»\n'));
site.fault('invalid-value', 'CRLF', text(file, '- "8088:80"', '- "«80x88»:80"'));
site.fault('yaml-syntax', 'CRLF', text(file, '    command: --port 80\n', '    command: «"--port 80»\n'));
site.fault('interpolation-syntax', 'CRLF', text(file, 'command: --port 80', 'command: --port «${PORT»'));
site.fault('undefined-variable', 'CRLF', text(file, 'command: --port 80', 'command: --port «${PORT}»'));
site.fault('port-conflict', 'CRLF', text(file, '    expose:\n      - "80"\n', '    ports:\n      - "«8088»:80"\n'), text(file, '- "«8088»:80"'));
site.fault('mount-type-mismatch', 'CRLF', text(file, './html:/usr/share/nginx/html:ro', '«./html»:/etc/nginx/nginx.conf:ro'));
site.fault('undefined-network', 'CRLF', text(file, '    command: --port 80\n', '    command: --port 80\n    networks:\n      - «web»\n'));
site.fault('obsolete-version', 'CRLF', text(file, 'services:\n', '«version»: "3"\nservices:\n'));
site.fault('empty-file', 'nothing but a comment', gone('docker-compose.yml'), made('compose.yaml', '«# later»\n'));
site.fault('unpinned-image', 'CRLF', text(file, 'image: traefik/whoami:v1.10', 'image: «traefik/whoami»'));

site.sound('only line ends of another kind', gone('html/index.html'), made('html/index.html', '<p>\r\n'));
site.sound('a comment behind a value', text(file, '- "8088:80"', '- "8088:80" # "8088:80"'));
site.sound('a folder with a blank', made('my html/index.html', '<p>'), text(file, '- ./html:/usr', '- "./my html:/usr'), text(file, 'html:ro', 'html:ro"'));

export const siteCases = site.cases;
