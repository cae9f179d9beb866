// A deliberate fault: one thing in a project that Compose refuses, with the code that says so. The place is marked in
// the text.

import type { Draft, Tree } from '../draft.ts';
import { treeAt } from '../draft.ts';

export interface FaultKind {
  /** What is wrong, in words. */
  readonly kind: string;
  readonly code: string;
  put(draft: Draft): void;
}

/** The tree of one of the project's files: a fault may be in an override too. */
export function someFile(draft: Draft): Tree {
  const [tree] = draft.random.pick([...draft.compose.values()]);
  if (tree === undefined) throw new Error('a draft has a document in each file');
  return tree;
}

/** A fault in a service of its own. */
export function inService(code: string, kind: string, make: (draft: Draft, root: Tree) => Tree): FaultKind {
  return {
    code, kind,
    put: (draft) => {
      const root = someFile(draft);
      treeAt(root, 'services')['broken'] = { image: 'nginx', ...make(draft, root) };
    },
  };
}

/** A fault at the top level of a file. */
export function atTop(code: string, kind: string, change: (root: Tree, draft: Draft) => void): FaultKind {
  return { code, kind, put: (draft) => change(someFile(draft), draft) };
}
