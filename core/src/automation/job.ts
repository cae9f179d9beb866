// What a workflow, a pipeline and a Makefile have in common: jobs of steps that run one after the other in a folder of the
// repository.

import type { ShellText } from '#core/automation/shell-text.ts';
import type { FilePath } from '#core/outside.ts';
import type { Text } from '#core/yaml/span.ts';

/** Steps on one checkout of the repository. */
export interface Job {
  readonly file: FilePath;
  readonly steps: readonly Step[];
}

export type Step =
  /**
   * Shell text. `folder` is where it begins: undefined where that cannot be known, `same` where the step before has ended.
   * `composeFile` is what the variable COMPOSE_FILE has in it.
   */
  | { readonly kind: 'run'; readonly shell: ShellText; readonly folder: FilePath | 'same' | undefined; readonly composeFile?: Text | undefined }
  /** Something that may make any file that it names. */
  | { readonly kind: 'opaque'; readonly text: string }
  /** Files come from elsewhere: from here on nobody knows what is there. */
  | { readonly kind: 'brings' };
