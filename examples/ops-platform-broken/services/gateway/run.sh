#!/bin/sh
# The only door for people: pages on port 8080.
. /app/shared/log.sh
log "serving pages on port 8080"
exec httpd -f -p 8080 -h /app/www
