// What completion is asked, and what it may look at: the text as it is now, and the projects as they were checked last.

import { interpolateText } from '#core/compose/interpolate.ts';
import type { Project, Service } from '#core/compose/model.ts';
import type { Dockerfile } from '#core/dockerfile/read.ts';
import type { WrittenPlace } from '#core/language/completion/written-place.ts';
import type { Cancellation, EngineFacts, FilePath, FileSystem } from '#core/outside.ts';
import { folderOf } from '#core/project/path.ts';

/** A cursor in a file. */
export interface Question {
  readonly file: FilePath;
  readonly text: string;
  readonly offset: number;
  /** Those that the file is a part of, as they were checked last. */
  readonly projects: readonly Project[];
  readonly files: FileSystem;
  readonly dockerfile: (path: FilePath) => Promise<Dockerfile | undefined>;
  /** Images that are known beside those of the projects. */
  readonly images: () => Iterable<string>;
  /** What the engine says, where one is asked. */
  readonly engine: EngineFacts | undefined;
  readonly cancellation: Cancellation;
}

/** A question about a place of a compose file. */
export interface Asked extends Question {
  readonly place: WrittenPlace;
  /** The place's path as the specification knows it: what an anchor holds has the path of its use. */
  readonly path: readonly string[];
  /** The path with `*` for the names of services and resources, as in `services.*.depends_on.0`. */
  readonly shape: string;
}

/** The name of the service in which a place is. */
export function serviceName({ path }: Asked): string | undefined {
  return path[0] === 'services' || path[0] === 'jobs' ? path[1] : undefined;
}

/** The service in which a place is, as each project knows it. */
export function checkedServices(asked: Asked): readonly { readonly project: Project; readonly service: Service }[] {
  const name = serviceName(asked);
  if (name === undefined) return [];
  return asked.projects.flatMap((project) => {
    const service = project.services.get(name);
    return service === undefined ? [] : [{ project, service }];
  });
}

/** Where relative paths of a file start: the project's directory, or the file's own folder where another file brought it in. */
export function directoryOf({ file, projects }: Question): FilePath {
  return projects.find(({ environment }) => environment.files.includes(file))?.directory ?? folderOf(file);
}

/** A text as the projects' variables make it; undefined where it depends on others. */
export function interpolated(text: string, projects: readonly Project[]): string | undefined {
  if (!text.includes('$')) return text;
  const variables = projects[0]?.variables ?? new Map<string, string>();
  const result = interpolateText({ value: text, file: '', span: [0, 0], pieces: undefined, unresolved: [] }, variables, () => undefined);
  return result.unresolved.length > 0 ? undefined : result.value;
}

/** The image of the service in which a place is: as it is written here, else as another file has it. */
export function imageOf(asked: Asked): string | undefined {
  // Places behind an anchor have another path in their own file.
  const depth = 2 + asked.place.path.length - asked.path.length;
  const written = depth < 0 ? undefined : asked.place.written(depth, 'image');
  if (written !== undefined && written !== '') return interpolated(written, asked.projects);
  return checkedServices(asked).map(({ service }) => service.image).find((image) => image?.unresolved.length === 0)?.value;
}
