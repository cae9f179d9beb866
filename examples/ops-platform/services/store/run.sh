#!/bin/sh
# Serves the results on port 9000, within the back network alone.
. /app/shared/log.sh
log "serving results on port 9000"
exec httpd -f -p 9000 -h /app/www
