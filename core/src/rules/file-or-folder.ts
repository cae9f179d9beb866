// Whether a path's name is that of a file or of a folder, as far as names tell.

import { nameOf } from '#core/project/path.ts';

/** Extensions that folders do not have. `.d` is a folder's by habit, and a domain (`example.com`) or `node.js` may be one. */
const fileExtensions = /[^/]\.(?:conf|cfg|cnf|ini|json5?|jsonc|ya?ml|toml|xml|sql|properties|env|rules|tmpl|tpl|template|hcl|river|alloy|lua|sh|bash|py|rb|pl|php|go|rs|java|tsx?|jsx|mjs|cjs|vue|html?|css|scss|md|txt|csv|log|pem|crt|cer|key|pub|jks|p12|pfx|htpasswd|lock|zip|tar|t?gz|jar|war|so|db|sqlite3?|ldif|acl|vcl|ics|svg|png|jpe?g|ico|woff2?)$/i;

/** Files without an extension that tools look for by their name. */
const fileNames = /^(?:Dockerfile|Caddyfile|Makefile|Procfile|Gemfile|Rakefile|Vagrantfile|Jenkinsfile|Corefile|Pipfile|passwd|shadow|hosts|hostname|localtime|timezone|crontab|fstab|id_rsa|id_ed25519|authorized_keys|known_hosts|\.env|\.htpasswd|\.htaccess|\.npmrc|\.bashrc|\.profile|\.pgpass|\.netrc|\.gitconfig|\.dockerignore|\.gitignore)$/;

/** True for a name that only a file has. */
export function isFileName(path: string): boolean {
  const name = nameOf(path);
  return fileExtensions.test(name) || fileNames.test(name);
}

/** Whether a mount speaks of a file: one of its ends is plainly a file, or both have the same extension. */
export function namesFile(source: string, target: string): boolean {
  if (source.endsWith('/')) return false;
  if (isFileName(source) || (!target.endsWith('/') && isFileName(target))) return true;
  const extension = /[^/.]\.(?!d$)[A-Za-z]\w{0,7}$/;
  return extension.test(source) && extension.test(target) && nameOf(source) === nameOf(target);
}

/** Folders of well-known images, into which files are put and which no file can replace. */
const folderTargets = new Set([
  '/docker-entrypoint-initdb.d', '/docker-entrypoint.d', '/etc/nginx', '/etc/nginx/conf.d', '/etc/nginx/templates', '/usr/share/nginx/html', '/var/www/html', '/var/www',
  '/etc/mysql', '/etc/grafana', '/etc/prometheus', '/etc/loki', '/etc/ssl/certs', '/usr/local/bin', '/usr/local/apache2/htdocs', '/usr/share/logstash/pipeline', '/usr/share/logstash/config',
  '/var/lib/postgresql/data', '/var/lib/postgresql', '/var/lib/mysql', '/data/db', '/var/lib/grafana', '/prometheus', '/etc', '/usr', '/opt', '/var', '/var/lib', '/var/log', '/home', '/root', '/tmp', '/srv', '/usr/src/app', '/usr/src',
]);

/** True for a target that is plainly a folder: it ends with `/` or `.d`, or a well-known image has a folder there. */
export function isFolderTarget(target: string): boolean {
  return /[^/]\/$/.test(target) || target.endsWith('.d') || folderTargets.has(target);
}
