// Which environments a folder has. What is written down in `composure.yaml` counts alone; else the names of its files
// say it: the default files, a file for each environment that is complete in itself, overlays that make sense only on
// top of others, env files and profiles that are called after an environment.

import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { FolderFiles } from '#core/project/completeness.ts';
import { describedAbove, describedIn } from '#core/project/described-environments.ts';
import { envFileOf, environmentOfEnvFile, isSameEnvironment } from '#core/project/env-file-names.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import { defaultNames, modeOf, overrideNames, readFileName } from '#core/project/file-names.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, nameOf, resolvePath } from '#core/project/path.ts';
import { dotenvVariables } from '#core/compose/dotenv.ts';

/**
 * The environments of one folder in the order: default, then by name, then those that folders above write down.
 * Sub-folders are not looked at.
 */
export async function discoverEnvironments(directory: FilePath, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<readonly Environment[]> {
  const { configured, named } = await describedIn(directory, files, parsed, cancellation);
  const above = await describedAbove(directory, files, parsed, cancellation);
  if (configured.length > 0) return configured;
  const names = [...(await files.list(directory)) ?? []].filter(([, kind]) => kind === 'file').map(([name]) => name).toSorted();
  cancellation.throwIfAborted();
  const taken = new Set(above.flatMap((environment) => environment.files));
  const folderFiles = new FolderFiles(files, parsed, cancellation);
  const convention = new Convention(directory, names.filter((name) => !taken.has(resolvePath(directory, name))), files, folderFiles);
  const found = await convention.environments(named);
  const own = await withDefaultMode(unambiguous(found.filter((each, index) => found.findIndex((other) => isSame(other, each)) === index)), folderFiles);
  return [...own, ...above.filter((each) => own.every((other) => !isSame(each, other)))];
}

/** Folders above one whose compose files may bring in its files. */
const aboveLimit = 2;

/** One folder, judged by the names of its files. */
class Convention {
  readonly #directory: FilePath;
  readonly #names: readonly string[];
  readonly #disk: FileSystem;
  readonly #files: FolderFiles;
  readonly #found: Environment[] = [];
  /** Fragments that a folder above brings in. */
  readonly #fromAbove = new Set<string>();

  constructor(directory: FilePath, names: readonly string[], disk: FileSystem, files: FolderFiles) {
    this.#directory = directory;
    this.#names = names;
    this.#disk = disk;
    this.#files = files;
  }

  async environments(named: Environment | undefined): Promise<readonly Environment[]> {
    const base = defaultNames.find((name) => this.#names.includes(name));
    const override = base && overrideNames.find((name) => this.#names.includes(name));
    const defaults = base === undefined ? [] : [base, ...(override === undefined ? [] : [override])];
    // `prod` before `prod.gpu`, which may stand on it.
    const compose = this.#names.filter((name) => readFileName(name) !== undefined).toSorted((a, b) => compare(environmentIn(a), environmentIn(b)));
    const fragments = await this.#fragments(compose);
    if (named !== undefined) this.#found.push(named);
    else if (defaults[0] !== undefined && !fragments.has(defaults[0])) await this.#add('default', defaults);
    for (const name of compose) {
      const said = readFileName(name);
      if (said === undefined || name === base || name === override || said.override || fragments.has(name)) continue;
      const own = [name, ...compose.filter((each) => each !== name && isOverrideOf(each, said.environment))];
      await this.#add(said.environment === '' ? stemOf(name) : said.environment, said.environment === '' ? own : await this.#onTopOf(own, said.environment, base, override));
    }
    await this.#addLeftOver(compose, fragments);
    await this.#addByEnvFile();
    await this.#addByProfile();
    return this.#found;
  }

  /** What belongs to nothing is one by itself: an override without a base, a second default file. */
  async #addLeftOver(compose: readonly string[], fragments: ReadonlySet<string>): Promise<void> {
    const taken = new Set(this.#found.flatMap((environment) => environment.files));
    for (const name of compose) {
      const path = this.#path(name);
      // Two files that include each other would otherwise be judged nowhere.
      const isForgotten = this.#found.length === 0 && !this.#fromAbove.has(name);
      if (!taken.has(path) && (!fragments.has(name) || isForgotten)) await this.#add(stemOf(name), [name]);
    }
  }

  /** The files of an environment: its own where they are complete, else on top of the first of these that makes them so. */
  async #onTopOf(own: readonly string[], environment: string, base: string | undefined, override: string | undefined): Promise<readonly string[]> {
    const paths = own.map((name) => this.#path(name));
    if (base === undefined || (await this.#isComplete(own) && !await this.#files.isBuildOver(this.#path(base), paths) && !await this.#files.takesAway(paths))) return own;
    const [parent] = this.#found.filter(({ name }) => environment.startsWith(`${name}.`) || environment.startsWith(`${name}-`)).toSorted((a, b) => b.name.length - a.name.length);
    const bases = [[base], ...(parent === undefined ? [] : [parent.files.map(nameOf), [base, ...parent.files.map(nameOf)]]), ...(override === undefined ? [] : [[base, override]])];
    for (const each of bases) if (await this.#isComplete([...each, ...own])) return [...each, ...own];
    return [base, ...own];
  }

  #isComplete(names: readonly string[]): Promise<boolean> {
    return this.#files.isComplete(names.map((name) => this.#path(name)));
  }

  /** Files that others bring in by `include` or `extends`, unless they are called after an environment or what Compose takes, and complete. */
  async #fragments(compose: readonly string[]): Promise<ReadonlySet<string>> {
    const fragments = new Set<string>();
    const own = compose.map((name) => this.#path(name));
    const others = [...own];
    for (let up = 0, above = folderOf(this.#directory); up < aboveLimit && above !== '/'; up += 1, above = folderOf(above)) {
      for (const [name, kind] of await this.#disk.list(above) ?? []) if (kind === 'file' && readFileName(name) !== undefined) others.push(resolvePath(above, name));
    }
    for (const other of others) {
      for (const path of await this.#files.broughtInBy(other)) {
        const name = nameOf(path);
        if (!own.includes(other)) await this.#addMeant(path, compose, fragments);
        if (folderOf(path) !== this.#directory || !compose.includes(name) || fragments.has(name)) continue;
        const { environment = '' } = readFileName(name) ?? {};
        if (environment === '' && own.includes(other)) continue;
        const isCalled = environment === '' || modeOf(environment) !== 'other' || envFileOf(environment, this.#names) !== undefined;
        if (isCalled && await this.#isComplete([name])) continue;
        fragments.add(name);
        if (!own.includes(other)) this.#fromAbove.add(name);
      }
    }
    // What is written over a file that others bring in is theirs too, unless the two are complete.
    const base = defaultNames.find((name) => this.#names.includes(name));
    if (base === undefined || !this.#fromAbove.has(base)) return fragments;
    for (const name of compose) {
      if (fragments.has(name) || await this.#isComplete([name]) || await this.#isComplete([base, name])) continue;
      fragments.add(name);
      this.#fromAbove.add(name);
    }
    return fragments;
  }

  /** What a folder above means by a path that is not there: a file of that name in a folder beside, or one of that folder, which is not complete. */
  async #addMeant(path: FilePath, compose: readonly string[], fragments: Set<string>): Promise<void> {
    const isHere = folderOf(path) === this.#directory;
    const isBeside = folderOf(folderOf(path)) === folderOf(this.#directory) && compose.includes(nameOf(path));
    if (!(isHere || isBeside) || await this.#disk.stat(path) !== undefined) return;
    for (const name of isHere ? compose : [nameOf(path)]) {
      if (fragments.has(name) || await this.#isComplete([name])) continue;
      fragments.add(name);
      this.#fromAbove.add(name);
    }
  }

  async #add(name: string, own: readonly string[], more: Partial<Environment> = {}): Promise<void> {
    const files = own.map((each) => this.#path(each));
    const directory = await this.#directoryOf(files);
    const envFile = envFileOf(name, this.#names);
    const below = this.#found.find((each) => each.name !== 'default' && each.files.length < files.length && each.files.every((file, index) => file === files[index]));
    const envFiles = envFile === undefined ? below?.envFiles ?? [] : !await this.#isForCompose(envFile, files) ? [] : ['.env', envFile].filter((each) => this.#names.includes(each)).map((each) => this.#path(each));
    const elsewhere = directory === this.#directory ? {} : { foundIn: this.#directory };
    this.#found.push({ name, mode: modeOf(name), directory, files, envFiles, profiles: [], ...elsewhere, ...more });
  }

  /** The folder around this one, where the first file's paths lead somewhere from there and from here none does. */
  async #directoryOf([first]: readonly FilePath[]): Promise<FilePath> {
    const around = folderOf(this.#directory);
    return first !== undefined && around !== '/' && around !== this.#directory && await this.#files.isWrittenFor(around, first) ? around : this.#directory;
  }

  /**
   * Whether an env file is for Compose itself, for `${…}`. One that services name in `env_file` is for their containers,
   * unless it defines what the files use.
   */
  async #isForCompose(envFile: string, files: readonly FilePath[]): Promise<boolean> {
    const path = this.#path(envFile);
    if (!(await this.#files.envFilesNamed(files, this.#directory)).has(path)) return true;
    return this.#definesUsed(path, files);
  }

  async #definesUsed(envFile: FilePath, files: readonly FilePath[]): Promise<boolean> {
    const used = await this.#files.variablesUsed(files);
    return [...dotenvVariables(await this.#disk.readText(envFile) ?? '').keys()].some((name) => used.has(name) || name.startsWith('COMPOSE_'));
  }

  /** `.env.staging` beside the default files alone is an environment when it defines what they use. */
  async #addByEnvFile(): Promise<void> {
    const [base] = this.#found;
    if (base?.name !== 'default') return;
    for (const name of this.#names) {
      const environment = environmentOfEnvFile(name);
      if (environment === undefined || this.#found.some((each) => isSameEnvironment(each.name, environment))) continue;
      const path = this.#path(name);
      if ((await this.#files.envFilesNamed(base.files, this.#directory)).has(path) || !await this.#definesUsed(path, base.files)) continue;
      this.#found.push({ ...base, name: environment, mode: modeOf(environment), envFiles: [...(this.#names.includes('.env') ? [this.#path('.env')] : []), path] });
    }
  }

  /** Services that take part only with profile `dev` or `prod` make an environment of the default files. */
  async #addByProfile(): Promise<void> {
    const [base] = this.#found;
    if (base?.name !== 'default') return;
    for (const profile of (await this.#files.profilesNamed(base.files))) {
      const mode = modeOf(profile);
      if (!/^(?:dev|development|prod|production)$/i.test(profile) || this.#found.some((each) => isSameEnvironment(each.name, profile))) continue;
      const envFile = envFileOf(profile, this.#names);
      this.#found.push({ ...base, name: profile, mode, profiles: [profile], ...(envFile === undefined ? {} : { envFiles: ['.env', envFile].filter((each) => this.#names.includes(each)).map((each) => this.#path(each)) }) });
    }
  }

  #path(name: string): FilePath {
    return resolvePath(this.#directory, name);
  }
}

function environmentIn(name: string): string {
  return readFileName(name)?.environment ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function stemOf(name: string): string {
  return name.replace(/\.ya?ml$/i, '');
}

function isOverrideOf(name: string, environment: string): boolean {
  const said = readFileName(name);
  return environment !== '' && said?.override === true && said.environment === environment;
}

/** Two environments of the same files, variables and profiles are one. */
function isSame(a: Environment, b: Environment): boolean {
  const parts = ({ directory, files, envFiles, profiles }: Environment): string => JSON.stringify([directory, files, envFiles, profiles]);
  return parts(a) === parts(b);
}

/** Two files may lead to one name (`compose.dev.yml`, `docker-compose.dev.yml`): the later ones are called by their file's. */
function unambiguous(environments: readonly Environment[]): readonly Environment[] {
  const seen = new Set<string>();
  return environments.map((environment) => {
    const name = seen.has(environment.name) ? nameOf(environment.files.at(-1) ?? '') : environment.name;
    seen.add(name);
    return { ...environment, name };
  });
}

/** Beside an environment for development alone, the default one is the other mode; and the other way round. One of other services is no mode of it. */
async function withDefaultMode(environments: readonly Environment[], files: FolderFiles): Promise<readonly Environment[]> {
  const base = environments.find(({ name }) => name === 'default');
  if (base === undefined) return environments;
  const services = await files.servicesNamed(base.files);
  const modes = new Set<string>();
  for (const environment of environments) {
    if (environment === base || environment.mode === 'other') continue;
    const others = environment.files.some((file) => base.files.includes(file)) ? services : await files.servicesNamed(environment.files);
    if (services.length === 0 || services.some((name) => others.some((other) => name.includes(other) || other.includes(name)))) modes.add(environment.mode);
  }
  const mode = modes.size !== 1 ? 'other' : modes.has('dev') ? 'prod' : 'dev';
  return environments.map((environment) => (environment === base ? { ...environment, mode } : environment));
}

/** Tells environments apart, also those of one name in two folders. */
export function environmentKey(environment: Environment): string {
  return `${folderFoundIn(environment)}\n${environment.name}`;
}
