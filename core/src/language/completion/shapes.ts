// The usual shapes: what people write again and again, as snippets. Lines after the first are indented from the line's
// own indentation on.

import type { Suggestion } from '#core/language/completion/suggestion.ts';

interface Shape {
  /** The key that it writes; not offered where that stands already. */
  readonly key: string | undefined;
  readonly label: string;
  readonly lines: readonly string[];
}

const shapes: Readonly<Record<string, readonly Shape[]>> = {
  '': [
    { key: 'services', label: 'services with one service', lines: ['services:', '  ${1:web}:', '    image: ${2:nginx}', '    $0'] },
  ],
  'services': [
    { key: undefined, label: 'service from an image', lines: ['${1:name}:', '  image: ${2:image}', '  restart: unless-stopped', '  $0'] },
    { key: undefined, label: 'service that is built', lines: ['${1:name}:', '  build:', '    context: ${2:.}', '    dockerfile: ${3:Dockerfile}', '  $0'] },
  ],
  'services.*': [
    { key: 'build', label: 'build with a Dockerfile', lines: ['build:', '  context: ${1:.}', '  dockerfile: ${2:Dockerfile}', '$0'] },
    { key: 'healthcheck', label: 'healthcheck with a command', lines: ['healthcheck:', '  test: ["CMD-SHELL", "${1:curl -f http://localhost:${2:8080}/health || exit 1}"]', '  interval: ${3:10s}', '  timeout: ${4:5s}', '  retries: ${5:5}', '  start_period: ${6:10s}', '$0'] },
    { key: 'depends_on', label: 'depends_on until it is healthy', lines: ['depends_on:', '  ${1:db}:', '    condition: ${2|service_healthy,service_started,service_completed_successfully|}', '$0'] },
    { key: 'deploy', label: 'deploy with limits', lines: ['deploy:', '  resources:', '    limits:', '      cpus: "${1:1.0}"', '      memory: ${2:512M}', '$0'] },
    { key: 'deploy', label: 'deploy with a GPU', lines: ['deploy:', '  resources:', '    reservations:', '      devices:', '        - driver: nvidia', '          count: ${1:1}', '          capabilities: [gpu]', '$0'] },
    { key: 'logging', label: 'logging with rotation', lines: ['logging:', '  driver: json-file', '  options:', '    max-size: "${1:10m}"', '    max-file: "${2:3}"', '$0'] },
    { key: 'develop', label: 'develop with watch', lines: ['develop:', '  watch:', '    - action: ${1|sync,rebuild,sync+restart,restart|}', '      path: ${2:./src}', '      target: ${3:/app/src}', '$0'] },
    { key: 'env_file', label: 'env_file that may be missing', lines: ['env_file:', '  - path: ${1:.env.local}', '    required: false', '$0'] },
  ],
  'services.*.volumes.0': [{ key: 'type', label: 'mount in long syntax', lines: ['type: ${1|bind,volume,tmpfs|}', 'source: $2', 'target: $3'] }],
  'services.*.ports.0': [{ key: 'target', label: 'port in long syntax', lines: ['target: ${1:80}', 'published: "${2:8080}"', 'protocol: ${3|tcp,udp|}'] }],
  'services.*.env_file.0': [{ key: 'path', label: 'env file that may be missing', lines: ['path: ${1:.env.local}', 'required: false'] }],
  'services.*.develop.watch.0': [
    { key: 'action', label: 'copy changes', lines: ['action: ${1|sync,sync+restart|}', 'path: ${2:./src}', 'target: ${3:/app/src}'] },
    { key: 'action', label: 'build anew', lines: ['action: rebuild', 'path: ${1:package.json}'] },
  ],
  'include.0': [{ key: 'path', label: 'project with its own variables', lines: ['path: ${1:../other/compose.yaml}', 'env_file: ${2:../other/.env}'] }],
  'networks': [{ key: undefined, label: 'internal network', lines: ['${1:backend}:', '  internal: true', '$0'] }, { key: undefined, label: 'external network', lines: ['${1:proxy}:', '  external: true', '$0'] }],
  'volumes': [{ key: undefined, label: 'external volume', lines: ['${1:data}:', '  external: true', '$0'] }],
  'secrets': [{ key: undefined, label: 'secret from a file', lines: ['${1:db_password}:', '  file: ./${2:secrets/db_password.txt}', '$0'] }, { key: undefined, label: 'secret from a variable', lines: ['${1:api_key}:', '  environment: ${2:API_KEY}', '$0'] }],
  'configs': [{ key: undefined, label: 'config from a file', lines: ['${1:app}:', '  file: ./${2:app.conf}', '$0'] }],
};

/** The shapes for a mapping, without those whose key is there. */
export function shapeSuggestions(shape: string, others: ReadonlySet<string>): readonly Suggestion[] {
  return (shapes[shape] ?? []).filter(({ key }) => key === undefined || !others.has(key)).map(({ label, lines }, index) => ({
    label, kind: 'snippet', text: undefined, snippet: lines.join('\n'), rank: 200 + index, documentation: () => [{ yaml: lines.join('\n').replaceAll(/\$(?:\{\d+[:|]([^},|]*)[^}]*\}|\d+)/g, '$1').trimEnd() }],
  }));
}
