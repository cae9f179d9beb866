#!/bin/sh
# Puts a job into the queue every few seconds.
. /app/shared/log.sh
number=0
while true; do
  touch /tmp/heartbeat
  number=$((number + 1))
  date -u +%FT%TZ > "/data/queue/job-$number"
  log "queued job $number"
  sleep "${JOB_SECONDS:-5}"
done
