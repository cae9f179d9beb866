// The folders of dependencies that a build makes in its image, which the sources do not have: node_modules and its like.

import { instructionsOf, pathAt, type Done } from '#core/dockerfile/image.ts';
import type { Copy, Dockerfile, Stage } from '#core/dockerfile/read.ts';
import { neededStages, stageFrom, targetStage } from '#core/dockerfile/stages.ts';
import type { BuildVariables, StageVariables } from '#core/dockerfile/variables.ts';
import { isInside, nameOf } from '#core/project/path.ts';
import type { Located } from '#core/yaml/span.ts';

/** A folder, and what makes it. */
export interface Installed {
  readonly path: string;
  /** `npm ci`, `COPY --from=deps`. */
  readonly by: string;
  readonly at: Located<string>;
}

/** Names of folders that hold nothing but dependencies. */
const dependencyFolders = new Set(['node_modules', 'bower_components', 'vendor', '.venv', 'venv']);

/** Stages; nobody writes more, and each is looked at with those that it is built upon. */
const most = 100;

/** The folders of dependencies in the image of a stage, as far as the Dockerfile tells. */
export function installedIn(dockerfile: Dockerfile, variables: BuildVariables, target: string | undefined): readonly Installed[] {
  const needed = neededStages(dockerfile, target, variables.globals);
  const made = new Map<Stage, readonly Installed[]>();
  if (needed.length > most) return [];
  for (const stage of needed) {
    let installed: readonly Installed[] = [];
    for (const done of instructionsOf(dockerfile, variables, stage)) {
      if (done.step.kind === 'run') installed = afterRun(installed, done.step.script, done.step.at, done);
      else if (done.step.kind === 'copy') installed = [...installed, ...copied(dockerfile, done.step, done, made)];
    }
    made.set(stage, installed);
  }
  const stage = targetStage(dockerfile, target);
  return (stage && made.get(stage)) ?? [];
}

function copied(dockerfile: Dockerfile, copy: Copy, { workdir, known }: Done, made: ReadonlyMap<Stage, readonly Installed[]>): readonly Installed[] {
  const target = copy.target && pathAt(workdir, known.expand(copy.target.value));
  if (copy.from === undefined || target === undefined || copy.flags.has('parents')) return [];
  const by = `COPY --from=${copy.from.value}`;
  const below = stageFrom(dockerfile, copy.from.value);
  const found = (below && made.get(below)) ?? [];
  return copy.sources.flatMap((source): Installed[] => {
    const path = pathAt('/', known.expand(source.value));
    if (path === undefined) return [];
    const inside = found.filter((each) => isInside(path, each.path)).map((each) => ({ path: pathAt('/', target + each.path.slice(path === '/' ? 0 : path.length)) ?? target, by, at: copy.keyword }));
    return inside.length === 0 && dependencyFolders.has(nameOf(path)) && nameOf(path) === nameOf(target) ? [{ path: target, by, at: copy.keyword }] : inside;
  });
}

/** What is there after a `RUN`, whose commands are read one by one. */
function afterRun(before: readonly Installed[], script: string, at: Located<string>, { workdir, known }: Done): readonly Installed[] {
  let folder = workdir;
  let installed = before;
  // A subshell's folder is left with it.
  const around: (string | undefined)[] = [];
  for (const command of script.slice(0, 20_000).split(/&&|\|\||[;\n|&]/)) {
    if (/^\s*\(/.test(command)) around.push(folder);
    const words = command.replaceAll(/[()]/g, ' ').trim().split(/\s+/);
    const settings = new Map<string, string>();
    while (/^\w+=/.test(words[0] ?? '') || /^(?:sudo|exec|env|then|else|do|if|!)$/.test(words[0] ?? '')) {
      const [name = '', ...value] = (words.shift() ?? '').split('=');
      settings.set(name, value.join('='));
    }
    const [tool = '', ...args] = words.map((word) => known.expand(word) ?? '$');
    if (tool === 'cd') folder = args[0]?.includes('$') === false ? pathAt(folder, args[0]) : undefined;
    else if (tool === 'rm' || tool === 'mv') {
      const gone = args.map((each) => pathAt(folder, each));
      installed = installed.filter(({ path }) => !gone.some((each) => each !== undefined && isInside(each, path)));
    } else {
      const path = pathAt(folder, folderMadeBy(tool, args, settings, known));
      if (path !== undefined && !path.includes('$')) installed = [...installed.filter((each) => each.path !== path), { path, by: [tool, ...args.slice(0, 1)].join(' '), at }];
    }
    if (/\)\s*$/.test(command) && around.length > 0) folder = around.pop();
  }
  return installed;
}

/** The folder that an installer fills, from where it runs. */
function folderMadeBy(tool: string, args: readonly string[], settings: ReadonlyMap<string, string>, known: StageVariables): string | undefined {
  const option = (...names: readonly string[]): string | undefined => {
    for (const [index, arg] of args.entries()) {
      if (names.includes(arg)) return args[index + 1];
      const name = names.find((each) => each.startsWith('--') && arg.startsWith(`${each}=`));
      if (name !== undefined) return arg.slice(name.length + 1);
    }
    return undefined;
  };
  const has = (...names: readonly string[]): boolean => args.some((arg) => names.includes(arg));
  const isTrue = (name: string): boolean => /^(?:true|1|yes)$/i.test(settings.get(name) ?? known.get(name) ?? '');
  const verb = args.find((arg) => !arg.startsWith('-') && arg !== option('--prefix', '-C', '--dir', '--cwd', '-d', '--working-dir'));
  const under = (folder: string | undefined, name: string): string => (folder === undefined ? name : `${folder}/${name}`);
  switch (tool) {
    case 'npm': return ['ci', 'install', 'i', 'clean-install'].includes(verb ?? '') && !has('-g', '--global', '--location=global') ? under(option('--prefix', '-C'), 'node_modules') : undefined;
    case 'yarn': return ['install', undefined].includes(verb) && !has('--version', '-v') ? under(option('--cwd'), 'node_modules') : undefined;
    case 'pnpm': return ['install', 'i', 'ci'].includes(verb ?? '') && !has('-g', '--global') ? under(option('-C', '--dir'), 'node_modules') : undefined;
    case 'bun': return ['install', 'i', 'ci'].includes(verb ?? '') && !has('-g', '--global') ? under(option('--cwd'), 'node_modules') : undefined;
    case 'composer': return ['install', 'update'].includes(verb ?? '') ? under(option('-d', '--working-dir'), 'vendor') : undefined;
    case 'bundle': return verb === 'install' ? option('--path') ?? (has('--deployment') ? 'vendor/bundle' : undefined) : undefined;
    case 'virtualenv': return args.find((arg) => !arg.startsWith('-'));
    case 'python': case 'python3': return args[0] === '-m' && (args[1] === 'venv' || args[1] === 'virtualenv') ? args.slice(2).find((arg) => !arg.startsWith('-')) : undefined;
    case 'uv': {
      const environment = settings.get('UV_PROJECT_ENVIRONMENT') ?? known.get('UV_PROJECT_ENVIRONMENT');
      if (verb === 'sync') return environment ?? '.venv';
      return verb === 'venv' ? args.slice(args.indexOf('venv') + 1).find((arg) => !arg.startsWith('-')) ?? '.venv' : undefined;
    }
    case 'poetry': return verb === 'install' && isTrue('POETRY_VIRTUALENVS_IN_PROJECT') ? '.venv' : undefined;
    case 'pipenv': return (verb === 'install' || verb === 'sync') && isTrue('PIPENV_VENV_IN_PROJECT') ? '.venv' : undefined;
    case 'pip': case 'pip3': return verb === 'install' ? option('-t', '--target') : undefined;
    default: return undefined;
  }
}
