# Sourced by every service: one line of log with the time and the service's name.
log() {
  echo "$(date -u +%H:%M:%S) ${SERVICE:-service}: $*"
}
