// Compose files of a given size for the benches: every service has what services usually have.

/** A project of `services` services that all hang together. With `anchors`, each shares a common part. */
export function generateCompose(services: number, anchors = true): string {
  const parts = ['name: bench\n'];
  if (anchors) parts.push('x-common: &common\n  restart: unless-stopped\n  logging:\n    driver: json-file\n    options:\n      max-size: "10m"\n\n');
  parts.push('services:\n');
  for (let index = 0; index < services; index += 1) parts.push(service(index, services, anchors));
  parts.push('\nnetworks:\n  front:\n  back:\n\nvolumes:\n');
  for (let index = 0; index < services; index += 1) parts.push(`  data${index}:\n`);
  return parts.join('');
}

function service(index: number, services: number, anchors: boolean): string {
  return `  svc${index}:
${anchors ? '    <<: *common\n' : ''}    image: "registry.example.com/team/svc${index}:1.${index}.0"
    build:
      context: ./svc${index}
      dockerfile: Dockerfile
      args:
        VERSION: "1.${index}"
        COMMIT: \${COMMIT:-dev}
    environment:
      NODE_ENV: production
      DB_HOST: svc${(index + 1) % services}
      DB_PORT: 5432
      LOG_LEVEL: \${LOG_LEVEL:-info}
    ports:
      - "${10000 + index}:8080"
      - target: 9090
        published: "${20000 + index}"
    volumes:
      - ./svc${index}/config.yml:/etc/svc/config.yml:ro
      - data${index}:/data
    networks:
      - front
      - back
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8080/health"]
      interval: 10s
      timeout: 5s
      retries: 3
    deploy:
      resources:
        limits:
          memory: 256M
`;
}
