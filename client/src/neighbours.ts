// Other extensions say some of what Composure says of a compose file. Here stands which of it is left to them, so that
// nothing is shown twice; docs/neighbours.md gives the reasons, and `npm run bench:peers` runs two of the servers behind.

import type { LeftFinding, LeftToNeighbours } from '#core/protocol.ts';

/** The values of the setting `composure.neighbours`. */
export type NeighbourWish = 'auto' | 'leave' | 'keep';

/** What is known of the other extensions. */
export interface Neighbours {
  /** Whether an extension is installed and enabled. */
  readonly isInstalled: (id: string) => boolean;
  /** Whether one of their settings is on: where nobody has set it, too. */
  readonly isOn: (setting: string) => boolean;
}

const dockerSwitch = 'docker.extension.enableComposeLanguageServer';
const microsoft = [
  { id: 'ms-azuretools.vscode-containers', setting: 'containers.enableComposeLanguageService' },
  { id: 'ms-azuretools.vscode-docker', setting: 'docker.enableDockerComposeLanguageService' },
] as const;

/** The settings on which the answer depends. */
export const neighbourSettings: readonly string[] = ['composure.neighbours', dockerSwitch, ...microsoft.map(({ setting }) => setting), 'yaml.completion', 'yaml.hover', 'yaml.validate', 'yaml.schemaStore.enable', 'yaml.format.enable'];

/**
 * What is left to the other extensions. By itself what they say of the same word: Docker DX knows the keys, but falls silent in
 * a text that is no YAML (docker-language-server, NewComposeDocument), of which it reports one error; Red Hat YAML knows them by
 * the schema store, which it asks nothing of compose files where Docker DX is (vscode-yaml, autoDisableSchemaDetection.ts), and
 * reports what its parser cannot read, keys that stand twice, unknown keys and wrong types; Container Tools has the same parser,
 * and knows a quarter of the keys. What Docker DX and Container Tools say less well is left to them only where a person wants that.
 */
export function whatNeighboursSay({ isInstalled, isOn }: Neighbours, wish: NeighbourWish): LeftToNeighbours {
  if (wish === 'keep') return { keyCompletion: 'never', keyHover: 'never', findings: [], formatting: false };
  const docker = isInstalled('docker.docker') && isOn(dockerSwitch);
  const redHat = isInstalled('redhat.vscode-yaml');
  const schema = redHat && !docker && isOn('yaml.schemaStore.enable');
  const container = microsoft.some(({ id, setting }) => isInstalled(id) && isOn(setting));
  const keys = (setting: string): LeftToNeighbours['keyHover'] => {
    if (schema && isOn(setting)) return 'always';
    if (docker) return wish === 'leave' ? 'always' : 'readable';
    return container && wish === 'leave' ? 'always' : 'never';
  };
  const validates = redHat && isOn('yaml.validate');
  // Container Tools leaves this to the other two where they are (vscode-containers, AlternateYamlLanguageServiceClientFeature.ts).
  const parses = validates || (container && !docker && !redHat);
  const findings: readonly LeftFinding[] = [
    ...parses || (wish === 'leave' && (docker || container)) ? ['duplicate-key', 'yaml-syntax'] as const : [],
    ...validates || (wish === 'leave' && (docker || container)) ? ['duplicate-merge'] as const : [],
    ...validates && schema ? ['unknown-key', 'wrong-type'] as const : [],
  ];
  // Of two formatters a person has to choose one, and until then the editor formats nothing when a file is saved.
  const formatting = docker || container || (redHat && isOn('yaml.format.enable'));
  return { keyCompletion: keys('yaml.completion'), keyHover: keys('yaml.hover'), findings, formatting };
}
