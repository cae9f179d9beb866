// Images whose work is with the engine itself: they ask for its socket, or for more rights than a container has, in
// their own documentation.

import { readImageName } from '#core/images/image-name.ts';

/** Reverse proxies, dashboards, updaters, collectors and builders that their documentation starts with `/var/run/docker.sock`. */
const socketUsers = new Set([
  'traefik', 'portainer/portainer', 'portainer/portainer-ce', 'portainer/portainer-ee', 'portainer/agent', 'containrrr/watchtower', 'nickfedor/watchtower', 'v2tec/watchtower',
  'crazymax/diun', 'willfarrell/autoheal', 'amir20/dozzle', 'louislam/dockge', 'louislam/uptime-kuma', 'nginxproxy/nginx-proxy', 'jwilder/nginx-proxy', 'nginxproxy/docker-gen',
  'jwilder/docker-gen', 'nginxproxy/acme-companion', 'jrcs/letsencrypt-nginx-proxy-companion', 'lucaslorentz/caddy-docker-proxy', 'tecnativa/docker-socket-proxy',
  'wollomatic/socket-proxy', 'linuxserver/socket-proxy', 'mcuadros/ofelia', 'netdata/netdata', 'telegraf', 'datadog/agent', 'datadoghq/agent',
  'timberio/vector', 'fluent/fluent-bit', 'grafana/promtail', 'grafana/alloy', 'grafana/agent', 'gliderlabs/logspout', 'elastic/filebeat', 'beats/filebeat', 'beats/metricbeat',
  'otel/opentelemetry-collector-contrib', 'signoz/signoz-otel-collector', 'cadvisor/cadvisor', 'google/cadvisor', 'gitlab/gitlab-runner', 'gitea/act_runner',
  'myoung34/github-runner', 'actions/actions-runner', 'drone/drone-runner-docker', 'woodpeckerci/woodpecker-agent', 'jenkins/jenkins', 'concourse/concourse', 'docker',
  'localstack/localstack', 'localstack/localstack-pro', 'aquasec/trivy', 'anchore/syft',
  'gethomepage/homepage', 'goauthentik/server', 'linuxserver/swag', 'crowdsecurity/crowdsec', 'supabase/vector', 'dagger/engine', 'appwrite/appwrite',
  'openruntimes/executor', 'swarmpit/swarmpit', 'selfhostedpro/yacht', 'lazyteam/lazydocker', 'cetusguard/cetusguard', 'acouvreur/sablier', 'sablierapp/sablier',
]);

/** Engines within the engine, and what looks at or sets up the whole machine. */
const machineUsers = new Set([
  'docker', 'moby/buildkit', 'rancher/k3s', 'k3s-io/k3s', 'rancher/rancher', 'kindest/node', 'cadvisor/cadvisor', 'google/cadvisor', 'netdata/netdata', 'tonistiigi/binfmt', 'multiarch/qemu-user-static',
  'home-assistant/home-assistant', 'homeassistant/home-assistant', 'linuxserver/wireguard', 'falcosecurity/falco', 'concourse/concourse', 'gitlab/gitlab-runner', 'datadog/agent', 'budtmo/docker-android',
  'dockurr/windows', 'localstack/localstack-pro', 'dagger/engine', 'weaveworks/scope',
]);

/** True where the image's own documentation mounts the engine's socket. */
export function usesEngine(image: string): boolean {
  return socketUsers.has(readImageName(image).repository);
}

/** True where the image's own documentation asks for a privileged container. */
export function usesMachine(image: string): boolean {
  return machineUsers.has(readImageName(image).repository);
}
