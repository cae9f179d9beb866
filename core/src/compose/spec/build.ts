// How an image is built: everything below a service's `build`.

import { buildArgument, nameAndValue, sshKey } from '#core/compose/format/short-syntax.ts';
import { either, flagOrText, list, mapOf, pairs, record, text, texts, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';
import { buildUlimits, extraHosts } from '#core/compose/spec/container.ts';
import { secretReferences } from '#core/compose/spec/mounts.ts';
import { labels } from '#core/compose/spec/options.ts';
import { flag, size } from '#core/compose/spec/values.ts';

/** `build` of a service. */
export const build: Attribute = either('How the image is built', [
  text('Folder with the Dockerfile: the build context', { example: '.' }),
  record('How the image is built', {
    context: text('Folder, or URL of a repository, that the build takes its files from'),
    dockerfile: text('Dockerfile, from the context on; Dockerfile where nothing is said'),
    dockerfile_inline: text('The Dockerfile itself', { since: '2.17.0' }),
    entitlements: texts('Rights beyond the usual ones that the build may use', { repeats: true, known: ['network.host', 'security.insecure'], since: '2.27.1' }),
    args: pairs('Build arguments: values for ARG in the Dockerfile', { item: buildArgument, example: 'VERSION: "1.0"' }),
    ssh: pairs('SSH keys that the build may use', { item: sshKey, example: '- default' }),
    labels: labels('Labels of the image'),
    cache_from: texts('Where the builder finds its cache', { repeats: true }),
    cache_to: texts('Where the builder keeps its cache', { repeats: true }),
    no_cache: flag('Build everything anew'),
    no_cache_filter: textOrTexts('Stages that are built anew'),
    additional_contexts: either('More folders, images or services that the Dockerfile can copy from by name', [
      mapOf('Contexts by name', text('A folder, a URL, docker-image:// with an image, or service: with a service'), { names: 'some' }),
      texts('name=context', { format: nameAndValue }),
    ], { since: '2.17.0', example: 'assets: ./assets' }),
    network: text('Network of RUN steps', { known: ['none', 'host'] }),
    provenance: flagOrText('Whether the image says how it was built', { known: ['mode=max', 'mode=min'], since: '2.39.0' }),
    sbom: flagOrText('Whether the image lists what it is made of', { since: '2.39.0' }),
    pull: flag('Pull the images that the build starts from, even when they are there'),
    target: text('Stage of the Dockerfile to build'),
    shm_size: size('Size of /dev/shm during the build', 'whole'),
    extra_hosts: extraHosts,
    isolation: text('How the build is kept apart, on Windows'),
    privileged: flag('Build with nearly all rights of the host', { since: '2.15.0' }),
    secrets: secretReferences,
    tags: texts('More names of the image', { repeats: true }),
    ulimits: buildUlimits,
    platforms: list('Platforms to build for', text('os/arch or os/arch/variant', { known: ['linux/amd64', 'linux/arm64'] }), { example: '- linux/amd64' }),
  }, { what: 'a build' }),
], { page: 'build/', anchor: '' });
