#!/bin/sh
# Answers the questions of a walkthrough as one product of the observability stack does, and keeps data where that keeps it.
umask 0
say() {
  mkdir -p "$(dirname "/www/$1")"
  echo "$2" > "/www/$1"
}
case $1 in
  grafana)
    port=3000
    echo dashboards > /var/lib/grafana/grafana.db
    say api/health '{"database":"ok"}'
    say api/datasources '[{"type":"loki"},{"type":"tempo"},{"type":"prometheus"}]'
    ;;
  loki)
    port=3100
    mkdir -p /loki/chunks /www/loki/api/v1/label/service_name
    [ -e /loki/chunks/services ] || echo '{"status":"success"}' > /loki/chunks/services
    ln -sf /loki/chunks/services /www/loki/api/v1/label/service_name/values
    say ready ready
    ;;
  tempo)
    port=3200
    mkdir -p /var/tempo/blocks
    say ready ready
    ;;
  mimir)
    port=9009
    mkdir -p /data/blocks
    say ready ready
    say prometheus/api/v1/query '{"status":"success","data":{"resultType":"vector"}}'
    ;;
  alloy)
    port=12345
    say -/ready ready
    ;;
esac
case $1 in
  tempo | alloy) nc -ll -p 4317 -e cat & ;;
esac
httpd -f -p "$port" -h /www &
trap 'exit 0' TERM
wait
