#!/bin/sh
# Answers questions about the platform on port 8081.
. /app/shared/log.sh
log "answering on port 8081"
exec httpd -f -p 8081 -h /app/www
