// The GitHub workflow: annotations beside the changed lines, and if wanted an upload to code scanning. It may read the code
// and no more, and runs each action at a commit, since a tag can be moved.

import { checkCommandOf, type CiOrder } from '#core/ci/order.ts';

/** Where the workflow lies in a repository. */
export const workflowPath = '.github/workflows/composure.yml';

const checkout = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2';
const setupNode = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0';
const uploadSarif = 'github/codeql-action/upload-sarif@5d4e8d1aca955e8d8589aabd499c5cae939e33c7 # v4.31.9';

/** The text of the workflow. */
export function githubWorkflow(order: CiOrder): string {
  return `# Finds every way the compose projects of this repository will break. Made by \`composure ci write\`.
name: Composure

on:
  push:
    branches: ['**']
  pull_request:

permissions:
  contents: read

concurrency:
  group: composure-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
${order.sarif ? '    permissions:\n      contents: read\n      security-events: write\n' : ''}    steps:
      - uses: ${checkout}
        with:
          persist-credentials: false
      - uses: ${setupNode}
        with:
          node-version: 22
${order.sarif ? upload(order) : ''}      - name: Check compose projects
        run: ${quoted(checkCommandOf(order, '--format github'))}
`;
}

/** Findings end the command with 1, which the next step says; a pull request from a fork may not upload. */
function upload(order: CiOrder): string {
  return `      - name: Write findings for code scanning
        run: ${quoted(`${checkCommandOf(order, '--format sarif')} > composure.sarif || test $? -eq 1`)}
      - uses: ${uploadSarif}
        if: github.event_name == 'push' || github.event.pull_request.head.repo.full_name == github.repository
        with:
          sarif_file: composure.sarif
          category: composure
`;
}

/** A command with ": " or " #" in it would be no plain text of YAML. */
function quoted(command: string): string {
  return /: | #/.test(command) ? `'${command.replaceAll('\'', '\'\'')}'` : command;
}
