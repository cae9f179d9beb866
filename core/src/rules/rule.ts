// What a rule is: data and one function over a project. The runner adds all the rest: code, severity, ignores,
// cancellation, the list of paths to watch, and what happens when a rule crashes.

import type { Project, Service } from '#core/compose/model.ts';
import type { Dockerfile } from '#core/dockerfile/read.ts';
import type { Cancellation, EngineFacts, FilePath, FileSystem } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import type { BuildFile } from '#core/rules/build-dockerfile.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { YamlPatch } from '#core/yaml/patch.ts';
import type { Located, Text } from '#core/yaml/span.ts';

/** When the fault would bite: when Compose reads the files, builds, starts, when all is up, or never by itself. */
export type Stage = 'load' | 'build' | 'start' | 'run' | 'policy';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What `composure.yaml` says to a rule beside a severity: lists of texts by name. One text alone is a list of one. */
export type RuleOptions<Option extends string = string> = Readonly<Partial<Record<Option, readonly Text[]>>>;

export interface Rule<Option extends string = string> {
  /** Kebab-case: the folder's name, the diagnostic's code, the page, the key in the configuration. */
  readonly code: string;
  /** One sentence: what is wrong. */
  readonly title: string;
  readonly stage: Stage;
  readonly severity: Severity;
  /** What the rule needs: the text alone, the disk, or facts from an engine. */
  readonly speed: 'typing' | 'disk' | 'live';
  /** Whether a report may come with fixes. */
  readonly fixable: boolean;
  /** It judges the repository around the projects (workflows, Makefiles): of a project by itself it says nothing. */
  readonly aboutRepository?: true;
  /** What else a team may say of it in `composure.yaml`: each option's name, and in a sentence what its texts are. */
  readonly options?: Readonly<Record<Option, string>>;
  check(project: Project, context: RuleContext<Option>): Iterable<Report> | AsyncIterable<Report>;
  /** What shows only where all environments of the workspace are seen together. It runs after each was checked. */
  checkTogether?(projects: readonly Project[], context: RuleContext): Iterable<SharedReport> | AsyncIterable<SharedReport>;
}

/** What a rule may ask. */
export interface RuleContext<Option extends string = string> {
  readonly files: FileSystem;
  readonly cancellation: Cancellation;
  /** What the team says of the rule. */
  readonly options: RuleOptions<Option>;
  /** What the engine said last. Rules of speed `live` do not run without it. */
  readonly engine?: EngineFacts | undefined;
  /** What a function makes of a service, made once: the function must see nothing but the service. */
  remembered<Made>(make: (service: Service) => Made, service: Service): Made;
  /** What services are built from, read once for all rules of a check: `buildFileOf` keeps it here. */
  readonly buildFiles: Map<Service, Promise<BuildFile | undefined>>;
  /** Any YAML file as it is now; undefined where it cannot be read. */
  yaml(path: FilePath): Promise<YamlFile | undefined>;
  /** A Dockerfile's stages and instructions; undefined where there is none that can be read. */
  dockerfile(path: FilePath): Promise<Dockerfile | undefined>;
  /** The `composure.yaml` that holds for an environment; undefined where there is none that can be read. */
  configuration(environment: Environment): Promise<YamlFile | undefined>;
  /** Whether git leaves a path out; false outside a repository. */
  isIgnored(path: FilePath): Promise<boolean>;
  /** Paths at or below a folder whose last part is this name, nearest first; only a bounded part of the tree is looked at. */
  findByName(folder: FilePath, name: string): Promise<readonly FilePath[]>;
}

/** One finding. */
export interface Report {
  /** Where a person would change the text. */
  readonly at: Located<unknown>;
  /** What is wrong in the user's own words, then the consequence if it is not obvious; no full stop. */
  readonly message: string;
  /** Milder than the rule's, where this case is. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  /** Asked for when a person wants to see the fixes. The first is the best. */
  fixes?(): readonly Fix[] | Promise<readonly Fix[]>;
}

/** A finding among several projects, and whose it is. */
export interface SharedReport extends Report {
  readonly project: Project;
}

export interface RelatedPlace {
  readonly at: Located<unknown>;
  readonly message: string;
}

/** A way to mend a finding. */
export interface Fix {
  /** What it does, as a command: "Use ./data". */
  readonly title: string;
  /** `safe` fixes may be applied without a person looking at each. */
  readonly safety: 'safe' | 'ask';
  readonly edits: readonly Edit[];
}

export type Edit = YamlPatch | FileEdit;

/** A new file or folder; what is already there stays. */
export type FileEdit =
  | { readonly kind: 'create-file'; readonly path: FilePath; readonly text: string }
  | { readonly kind: 'create-folder'; readonly path: FilePath };
