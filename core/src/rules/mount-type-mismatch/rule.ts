import type { Project } from '#core/compose/model.ts';
import type { Mount } from '#core/compose/mounts.ts';
import type { FilePath } from '#core/outside.ts';
import { nameOf, resolveText } from '#core/project/path.ts';
import { isFileName, isFolderTarget } from '#core/rules/file-or-folder.ts';
import { isOfTheMachine, join, rewriteFix, writtenLike } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import type { Text } from '#core/yaml/span.ts';

/** runc: "not a directory: Are you trying to mount a directory onto a file (or vice-versa)?" */
export const mountTypeMismatch: Rule = {
  code: 'mount-type-mismatch',
  title: 'A folder is mounted where a file is wanted, or a file where a folder is',
  stage: 'start',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    const mounts = [...project.services.values()].flatMap((service) => service.mounts.map((mount) => judge(project, mount, context)));
    for (const report of await Promise.all(mounts)) if (report !== undefined) yield report;
  },
};

async function judge(project: Project, { type, source, target }: Mount, context: RuleContext): Promise<Report | undefined> {
  if (type !== 'bind' || source === undefined || target === undefined || source.unresolved.length > 0 || target.unresolved.length > 0) return undefined;
  if (source.value === '' || target.value === '') return undefined;
  const path = resolveText(project.directory, source);
  if (isOfTheMachine(project.directory, source.value, path)) return undefined;
  const wantsFile = isFileName(target.value);
  if (!wantsFile && !isFolderTarget(target.value)) return undefined;
  const kind = await context.files.stat(path);
  if (kind === 'directory' && wantsFile) return folderForFile(project, source, target, path, context);
  return kind === 'file' && !wantsFile ? fileForFolder(source, target) : undefined;
}

/** A folder that holds something and has the very name of the file is one on purpose (`./next.config.js/`). */
async function folderForFile(project: Project, source: Text, target: Text, path: FilePath, context: RuleContext): Promise<Report | undefined> {
  const entries = await context.files.list(path);
  if (entries === undefined || (entries.size > 0 && isFileName(path))) return undefined;
  const fault = entries.size === 0 ? 'is an empty folder' : 'is a folder';
  return {
    at: source,
    message: `${source.value} ${fault}, and ${target.value} is a file: the container would find a folder there, or not start`,
    fixes: async () => {
      const name = nameOf(target.value);
      const found = entries.get(name) === 'file' ? [join(path, name)] : [];
      for (const each of await context.findByName(project.directory, name)) {
        if (!found.includes(each) && await context.files.stat(each) === 'file') found.push(each);
      }
      return found.slice(0, 3).flatMap((each) => rewriteFix(source, writtenLike(source, project.directory, each)));
    },
  };
}

function fileForFolder(source: Text, target: Text): Report {
  const inside = join(target.value, nameOf(source.value));
  return {
    at: source,
    message: `${source.value} is a file, and ${target.value} is a folder: the container would find a file there, or not start`,
    fixes: (): readonly Fix[] => rewriteFix(target, inside, `Mount it as ${inside}`),
  };
}
