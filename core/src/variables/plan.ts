// What `env generate` and `env rotate` would write: whole texts of files, made of composure.yaml and of what the files say
// now. Nothing is written here; files are read through a port, and what one environment changes the next one sees.

import { dotenvVariables, readDotenv } from '#core/compose/dotenv.ts';
import type { Project } from '#core/compose/model.ts';
import { isSecretName } from '#core/language/masking.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import { folderOf, isInside, nameOf, relativePath, resolvePath } from '#core/project/path.ts';
import { envFilesOf } from '#core/variables/env-file-of.ts';
import { withValues, type Setting } from '#core/variables/env-text.ts';
import { environmentPath, readOutputs } from '#core/variables/read-outputs.ts';
import { readVariables, type Variables } from '#core/variables/read-variables.ts';
import { resolveVariables, type Action, type Fresh, type Resolved, type Value, type Wishes } from '#core/variables/resolve.ts';
import { isWanted } from '#core/variables/wanted.ts';
import { filledTemplate, kubernetesSecret, limitsOverride, secretsJson, type Pair } from '#core/variables/written-texts.ts';
import { listed } from '#core/words/listed.ts';
import { groupBy } from '#core/words/group-by.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** A file that would be written. */
export interface PlannedFile {
  readonly path: FilePath;
  readonly kind: 'env' | 'secrets' | 'kubernetes' | 'override' | 'template' | 'key' | 'gitignore';
  /** Undefined for a new file. */
  readonly before: string | undefined;
  readonly after: string;
  /** Whether it holds secrets: nobody else may read it, and git leaves it out. */
  readonly isPrivate: boolean;
  readonly variables: readonly { readonly name: string; readonly action: Action }[];
  /** Values that must not be shown: old and new ones. */
  readonly secrets: readonly string[];
  /** Variables whose values may be shown. */
  readonly open: ReadonlySet<string>;
}

export interface Plan {
  /** In the order in which they are written: env files first, since the others follow from them. */
  readonly files: readonly PlannedFile[];
  readonly environments: readonly { readonly name: string; readonly file: FilePath; readonly missing: readonly string[] }[];
  /** Why something is not written; the rest is. */
  readonly problems: readonly string[];
  /** What a person should know or do besides. */
  readonly notes: readonly string[];
}

/** What git makes of a file: `tracked` is in it, `open` would be taken in. */
export type GitState = { readonly root: FilePath; readonly state: 'ignored' | 'open' | 'tracked' } | undefined;

/** What planning asks for. */
export interface PlanPorts {
  readonly files: FileSystem;
  readonly fresh: Fresh;
  git(path: FilePath): Promise<GitState>;
}

/** The plan for some projects of one `composure.yaml`; `beside` are all its environments. */
export async function planGeneration(projects: readonly Project[], beside: readonly Environment[], configuration: YamlFile, wishes: Wishes, ports: PlanPorts): Promise<Plan> {
  const planning = new Planning(beside, configuration, wishes, ports);
  for (const project of projects) await planning.environment(project);
  await planning.templatesOfSeveral(projects);
  await planning.leftOutOfGit();
  return planning.plan();
}

/** What is worked out for one environment. */
interface Settled {
  readonly name: string;
  readonly values: readonly Value[];
  /** What its env files say in the end, described or not. */
  readonly all: ReadonlyMap<string, string>;
  /** What they said, and say, that nobody may see. */
  readonly secrets: readonly string[];
}

class Planning {
  readonly #beside: readonly Environment[];
  readonly #configuration: YamlFile;
  readonly #variables: Variables;
  readonly #wishes: Wishes;
  readonly #ports: PlanPorts;
  readonly #folder: FilePath;
  readonly #files = new Map<FilePath, PlannedFile>();
  readonly #environments: Plan['environments'][number][] = [];
  readonly #problems: string[] = [];
  readonly #notes: string[] = [];

  constructor(beside: readonly Environment[], configuration: YamlFile, wishes: Wishes, ports: PlanPorts) {
    this.#beside = beside;
    this.#configuration = configuration;
    this.#variables = readVariables(configuration);
    this.#wishes = wishes;
    this.#ports = ports;
    this.#folder = folderOf(configuration.file);
  }

  plan(): Plan {
    const order: readonly PlannedFile['kind'][] = ['gitignore', 'key', 'env'];
    const rank = ({ kind }: PlannedFile): number => (order.indexOf(kind) + 1 || order.length + 1);
    return { files: [...this.#files.values()].toSorted((a, b) => rank(a) - rank(b)), environments: this.#environments, problems: this.#problems, notes: this.#notes };
  }

  async environment(project: Project): Promise<void> {
    const { environment } = project;
    const { own, before, isNamed } = await envFilesOf(environment, this.#beside, this.#ports.files);
    const shown = this.#shown(own);
    const text = await this.#read(own);
    if (text === undefined && await this.#ports.files.stat(own) !== undefined) return this.#refuse(`${shown} is no file that can be read: nothing is written for ${environment.name}`);
    const [broken] = readDotenv(text ?? '').problems;
    // What is wrong with it may be a part of a secret.
    if (broken !== undefined) return this.#refuse(`${shown}:${(text ?? '').slice(0, broken.span[0]).split('\n').length} cannot be read by Compose: nothing is written for ${environment.name}`);
    const below = await this.#valuesOf(before);
    const values = new Map([...below, ...dotenvVariables(text ?? '', below)]);
    const resolved = resolveVariables(this.#variables, {
      environment: environment.name, values,
      bare: new Set(readDotenv(text ?? '').assignments.flatMap(({ name, value }) => (value === undefined ? [name] : []))),
      keyFiles: await this.#keyFiles(environment.name),
    }, this.#wishes, this.#ports.fresh);
    const after = this.#withSettings(text ?? header(environment.name), resolved, below);
    const all = new Map([...below, ...dotenvVariables(after, below)]);
    const settled: Settled = { name: environment.name, values: resolved.values, all, secrets: this.#secretsIn(resolved, [values, all]) };
    if (text !== undefined || resolved.values.length > 0) this.#put({ path: own, kind: 'env', after, isPrivate: true }, text, settled);
    this.#environments.push({ name: environment.name, file: own, missing: resolved.missing.filter((each) => isWanted(each, project, this.#variables)).map(({ name: each }) => each) });
    for (const [name, key] of resolved.keys) {
      const path = resolvePath(this.#folder, resolved.values.find((each) => each.name === name)?.value ?? '');
      this.#put({ path, kind: 'key', after: key, isPrivate: true }, await this.#read(path), { ...settled, values: resolved.values.filter((each) => each.name === name) });
    }
    if (!isNamed && environment.namedAt !== undefined) this.#notes.push(`Compose reads ${shown} once composure.yaml names it: envFiles of ${environment.name} are ${listed([...before, own].map((each) => relativePath(this.#folder, each).replace(/^\.\//, '')))}`);
    await this.#outputs(project, settled);
  }

  /** Values that follow from others come last: where the file itself makes them of others there is nothing to write. */
  #withSettings(text: string, { values }: Resolved, below: ReadonlyMap<string, string>): string {
    const order = values.map(({ name }) => name);
    const settings = values.flatMap(({ name, value, action, description }): readonly Setting[] => (value === undefined || action === 'kept' ? [] : [{ name, value, comment: description }]));
    const isDerived = ({ name }: Setting): boolean => this.#variables.get(name)?.generate?.kind === 'from';
    const first = withValues(text, settings.filter((each) => !isDerived(each)), order);
    const now = new Map([...below, ...dotenvVariables(first, below)]);
    return withValues(first, settings.filter((each) => isDerived(each) && now.get(each.name) !== each.value), order);
  }

  async #outputs(project: Project, settled: Settled): Promise<void> {
    const { secrets, kubernetes, override, templates } = readOutputs(this.#configuration, settled.name);
    const pairs = settled.values.flatMap(({ name, secret }): readonly Pair[] => {
      const value = settled.all.get(name);
      return secret && value !== undefined ? [[name, value]] : [];
    });
    if (secrets !== undefined) await this.#whole(secrets, 'secrets', secretsJson(pairs), true, settled);
    if (kubernetes !== undefined) await this.#whole(kubernetes.file, 'kubernetes', kubernetesSecret(kubernetes, pairs), true, settled);
    if (override !== undefined && override.services.size > 0) {
      const unknown = project.partial ? [] : [...override.services.keys()].filter((name) => !project.services.has(name));
      if (unknown.length > 0) this.#refuse(`${settled.name} has no service ${listed(unknown)}: ${this.#shown(override.file)} is not written`);
      else {
        await this.#whole(override.file, 'override', limitsOverride(override.services, (name) => project.services.get(name)?.node), false, { ...settled, values: [] });
        if (!project.environment.files.includes(override.file)) this.#notes.push(`Compose reads ${this.#shown(override.file)} once it is the last of the files of ${settled.name} in composure.yaml`);
      }
    }
    for (const { template, file } of templates) {
      const text = await this.#read(template);
      if (text === undefined) {
        this.#refuse(`${this.#shown(template)} cannot be read: ${this.#shown(file)} is not written`);
        continue;
      }
      const filled = filledTemplate(text, settled.all);
      if ('text' in filled) await this.#whole(file, 'template', filled.text, this.#holdsSecret(filled.text, settled), settled);
      else this.#refuse(`${this.#shown(file)} is not written for ${settled.name}: ${'wrong' in filled ? filled.wrong : `${nameOf(template)} names ${listed(filled.unknown)}, which ${filled.unknown.length === 1 ? 'has' : 'have'} no value`}`);
    }
  }

  /** One file cannot hold what several environments make of a template. */
  async templatesOfSeveral(projects: readonly Project[]): Promise<void> {
    const targets = projects.flatMap(({ environment: { name } }) => {
      const { secrets, kubernetes, override, templates } = readOutputs(this.#configuration, name);
      return [secrets, kubernetes?.file, override?.file, ...templates.map(({ file }) => file)].flatMap((file) => (file === undefined ? [] : [{ name, file }]));
    });
    for (const [file, same] of groupBy(targets, (each) => each.file)) {
      if (same.length < 2 || !isInside(this.#folder, file)) continue;
      this.#files.delete(file);
      this.#refuse(`${this.#shown(file)} would be written for ${listed(same.map(({ name }) => name))}: put \${ENVIRONMENT} into its name in composure.yaml, or say by --environment which one is meant`);
    }
  }

  /** Files with secrets that git would take in: a line in its `.gitignore` keeps them out. */
  async leftOutOfGit(): Promise<void> {
    for (const { path } of this.#privateFiles()) {
      const state = await this.#ports.git(path);
      if (state?.state === 'tracked') this.#notes.push(`${this.#shown(path)} holds secrets and is in git: git rm --cached ${this.#shown(path)} takes it out, its history still has it`);
      if (state?.state !== 'open') continue;
      const ignore = resolvePath(state.root, '.gitignore');
      const planned = this.#files.get(ignore);
      const before = planned === undefined ? await this.#read(ignore) : planned.before;
      const text = planned?.after ?? before ?? '';
      const line = `/${path.slice(state.root === '/' ? 1 : state.root.length + 1)}`;
      const after = `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line.replaceAll(/[\\*?[\]!# ]/g, '\\$&')}\n`;
      this.#files.set(ignore, { path: ignore, kind: 'gitignore', before, after, isPrivate: false, variables: [], secrets: [], open: new Set() });
    }
  }

  #privateFiles(): readonly PlannedFile[] {
    return [...this.#files.values()].filter(({ isPrivate }) => isPrivate);
  }

  async #whole(path: FilePath, kind: PlannedFile['kind'], after: string, isPrivate: boolean, settled: Settled): Promise<void> {
    if (!isInside(this.#folder, path)) return this.#refuse(`${path} lies outside of ${this.#folder}: it is not written`);
    this.#put({ path, kind, after, isPrivate }, await this.#read(path), settled);
  }

  #put(file: Pick<PlannedFile, 'path' | 'kind' | 'after' | 'isPrivate'>, now: string | undefined, { values, secrets }: Settled): void {
    const planned = this.#files.get(file.path);
    const named = values.filter(({ secret }) => file.kind === 'env' || file.kind === 'key' || secret);
    this.#files.set(file.path, {
      ...file, before: planned === undefined ? now : planned.before, isPrivate: file.isPrivate || planned?.isPrivate === true,
      variables: [...planned?.variables ?? [], ...(file.kind === 'template' ? [] : named).map(({ name, action }) => ({ name, action }))],
      secrets: [...planned?.secrets ?? [], ...secrets],
      open: new Set([...planned?.open ?? [], ...values.flatMap(({ name, secret }) => (secret ? [] : [name]))]),
    });
  }

  /** As it is planned, else as it is. */
  async #read(path: FilePath): Promise<string | undefined> {
    return this.#files.get(path)?.after ?? this.#ports.files.readText(path);
  }

  async #valuesOf(paths: readonly FilePath[]): Promise<ReadonlyMap<string, string>> {
    let values: ReadonlyMap<string, string> = new Map();
    for (const path of paths) values = new Map([...values, ...dotenvVariables(await this.#read(path) ?? '', values)]);
    return values;
  }

  async #keyFiles(environment: string): Promise<ReadonlyMap<string, { readonly path: string; readonly text: string | undefined }>> {
    const found = new Map<string, { readonly path: string; readonly text: string | undefined }>();
    for (const { name, generate } of this.#variables.values()) {
      if (generate?.kind !== 'key-pair' || generate.file === undefined) continue;
      const path = environmentPath(generate.file, environment);
      const full = resolvePath(this.#folder, path);
      if (isInside(this.#folder, full)) found.set(name, { path, text: await this.#read(full) });
      else this.#refuse(`${path} lies outside of ${this.#folder}: the key of ${name} goes into the env file`);
    }
    return found;
  }

  /** Values of all that is not described as open: what nobody has described may be anything. */
  #secretsIn({ values }: Resolved, said: readonly ReadonlyMap<string, string>[]): readonly string[] {
    const open = new Set(values.flatMap(({ name, secret }) => (secret ? [] : [name])));
    return said.flatMap((each) => [...each].flatMap(([name, value]) => (open.has(name) || value === '' ? [] : [value])));
  }

  #holdsSecret(text: string, { all, values }: Settled): boolean {
    const described = new Map(values.map(({ name, secret }) => [name, secret]));
    return [...all].some(([name, value]) => value.length > 2 && (described.get(name) ?? isSecretName(name)) && text.includes(value));
  }

  #shown(path: FilePath): string {
    return relativePath(this.#folder, path).replace(/^\.\//, '');
  }

  #refuse(problem: string): void {
    if (!this.#problems.includes(problem)) this.#problems.push(problem);
  }
}

function header(environment: string): string {
  return `# Variables of ${environment}, as composure.yaml describes them; values that stand here are kept\n`;
}
