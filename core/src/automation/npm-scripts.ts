// The scripts of a package.json as jobs. Facts: docs.npmjs.com, "scripts": each runs in a shell of its own, in the folder of
// its package.json.

import type { Job } from '#core/automation/job.ts';
import { shellText } from '#core/automation/shell-text.ts';
import type { FilePath } from '#core/outside.ts';
import { entries, get } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** Each script as a job; what the others do that call no Compose may have been done before it. */
export function scriptJobs({ file, text, documents: [manifest] }: YamlFile, folder: FilePath): readonly Job[] {
  const scripts = entries(get(manifest, 'scripts')).flatMap(({ value }) => (value.kind === 'scalar' && value.style === 'double' ? [value] : []));
  const callsCompose = (command: string): boolean => /\bdocker[ -]compose\b/.test(command);
  const made = { kind: 'opaque', text: scripts.map(({ content }) => content).filter((content) => !callsCompose(content)).join('\n') } as const;
  return scripts.filter(({ content }) => callsCompose(content)).map((script) => ({ file, steps: [made, { kind: 'run', shell: shellText(script, text), folder }] }));
}
