// Variables that a person's shell sets without being asked. Where a text has no value for lack of one of them, nothing is wrong with it.

/** What nearly every shell exports, and what Compose sets itself (compose-go, cli/options.go). */
const shellVariables: ReadonlySet<string> = new Set([
  'HOME', 'USER', 'LOGNAME', 'PATH', 'PWD', 'SHELL', 'TERM', 'LANG', 'TMPDIR', 'HOSTNAME', 'DISPLAY', 'XDG_RUNTIME_DIR', 'SSH_AUTH_SOCK', 'COMPOSE_PROJECT_NAME',
]);

/** True for a variable that nobody writes into an env file. */
export function isOfTheShell(name: string): boolean {
  return shellVariables.has(name);
}
