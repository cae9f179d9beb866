// The Compose model: what a project's files say together, every leaf with its place. Immutable.

import type { Mount } from '#core/compose/mounts.ts';
import type { Port } from '#core/compose/ports.ts';
import type { Variables } from '#core/compose/interpolate.ts';
import type { FilePath } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import type { Mapping, Scalar, YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Located, Text } from '#core/yaml/span.ts';

/** A compose project as one environment defines it. */
export interface Project {
  readonly name: string;
  readonly environment: Environment;
  /** Where relative paths start. */
  readonly directory: FilePath;
  /** The files it is made of, in the order in which they were read, as they are on disk or in the editor. */
  readonly files: readonly YamlFile[];
  /** Files that the environment names and that cannot be read. */
  readonly unreadable: readonly FilePath[];
  /** The `include` or `extends` that brought in a file that the environment does not name. */
  readonly broughtBy: ReadonlyMap<FilePath, Located<unknown>>;
  /** What each file was interpolated with first: an `include` brings variables of its own. */
  readonly variablesOf: ReadonlyMap<FilePath, Variables>;
  /** The files that came in whole, by `include`. */
  readonly included: ReadonlySet<FilePath>;
  /** All files merged and interpolated; undefined when nothing is left. */
  readonly root: Mapping | undefined;
  readonly services: ReadonlyMap<string, Service>;
  readonly networks: ReadonlyMap<string, Resource>;
  readonly volumes: ReadonlyMap<string, Resource>;
  readonly secrets: ReadonlyMap<string, Resource>;
  readonly configs: ReadonlyMap<string, Resource>;
  readonly models: ReadonlyMap<string, Resource>;
  readonly variables: Variables;
  /** What was wrong on the way: text, interpolation. */
  readonly problems: readonly LoadProblem[];
  /** True where a part of the project could not be read or lies elsewhere: what seems missing may be there. */
  readonly partial: boolean;
}

/** Something that stopped a part of a project from being understood. */
export interface LoadProblem {
  readonly code: string;
  readonly message: string;
  readonly at: Located<unknown>;
  readonly related?: { readonly at: Located<unknown>; readonly message: string };
  /** The text that mends it, where one is known. */
  readonly mend?: { readonly title: string; readonly at: Located<unknown>; readonly text: string };
}

/** A service. */
export interface Service {
  readonly name: string;
  readonly key: Scalar;
  readonly node: YamlNode;
  /** False where its profiles leave it out of this environment. */
  readonly active: boolean;
  readonly profiles: readonly Text[];
  readonly image: Text | undefined;
  readonly containerName: Text | undefined;
  readonly build: Build | undefined;
  readonly ports: readonly Port[];
  readonly mounts: readonly Mount[];
  readonly envFiles: readonly EnvFile[];
  readonly networks: readonly Text[];
  readonly networkMode: Text | undefined;
  /** The names of the secrets, configs and models that it uses. */
  readonly secrets: readonly Text[];
  readonly configs: readonly Text[];
  readonly models: readonly Text[];
  /** Every way to name another service: `depends_on`, `links`, `volumes_from`, `network_mode: service:…`. */
  readonly references: readonly ServiceReference[];
}

/** How a service's image is built. */
export interface Build {
  /** The `build` key. */
  readonly at: Located<unknown>;
  /** `.` at the place of `build` where nothing is said. */
  readonly context: Text;
  readonly contextGiven: boolean;
  readonly dockerfile: Text | undefined;
  readonly inline: Text | undefined;
  readonly target: Text | undefined;
  readonly args: ReadonlyMap<string, Text | undefined>;
  readonly additionalContexts: readonly string[];
  /** The services whose images it builds upon: `additional_contexts` that begin with `service:`. */
  readonly services: readonly Text[];
  readonly secrets: readonly Text[];
}

/** One entry of `env_file`. */
export interface EnvFile {
  readonly path: Text;
  readonly required: boolean;
  readonly format: Text | undefined;
}

/** A service's mention of another. */
export interface ServiceReference {
  readonly key: 'depends_on' | 'links' | 'volumes_from' | 'network_mode' | 'ipc' | 'pid' | 'uts' | 'cgroup';
  /** The other service's name, at its place. */
  readonly service: Text;
  /** False where the service may be absent: `required: false`. */
  readonly required: boolean;
  readonly condition: Text | undefined;
  /** The whole entry: what goes when the reference goes. */
  readonly at: Located<unknown>;
}

/** An entry of the top-level `networks`, `volumes`, `secrets` or `configs`. */
export interface Resource {
  readonly name: string;
  readonly key: Scalar;
  readonly node: YamlNode;
  readonly external: boolean;
}
