// What an env file's name says: `.env.prod` belongs to the environment `prod`, and to `production`, which people
// shorten; `.env.example` belongs to none.

/** Names for one thing: a file for the one serves the other. */
const synonyms: readonly (readonly string[])[] = [
  ['dev', 'development', 'devel'], ['prod', 'production', 'prd'], ['stage', 'staging', 'stg'], ['test', 'testing', 'tests'], ['local', 'localhost'],
];

const noEnvironment = /(?:^|[._-])(?:example|sample|template|dist|tmpl|default|defaults|bak|backup|old|orig|save|swp|enc|encrypted|gpg|age|sops|vault|keys|schema|md|txt)(?:$|[._-])/i;

/** The environment that an env file is called after: `.env.prod`; undefined where its name says none. */
export function environmentOfEnvFile(name: string): string | undefined {
  const environment = /^\.env\.([\w.-]+)$/.exec(name)?.[1];
  return environment === undefined || noEnvironment.test(environment) || /(?:^|\.)local$/i.test(environment) ? undefined : environment;
}

/** The env file among these names that belongs to an environment: of its very name first, then of a shorter or longer form. */
export function envFileOf(environment: string, names: readonly string[]): string | undefined {
  return envFileNames(environment).find((name) => names.includes(name));
}

/** What an environment's env file may be called, the likeliest first. */
export function envFileNames(environment: string): readonly string[] {
  const forms = synonyms.find((each) => each.includes(environment.toLowerCase())) ?? [];
  return [...new Set([environment, ...forms])].map((form) => `.env.${form}`);
}

/** Whether two names of environments are forms of one. */
export function isSameEnvironment(a: string, b: string): boolean {
  return a === b || synonyms.some((each) => each.includes(a.toLowerCase()) && each.includes(b.toLowerCase()));
}
