// A web framework whose services share an anchor, with volumes over the mounted code.

import { gone, plantIn, text } from '../fault.ts';

const forum = plantIn('forum');
const compose = 'compose.yaml';

forum.fault('env-file-missing', 'anchor list', text(compose, '    - .env\n    - path', '    - «.env.development»\n    - path'));
forum.fault('dead-mount-source', 'flow, quoted', text(compose, './db/init.sql', '«./db/seed.sql»'));
forum.fault('copy-source-missing', 'lock', gone('Gemfile.lock'), text('Dockerfile', 'COPY Gemfile «Gemfile.lock» ./'));
forum.fault('mount-hides-image-files', 'no volume for the bundle... entrypoint', gone('bin/docker-entrypoint'), text(compose, '- ‹.›:‹/rails›:cached'));
forum.fault('undefined-volume', 'defined name differs', text(compose, '{ bundle: , node_modules: , db: }', '{ bundle: , modules: , db: }'), text(compose, '- «node_modules»:/rails'));
forum.fault('service-port-mismatch', 'env file url', text('.env', '@db:5432', '@db:«5434»'));
forum.fault('unreachable-service', 'localhost in an env file', text('.env', 'redis://redis:6379', 'redis://«localhost»:6379'));
forum.sound('ignored key of merge', text(compose, 'image: redis:7-alpine\n', 'image: redis:7-alpine\n    labels: { "a.b": "c" }\n    x-note: hi\n'));

export const forumCases = forum.cases;
