// Names that nothing bears, circles, and files that are not there.

import { addTo, treeAt } from '../draft.ts';
import { marked, Verbatim } from '../yaml-text.ts';
import { atTop, inService, type FaultKind } from './fault.ts';

const nobody = marked('nobody');

export const references: readonly FaultKind[] = [
  inService('undefined-service', 'depends_on short', () => ({ depends_on: [nobody] })),
  inService('undefined-service', 'depends_on long', () => ({ depends_on: { [nobody]: { condition: 'service_started' } } })),
  inService('undefined-service', 'depends_on not required', () => ({ depends_on: { [nobody]: { condition: 'service_started', required: false } } })),
  inService('undefined-service', 'links', () => ({ links: [`${nobody}:alias`] })),
  inService('undefined-service', 'volumes_from', () => ({ volumes_from: [`${nobody}:ro`] })),
  inService('undefined-service', 'network_mode', () => ({ network_mode: `service:${nobody}` })),
  inService('undefined-service', 'ipc', () => ({ ipc: `service:${nobody}` })),
  inService('undefined-service', 'pid', () => ({ pid: `service:${nobody}` })),
  inService('undefined-service', 'additional_contexts', () => ({ build: { context: '.', additional_contexts: { x: `service:${nobody}` } } })),
  inService('undefined-network', 'networks short', () => ({ networks: [nobody] })),
  inService('undefined-network', 'networks long', () => ({ networks: { [nobody]: { aliases: ['x'] } } })),
  inService('undefined-volume', 'volumes short', () => ({ volumes: [`${nobody}:/data`] })),
  inService('undefined-volume', 'volumes long', () => ({ volumes: [{ type: 'volume', source: nobody, target: '/x' }] })),
  inService('undefined-volume', 'a path without ./', () => ({ volumes: [`${marked('data/x')}:/data:ro`] })),
  inService('undefined-secret', 'secrets short', () => ({ secrets: [nobody] })),
  inService('undefined-secret', 'secrets long', () => ({ secrets: [{ source: nobody, target: 'x' }] })),
  inService('undefined-secret', 'build secrets', () => ({ build: { context: '.', secrets: [nobody] } })),
  inService('undefined-config', 'configs short', () => ({ configs: [nobody] })),
  inService('undefined-config', 'configs long', () => ({ configs: [{ source: nobody, target: '/x' }] })),
  inService('dependency-cycle', 'a service on itself', () => ({ depends_on: [marked('broken')] })),
  inService('dependency-cycle', 'two services', (_, root) => {
    treeAt(root, 'services')['entry'] = { image: 'nginx', depends_on: ['broken'] };
    treeAt(root, 'services')['other'] = { image: 'nginx', depends_on: [marked('broken')] };
    return { depends_on: ['other'] };
  }),
  inService('dependency-cycle', 'through links', (_, root) => {
    treeAt(root, 'services')['entry'] = { image: 'nginx', depends_on: ['broken'] };
    treeAt(root, 'services')['other'] = { image: 'nginx', links: [marked('broken')] };
    return { depends_on: ['other'] };
  }),
  inService('dependency-cycle', 'extends of itself', () => ({ extends: marked('broken') })),
  atTop('dependency-cycle', 'include of itself', (root, draft) => {
    addTo(root, 'include', './loop.yml');
    draft.brought.set('loop.yml', [{ include: [marked('loop.yml')], services: {} }]);
  }),
  inService('env-file-missing', 'env_file', () => ({ env_file: marked('./gone.env') })),
  inService('env-file-missing', 'env_file in a list', () => ({ env_file: ['web.env', marked('gone.env')] })),
  inService('env-file-missing', 'env_file long', () => ({ env_file: [{ path: marked('gone.env'), required: true }] })),
  atTop('env-file-missing', 'env_file of an include', (root, draft) => {
    addTo(root, 'include', { path: 'ok.yml', env_file: marked('gone.env') });
    draft.brought.set('ok.yml', [{ services: { fine: { image: 'nginx' } } }]);
  }),
  inService('extends-missing', 'no such file', () => ({ extends: { file: marked('gone.yml'), service: 'x' } })),
  inService('extends-missing', 'no such service here', () => ({ extends: { service: nobody } })),
  inService('extends-missing', 'no such service there', (draft) => {
    draft.brought.set('there.yml', [{ services: { somebody: { image: 'nginx' } } }]);
    return { extends: { file: 'there.yml', service: nobody } };
  }),
  atTop('include-missing', 'include', (root) => addTo(root, 'include', marked('gone.yml'))),
  atTop('include-missing', 'include long', (root) => addTo(root, 'include', { path: marked('./gone.yml') })),
  inService('profile-mismatch', 'a needed service of a profile that is off', (_, root) => {
    treeAt(root, 'services')['asleep'] = { image: 'nginx', profiles: ['never-on'] };
    return { depends_on: [marked('asleep')] };
  }),
  atTop('no-image-or-build', 'neither', (root) => { treeAt(root, 'services')[marked('broken')] = { ports: ['80:80'] }; }),
  inService('duplicate-container-name', 'two services', (_, root) => {
    treeAt(root, 'services')['first'] = { image: 'nginx', container_name: 'same' };
    return { container_name: marked('same') };
  }),
  inService('duplicate-mount-target', 'tmpfs and volume', () => ({ tmpfs: ['/x'], volumes: [`data:${marked('/x')}`] })),
  atTop('env-file-syntax', '.env', (_, draft) => {
    draft.texts.set('.env', `${marked('TWO WORDS')}=1\n`);
  }),
  inService('env-file-syntax', 'env_file', (draft) => {
    draft.texts.set('bad.env', `GOOD=1\nB${marked('!')}D=1\n`);
    return { env_file: 'bad.env' };
  }),
  inService('yaml-syntax', 'no such anchor', () => ({ labels: new Verbatim(marked('*nothing')) })),
];
