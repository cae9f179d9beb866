// A workspace of packages: one Dockerfile with a stage and an argument for each app, an anchor of an anchor, a named context.

import { gone, made, plantIn, text } from '../fault.ts';

const pnpmrepo = plantIn('pnpmrepo');
const file = 'compose.yaml';
const dockerfile = 'docker/node.Dockerfile';

pnpmrepo.fault('env-file-missing', 'long syntax in an anchor', text(file, 'path: ./env/common.env', 'path: «./env/commons.env»'));
pnpmrepo.fault('dockerfile-missing', 'in a merged anchor', text(file, 'dockerfile: docker/node.Dockerfile', 'dockerfile: «docker/Node.Dockerfile»'));
pnpmrepo.fault('build-context-missing', 'an additional context', text(file, 'schemas: ./packages/schemas', 'schemas: «./packages/schema»'));
pnpmrepo.fault('dockerfile-target-missing', 'beside a merge key', text(file, 'target: tools', 'target: «tool»'));
pnpmrepo.fault('copy-source-missing', 'a path of an argument', text(file, 'args: { APP: orders }', 'args: { APP: ordering }'), text(dockerfile, '«apps/${APP}» ./'));
pnpmrepo.fault('copy-source-missing', 'from a named context', gone('packages/schemas/graph.json'), made('packages/schemas/x.json','{}'), text(dockerfile, 'COPY --from=schemas «graph.json»'));
pnpmrepo.fault('copy-source-missing', 'one of several', gone('pnpm-workspace.yaml'), text(dockerfile, '«pnpm-workspace.yaml»'));
pnpmrepo.fault('copy-source-missing', 'ignored', text('.dockerignore', 'env\n', 'env\ndocker/*.sh\n'), text(dockerfile, 'COPY «docker/start.sh»'));
pnpmrepo.fault('build-arg-unused', 'list form', text(file, 'args: [APP=accounts]', 'args: [APP=accounts, «COMMIT»=1]'));
pnpmrepo.fault('dead-mount-source', 'migrations moved', gone('packages/db/migrations'), text(file, '- «./packages/db/migrations»:/repo'));
pnpmrepo.fault('undefined-service', 'depends_on flow condition', text(file, 'accounts: { condition: service_healthy }', '«account»: { condition: service_healthy }'));
pnpmrepo.fault('healthcheck-required', 'a job has none', text(file, 'migrate: { condition: service_completed_successfully }', 'migrate: { condition: «service_healthy» }'));
pnpmrepo.fault('service-port-mismatch', 'another digit of an own image', text(file, 'http://orders:4001', 'http://orders:«4011»'));
pnpmrepo.fault('unreachable-service', 'network replaced beside merge', text(file, '  orders:\n    <<: *node\n', '  orders:\n    <<: *node\n    networks: [data]\n'), text(file, 'networks:\n  inner:\n', 'networks:\n  inner:\n  data:\n'), text(file, 'http://«orders»:4001'), text(file, 'postgres://orders@«db»:5432/orders'));
pnpmrepo.fault('dependency-cycle', 'through a job', text(file, "volumes:\n  db:\n", "volumes:\n  db:\n"), text(file, '    networks: [inner]\n    environment:\n      POSTGRES', '    networks: [inner]\n    depends_on:\n      ‹gateway›: { condition: service_started }\n    environment:\n      POSTGRES'), text(file, '      ‹orders›: { condition: service_healthy }'), text(file, '      ‹accounts›: { condition: service_healthy }'), text(file, '‹db›: { condition: service_healthy }\n      ‹migrate›: { c'), text(file, "APP=accounts]", "APP=accounts]"));
pnpmrepo.fault('interpolation-syntax', 'in a list of the environment', text(file, '- PORT=4002', '- PORT=«${PORT:4002}»'));
pnpmrepo.fault('unknown-key', 'in a build block', text(file, '      target: tools\n', '      «targets»: tools\n'));
pnpmrepo.faultWith('unknown-key', ['env-file-missing'], 'in an anchored env_file entry', text(file, '      required: false', '      «require»: false'));
pnpmrepo.fault('wrong-type', 'a number for a list', text(file, 'args: [APP=accounts]', 'args: «7»'));
pnpmrepo.fault('plaintext-secret', 'list form', text(file, '- PORT=4002', '- PORT=4002\n      - STRIPE_SECRET_KEY=«sk_live_51Hxyz8Jq0fK2mZ8Lw4xTn7B»'));
pnpmrepo.fault('ephemeral-data', 'a volume on another path', text(file, '- db:/var/lib/postgresql/data', '- db:«/var/lib/postgresql»'));

pnpmrepo.sound('an ignored file asked from a stage', text(dockerfile, 'COPY docker/start.sh', 'COPY --from=built /repo/env /env\nCOPY docker/start.sh'));
pnpmrepo.sound('an argument that all stages share', text(file, 'args: { APP: orders }', 'args: { APP: orders, HTTP_PROXY: "" }'));

export const pnpmrepoCases = pnpmrepo.cases;
