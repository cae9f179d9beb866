FROM node:22-slim AS build
WORKDIR /src
COPY orchestrator/package.json ./
RUN npm install
COPY orchestrator/src ./src
RUN npm run build

FROM node:22-slim
WORKDIR /app
COPY --from=build /src/dist ./dist
COPY config/common.env /app/defaults.env
EXPOSE 8080
CMD ["node", "dist/main.js"]
