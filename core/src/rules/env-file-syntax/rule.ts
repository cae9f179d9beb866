import { readDotenv } from '#core/compose/dotenv.ts';
import type { Project, Service } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { resolveText } from '#core/project/path.ts';
import { loadProblems } from '#core/rules/load-problems.ts';
import type { Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { get, items, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/**
 * compose-go, package dotenv: `failed to read .env: line 3: …`. The project's own env files are read whatever they are
 * needed for; those of services when the services are active.
 */
export const envFileSyntax: Rule = {
  code: 'env-file-syntax',
  title: 'An env file cannot be read',
  stage: 'load',
  severity: 'error',
  speed: 'disk',
  fixable: false,
  async *check(project, context) {
    yield* loadProblems(project, 'env-file-syntax', () => []);
    const seen = new Set<FilePath>();
    for (const service of project.services.values()) {
      if (!service.active) continue;
      for (const text of filesOf(service)) {
        const path = resolveText(project.directory, text);
        if (text.unresolved.length > 0 || seen.has(path)) continue;
        seen.add(path);
        yield* await judge(project, path, text, context);
      }
    }
  },
};

/** What is read with quotes and references: env files but those of the format `raw`, and label files. */
function filesOf({ envFiles, node }: Service): readonly Text[] {
  const labels = get(node, 'label_file');
  return [
    ...envFiles.filter(({ format }) => (format?.value ?? '') === '').map(({ path }) => path),
    ...(labels?.kind === 'sequence' ? items(labels) : [labels]).flatMap((each) => textOf(each) ?? []),
  ];
}

/** A value without a name is refused in `.env` only, whose variables Compose sets for itself. */
async function judge(project: Project, path: FilePath, named: Text, context: RuleContext): Promise<readonly Report[]> {
  const text = await context.files.readText(path);
  if (text === undefined) return [];
  return readDotenv(text, project.variables).problems.filter(({ nameless }) => nameless === undefined).slice(0, 1).map(({ message, span }) => ({
    at: { value: text.slice(span[0], span[1]), file: path, span }, message: `${message}: Compose refuses the project`,
    related: [{ at: named, message: 'The file is named here' }],
  }));
}
