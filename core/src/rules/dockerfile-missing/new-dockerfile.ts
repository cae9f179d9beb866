// A first Dockerfile for a folder, by what lies in it: short, and one that builds.

import type { EntryKind } from '#core/outside.ts';

/** The text of a Dockerfile for a folder with these entries. */
export function newDockerfile(entries: ReadonlyMap<string, EntryKind>): string {
  if (entries.has('package.json')) {
    return lines('FROM node:22-alpine', 'WORKDIR /app', 'COPY package*.json ./', 'RUN npm install', 'COPY . .', 'CMD ["npm", "start"]');
  }
  if (entries.has('requirements.txt')) {
    return lines('FROM python:3.13-slim', 'WORKDIR /app', 'COPY requirements.txt ./', 'RUN pip install --no-cache-dir -r requirements.txt', 'COPY . .', `CMD ["python", "${entries.has('app.py') ? 'app.py' : 'main.py'}"]`);
  }
  if (entries.has('go.mod')) {
    return lines('FROM golang:1.25-alpine AS build', 'WORKDIR /src', 'COPY . .', 'RUN go build -o /out/app .', '', 'FROM alpine:3.22', 'COPY --from=build /out/app /usr/local/bin/app', 'CMD ["app"]');
  }
  if (entries.has('index.html')) return lines('FROM nginx:1.29-alpine', 'COPY . /usr/share/nginx/html');
  return lines('FROM alpine:3.22', 'WORKDIR /app', 'COPY . .', 'CMD ["sh"]');
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
