import type { Project } from '#core/compose/model.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { entries, get, items, type Scalar } from '#core/yaml/node.ts';

/** Digits in groups of sixty (yaml.org/type/int.html): 22:22 is 22 · 60 + 22. */
const sexagesimal = /^[1-9]\d*(?::[0-5]?\d)+$/;

/** Compose reads YAML 1.2, where 22:22 is a text. To readers of YAML 1.1 (PyYAML, so Ansible and docker-compose 1) it is the number 1342. */
export const unquotedPort: Rule = {
  code: 'unquoted-port',
  title: 'Ports without quotes that many programs take for one number',
  stage: 'policy',
  severity: 'hint',
  speed: 'typing',
  fixable: true,
  *check(project) {
    for (const port of portsAsWritten(project)) if (port.style === 'plain' && sexagesimal.test(port.content)) yield report(port);
  },
};

/** The entries of `ports` in the files themselves: what was interpolated has other quotes. */
function* portsAsWritten(project: Project): Generator<Scalar> {
  for (const { documents } of project.files) {
    for (const document of documents) {
      for (const { value } of entries(get(document, 'services'))) {
        for (const item of items(get(value, 'ports'))) if (item.kind === 'scalar' && item.alias === undefined) yield item;
      }
    }
  }
}

function report(port: Scalar): Report {
  const number = port.content.split(':').reduce((sum, digits) => sum * 60 + Number(digits), 0);
  return {
    at: { value: port.content, file: port.file, span: port.span },
    message: `${port.content} without quotes is the number ${number} to readers of YAML 1.1: Compose reads it, Ansible and other programs do not`,
    fixes: () => [{ title: `Put ${port.content} in quotes`, safety: 'safe', edits: [{ kind: 'replace', at: { value: port.content, file: port.file, span: port.span }, text: `"${port.content}"` }] }],
  };
}
