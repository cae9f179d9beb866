# syntax=docker/dockerfile:1.9
ARG NODE_VERSION=22.11
FROM node:${NODE_VERSION}-slim AS base
WORKDIR /repo
RUN corepack enable

FROM base AS deps
COPY pnpm-lock.yaml pnpm-workspace.yaml package.json ./
COPY apps/gateway/package.json apps/gateway/
COPY apps/orders/package.json apps/orders/
COPY apps/accounts/package.json apps/accounts/
COPY packages/db/package.json packages/db/
RUN --mount=type=cache,target=/root/.local/share/pnpm pnpm install --frozen-lockfile

FROM deps AS tools
COPY packages ./packages

FROM deps AS built
ARG APP
COPY packages ./packages
COPY apps/${APP} ./apps/${APP}
COPY --from=schemas graph.json ./schemas/
RUN pnpm --filter "@acme/${APP}" build && pnpm --filter "@acme/${APP}" deploy --prod /out

FROM base AS serve
COPY --from=built /out /app
WORKDIR /app
COPY docker/start.sh /usr/local/bin/start
CMD ["start"]
