import { dotenvVariables } from '#core/compose/dotenv.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { nameOf, resolvePath } from '#core/project/path.ts';
import { isWritten } from '#core/rules/path-fixes.ts';
import type { SecretKind } from '#core/rules/plaintext-secret/secret-value.ts';
import { secretsOf, type WrittenSecret } from '#core/rules/plaintext-secret/secrets.ts';
import type { Edit, Fix, Rule, RuleContext, Severity } from '#core/rules/rule.ts';

/** A secret in a compose file is in every copy of the repository, in its history, and in `docker inspect`. */
export const plaintextSecret: Rule<'allow'> = {
  code: 'plaintext-secret',
  title: 'A secret is written out in a compose file',
  stage: 'policy',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  options: { allow: 'Names of variables whose values may be read by anyone' },
  *check(project, context) {
    const allowed = new Set(context.options.allow?.map(({ value }) => value));
    for (const service of project.services.values()) {
      for (const secret of context.remembered(secretsOf, service)) {
        const severity = severityOf(secret.kind, project);
        if (severity === undefined || allowed.has(secret.name) || isDefault(project, secret)) continue;
        yield { at: secret.at, severity, message: messageOf(secret), fixes: () => fixes(project, service, secret, context) };
      }
    }
  },
};

/** What is good enough for a developer's machine is not for production; what was given out by a service is good for nobody else anywhere. */
function severityOf(kind: SecretKind, { environment: { mode } }: Project): Severity | undefined {
  switch (kind) {
    case 'token': return 'warning';
    case 'random': return mode === 'prod' ? 'warning' : 'information';
    case 'word': return mode === 'prod' ? 'information' : 'hint';
    case 'placeholder': return mode === 'prod' ? 'information' : undefined;
  }
}

/** True for what stands in `${NAME:-…}`: it is for whoever sets nothing. */
function isDefault({ files }: Project, { at }: WrittenSecret): boolean {
  const text = files.find(({ file }) => file === at.file)?.text ?? '';
  return text.startsWith('${', at.span[0]) || /\$\{\w+:?[-+]$/.test(text.slice(Math.max(0, at.span[0] - 100), at.span[0]));
}

function messageOf({ name, kind, at }: WrittenSecret): string {
  return kind === 'placeholder'
    ? `${name} has a value for examples, in an environment for production: it is the first that anybody tries`
    : `The value of ${name} is written out: whoever reads ${nameOf(at.file)}, or its history, has it`;
}

async function fixes(project: Project, service: Service, { name, at }: WrittenSecret, context: RuleContext): Promise<readonly Fix[]> {
  if (!isWritten(at) || /[\r\n]/.test(at.value)) return [];
  const path = project.environment.envFiles.at(-1) ?? resolvePath(project.directory, '.env');
  const text = await context.files.readText(path);
  const known = dotenvVariables(text ?? '');
  const variable = [variableName(name), variableName(`${service.name}_${name}`)].find((each) => (known.get(each) ?? at.value) === at.value && (project.variables.get(each) ?? at.value) === at.value);
  if (variable === undefined) return [];
  const line = `${variable}=${asValue(at.value)}\n`;
  const end = text?.length ?? 0;
  const define: readonly Edit[] = known.has(variable) ? [] : text === undefined
    ? [{ kind: 'create-file', path, text: line }]
    : [{ kind: 'replace', at: { value: undefined, file: path, span: [end, end] }, text: (text === '' || text.endsWith('\n') ? '' : '\n') + line }];
  const advice = await context.isIgnored(path) ? '' : `, and keep ${nameOf(path)} out of git`;
  return [{ title: `Move it to ${nameOf(path)} as ${variable}${advice}`, safety: 'ask', edits: [{ kind: 'rewrite', at, text: `\${${variable}}` }, ...define] }];
}

/** `--requirepass` of `cache` is no name by itself. */
function variableName(name: string): string {
  return name.replace(/^-+/, '').replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_').toUpperCase();
}

/** A value as an env file takes it, with nothing in it expanded. */
function asValue(value: string): string {
  if (/^[\w./+=:@%^,~-]*$/.test(value)) return value;
  return value.includes('\'') ? `"${value.replaceAll(/["\\$]/g, '\\$&')}"` : `'${value}'`;
}
