#!/bin/sh
# Takes jobs from the queue and leaves results.
. /app/shared/log.sh
while true; do
  touch /tmp/heartbeat
  for job in /data/queue/job-*; do
    [ -f "$job" ] || continue
    echo "${job##*/} of $(cat "$job")" > /data/results/last
    rm -f "$job"
    log "did ${job##*/}"
  done
  sleep 1
done
