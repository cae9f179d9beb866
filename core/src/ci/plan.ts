// What `composure ci write` would write, worked out from what is there. Who asks a person and writes is another's affair.

import { githubWorkflow, workflowPath } from '#core/ci/github.ts';
import { gitlabJob, jobPath, pipelinePath, stagesOf, withInclude } from '#core/ci/gitlab.ts';
import type { CiOrder } from '#core/ci/order.ts';
import { preCommitPath, withHook } from '#core/ci/pre-commit.ts';
import type { Provider } from '#core/ci/provider.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { resolvePath } from '#core/project/path.ts';

/** A file as it would be. */
export interface CiFile {
  readonly provider: Provider;
  readonly path: FilePath;
  /** Undefined for a file that is not there. */
  readonly before: string | undefined;
  /** The same as `before` where nothing is to be done. */
  readonly after: string;
}

export interface CiPlan {
  readonly files: readonly CiFile[];
  /** Files with a form into which nobody can write: a person does it. */
  readonly problems: readonly { readonly path: FilePath; readonly message: string }[];
}

/** Works out the files of some providers. */
export async function planCi(providers: readonly Provider[], order: CiOrder, files: FileSystem, parsed: ParsedFiles): Promise<CiPlan> {
  const found: CiFile[] = [];
  const problems: CiPlan['problems'][number][] = [];
  const add = async (provider: Provider, name: string, after: string | undefined, advice: string): Promise<void> => {
    const path = resolvePath(order.root, name);
    if (after === undefined) problems.push({ path, message: `${name} has a form into which nothing can be added: ${advice}` });
    else found.push({ provider, path, before: await files.readText(path), after });
  };
  for (const provider of providers) {
    switch (provider) {
      case 'github': await add(provider, workflowPath, githubWorkflow(order), ''); break;
      case 'gitlab': {
        const pipeline = await parsed.get(resolvePath(order.root, pipelinePath), files);
        await add(provider, jobPath, gitlabJob(order, stagesOf(pipeline?.documents.at(-1))), '');
        await add(provider, pipelinePath, withInclude(pipeline), `include ${jobPath} by hand`);
        break;
      }
      case 'pre-commit': await add(provider, preCommitPath, withHook(order, await parsed.get(resolvePath(order.root, preCommitPath), files)), 'add a local hook by hand (docs/ci.md)'); break;
    }
  }
  return { files: found, problems };
}
