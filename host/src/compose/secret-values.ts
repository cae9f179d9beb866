// The secrets that env files hold: what Compose and the builds that it runs write may repeat them, and they belong into no log.

import type { FilePath } from '#core/outside.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

/** The values of variables that are called after secrets; of a file that cannot be read there are none. */
export async function secretValues(envFiles: readonly FilePath[]): Promise<readonly string[]> {
  const files = nodeFileSystem();
  const texts = (await Promise.all(envFiles.map((file) => files.readText(file)))).filter((text) => text !== undefined);
  if (texts.length === 0) return [];
  // What shows the sidebar reads no files: it comes in only where there are some.
  const [{ dotenvVariables }, { isSecretName }] = await Promise.all([import('#core/compose/dotenv.ts'), import('#core/language/masking.ts')]);
  const variables = texts.flatMap((text) => [...dotenvVariables(text)]);
  // A short one would be taken for parts of other words.
  return [...new Set(variables.flatMap(([name, value]) => (isSecretName(name) && value.length > 3 ? [value] : [])))];
}
