// Reads what `docker compose --progress plain` says while it works: which lines are events for a person to see, and which
// of them tell why it failed. It knows Compose's way of writing (2.26.1 and the newest) and runs nothing.

/** Characters of one event's line that are worth showing. */
const longest = 200;

/** The same for a line that tells why a call failed: the engine names the reason last. */
const longestTelling = 2000;

/** What Compose reports of each object on its way, and BuildKit of each step. */
const routine = [
  /^(Container|Network|Volume|Image|Service|Config|Secret) \S+ (Creating|Created|Recreate|Recreated|Starting|Started|Running|Restarting|Stopping|Stopped|Killing|Killed|Removing|Removed|Waiting|Healthy|Exited|Skipped|Building|Built|Pulling|Pulled)$/,
  /^\S+ (Pulling|Pulled|Building|Built|Skipped.*)$/,
  /^#\d+ (DONE|CACHED|transferring|exporting|writing|naming|sha256|extracting|resolve|\[).*$/,
  /^#0 building with /,
];

/** What is said so often, or so vaguely, that it only hides the rest. */
const noise = [
  /^-+$/,
  // Layers of an image that is being pulled: `3b4c5d6e7f80 Downloading [==>   ] 1MB/9MB`.
  /^[0-9a-f]{12} /,
  /^#\d+ sha256:/,
  /^#\d+ transferring /,
];

/** One short line for an event, or undefined for what is not worth showing. */
export function eventLine(raw: string): string | undefined {
  return readLine(raw, longest);
}

/** The last lines that mean something, at most `count`, of all that a failed call wrote. */
export function tellingLines(raw: readonly string[], count = 8): string[] {
  const events = raw.flatMap((line) => readLine(line, longestTelling) ?? []);
  const telling = events.filter((line) => !routine.some((pattern) => pattern.test(line)));
  return (telling.length > 0 ? telling : events).slice(-count);
}

function readLine(raw: string, longest: number): string | undefined {
  const line = messageOf(raw).replace(/\s+/g, ' ').trim();
  if (line === '' || noise.some((pattern) => pattern.test(line))) return undefined;
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** The message of a line in logrus' form: `time="…" level=warning msg="The \"MODE\" variable is not set…"`. */
function messageOf(line: string): string {
  const quoted = /^time="[^"]*" level=\w+ msg=("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
  if (quoted === undefined) return line;
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, character: string) => (character === 'n' || character === 't' ? ' ' : character));
}
