# syntax=docker/dockerfile:1.7
FROM node:22-alpine AS build
WORKDIR /src
COPY --from=shared . /shared
COPY --from=tools /bin/busybox /bin/bb
COPY package.json package-lock.json* ./
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
COPY src ./src
COPY <<EOT /src/version.txt
1
EOT
FROM node:22-alpine AS runtime
COPY --link --from=build --chown=node:node /src /app
EXPOSE 3000
