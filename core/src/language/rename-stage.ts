// A new name for a build stage, in its Dockerfile and in every `target` that builds it.

import type { Names } from '#core/language/names.ts';
import { brokenFile, type Refusal, type RenameEdit } from '#core/language/rename.ts';
import type { NamedStage, StageMention, StageOf } from '#core/language/stages.ts';
import { nameOf } from '#core/project/path.ts';
import { textEdits } from '#core/yaml/patch.ts';

/** Why a stage cannot be renamed, whatever the new name; undefined where it can. */
export function refusalOfStage(names: Names, { stages, places }: NamedStage): string | undefined {
  const [first] = stages;
  if (first?.stage.name === undefined) return 'The stage has no name: give it one with AS';
  const { named } = first.stage;
  const name = named?.value ?? '';
  const computed = names.computed('stage', name) ?? places.find((each) => each.written.includes('$'))?.file;
  if (computed !== undefined) return `${nameOf(computed)} names the stage "${name}" by a variable, which a rename cannot change`;
  const broken = brokenFile(names, new Set(places.map(({ file }) => file)), name);
  return broken === undefined ? undefined : `${nameOf(broken)} has errors in its text: mend them first, or the rename may miss a place`;
}

/** The edits that give a stage a new name wherever it is named; what names it by its number stays. */
export function renameStage(names: Names, named: NamedStage, to: string): readonly RenameEdit[] | Refusal {
  const refused = refusalOfStage(names, named) ?? unusable(named.stages, to);
  if (refused !== undefined) return { refused };
  const [old] = named.stages;
  const edits: RenameEdit[] = [];
  for (const place of named.places) {
    if (/^[+-]?\d+$/.test(place.written)) continue;
    const made = place.written.toLowerCase() === old?.stage.name ? editsAt(names, named.stages, place, to) : undefined;
    if (made === undefined) return { refused: `${nameOf(place.file)} writes "${old?.stage.named?.value}" in a way that cannot be changed in place` };
    edits.push(...made.filter(({ text }) => text !== place.written));
  }
  return edits;
}

/** Why a name cannot be that of a stage (BuildKit, instructions/parse.go, `parseBuildStageName`); of stages, names are compared without case. */
function unusable(stages: readonly StageOf[], to: string): string | undefined {
  if (!/^[a-z][a-z0-9-_.]*$/i.test(to)) return `"${to}" is no name for a build stage: one has letters, digits, ".", "_" and "-", and begins with a letter`;
  const name = to.toLowerCase();
  if (name === 'scratch' || name === 'context') return `"${to}" has a meaning of its own in a Dockerfile`;
  for (const { source, dockerfile, stage } of stages) {
    if (dockerfile.stages.some((each) => each !== stage && each.name === name)) return `${nameOf(source.path)} has a build stage "${to}" already`;
    const isImage = dockerfile.stages.some((each) => stage.name !== name && [each.base.value, ...each.steps.flatMap((step) => (step.kind === 'copy' || step.kind === 'mount' ? step.from?.value ?? [] : []))].some((used) => used.toLowerCase() === name));
    if (isImage) return `${nameOf(source.path)} takes "${to}" from elsewhere: it would be this stage then`;
  }
  return undefined;
}

function editsAt(names: Names, stages: readonly StageOf[], { file, span, written }: StageMention, to: string): readonly RenameEdit[] | undefined {
  const yaml = names.files().find(({ path }) => path === file)?.yaml;
  const isInline = stages.some(({ source }) => source.path === file && source.inline !== undefined && span[0] >= source.inline[0] && span[1] <= source.inline[1]);
  if (yaml === undefined || isInline) return [{ file, span, text: to, note: undefined }];
  return textEdits({ kind: 'rewrite', at: { value: written, file, span }, text: to }, yaml)?.map((edit) => ({ ...edit, note: undefined }));
}
