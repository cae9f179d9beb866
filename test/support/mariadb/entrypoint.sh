#!/bin/sh
# As the official image begins: a new folder is made ready by a server that listens on no port and is ended again; then the
# server takes the place of this shell.
set -eu
data=/var/lib/mysql
chown -R mysql:mysql "$data" /run/mysqld
if [ ! -d "$data/mysql" ]; then
  : "${MARIADB_ROOT_PASSWORD:?root needs a password}"
  mariadb-install-db --no-defaults --user=mysql --datadir="$data" --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve > /dev/null
  mariadbd --no-defaults --user=mysql --datadir="$data" --skip-networking --socket=/run/mysqld/mysqld.sock &
  server=$!
  until mariadb-admin --no-defaults -u root --silent ping; do sleep 0.2; done
  quoted=$(printf %s "$MARIADB_ROOT_PASSWORD" | sed "s/'/''/g")
  mariadb --no-defaults -u root -e "create user if not exists root@'%' identified by '$quoted'; grant all on *.* to root@'%' with grant option; alter user root@localhost identified by '$quoted'; create database if not exists \`${MARIADB_DATABASE:-app}\`"
  kill "$server"
  wait "$server" || true
fi
exec mariadbd --no-defaults --user=mysql --datadir="$data" --bind-address=0.0.0.0 --socket=/run/mysqld/mysqld.sock "$@"
