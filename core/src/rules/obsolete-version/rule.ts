import { nameOf } from '#core/project/path.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { entry } from '#core/yaml/node.ts';

/** Compose: "the attribute `version` is obsolete, it will be ignored" (compose-go, loader/loader.go). */
export const obsoleteVersion: Rule = {
  code: 'obsolete-version',
  title: 'A file names a version of the Compose format, which Compose ignores',
  stage: 'policy',
  severity: 'hint',
  speed: 'typing',
  fixable: true,
  *check(project) {
    for (const { file, text, documents } of project.files) {
      for (const document of documents) {
        const version = entry(document, 'version');
        if (version === undefined || version.merged !== undefined || version.value.kind !== 'scalar') continue;
        const report: Report = { at: version.key.text, message: `Compose ignores version, and warns about it each time it reads ${nameOf(file)}` };
        const { span } = version.key;
        const { span: value } = version.value;
        const start = text.lastIndexOf('\n', span[0] - 1) + 1;
        const rest = /^[ \t]*(?:#.*)?(?:\r?\n|$)(?:[ \t]*\r?\n)*/.exec(text.slice(value[1]));
        // A comment behind it, or what else shares its line, would go without being read.
        const isAlone = /^\uFEFF?$/.test(text.slice(start, span[0])) && rest !== null && !rest[0].includes('#') && !text.slice(span[0], value[1]).includes('&');
        const at = { value: undefined, file, span: [span[0], value[1] + (rest?.[0].length ?? 0)] as const };
        yield isAlone ? { ...report, fixes: () => [{ title: 'Remove version', safety: 'safe', edits: [{ kind: 'replace', at, text: '' }] }] } : report;
      }
    }
  },
};
