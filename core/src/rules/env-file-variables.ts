// The variables that a service's env files give it, every value with its place in the file.

import { readDotenv } from '#core/compose/dotenv.ts';
import type { Project, Service } from '#core/compose/model.ts';
import type { Variable } from '#core/compose/service-addresses.ts';
import type { FilePath } from '#core/outside.ts';
import { resolveText } from '#core/project/path.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import type { Span, Text } from '#core/yaml/span.ts';

/** Reads each env file of a project once. */
export class EnvFileVariables {
  readonly #project: Project;
  readonly #context: Pick<RuleContext, 'files'>;
  readonly #read = new Map<FilePath, Promise<readonly Variable[]>>();

  constructor(project: Project, context: Pick<RuleContext, 'files'>) {
    this.#project = project;
    this.#context = context;
  }

  /** In their order, later files behind earlier ones. The format `raw` is left out. */
  async of(service: Service): Promise<readonly Variable[]> {
    const all: Variable[] = [];
    for (const { path, format } of service.envFiles) {
      if (path.unresolved.length > 0 || (format?.value ?? '') !== '') continue;
      const file = resolveText(this.#project.directory, path);
      const read = this.#read.get(file) ?? this.#variables(file);
      this.#read.set(file, read);
      all.push(...await read);
    }
    return all;
  }

  async #variables(file: FilePath): Promise<readonly Variable[]> {
    const text = await this.#context.files.readText(file);
    if (text === undefined) return [];
    return readDotenv(text, this.#project.variables).assignments.map(({ name, value, span }): Variable => ({
      name, content: value,
      get value() {
        return value === undefined ? undefined : located(file, text, value, span);
      },
    }));
  }
}

/** The value where it stands in the file; at its name where quotes or variables make another text of it. */
function located(file: FilePath, text: string, value: string, name: Span): Text {
  const lineEnd = text.indexOf('\n', name[1]);
  const before = /^[ \t]*[=:][ \t]*["']?/.exec(text.slice(name[1], lineEnd === -1 ? text.length : lineEnd))?.[0].length ?? 0;
  const start = name[1] + before;
  const span: Span = [start, start + value.length];
  if (!text.startsWith(value, start)) return { value, file, span: name, pieces: undefined, unresolved: [] };
  return { value, file, span, pieces: [{ from: 0, to: value.length, span, verbatim: true }], unresolved: [] };
}
