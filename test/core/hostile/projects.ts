// Projects that nobody writes by hand and somebody will open one day: bombs, mountains and mazes. Each is made when it
// is asked for, because together they are too large to hold.

const megabytes = (count: number): number => count * 1024 * 1024;
const repeated = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length));
const numbered = (count: number, each: (index: number) => string): string => Array.from({ length: count }, (_, index) => each(index)).join('');
const services = 'services:\n  web:\n    image: nginx:1.27\n';

/** Ten aliases to ten aliases: each level is ten times the one before. */
function bomb(levels: number, each: (level: number) => string): string {
  return `${numbered(levels, each)}${services}`;
}

/** Files by their name in the project. */
export type HostileProject = Readonly<Record<string, string>>;

const only = (text: string): HostileProject => ({ 'compose.yaml': text });

/** Texts of a compose file that go through the YAML reader. */
const texts: Readonly<Record<string, () => string>> = {
  'an alias bomb of lists': () => bomb(30, (level) => `x-${level}: &a${level} [${level === 0 ? 'x, x' : `*a${level - 1}, `.repeat(10)}]\n`),
  'an alias bomb of mappings': () => bomb(30, (level) => `x-${level}: &a${level}\n${level === 0 ? '  k: v\n' : numbered(10, (index) => `  k${index}: *a${level - 1}\n`)}`),
  'an alias bomb of merge keys': () => bomb(30, (level) => `x-${level}: &a${level}\n${level === 0 ? '  k: v\n' : `  <<: [${`*a${level - 1}, `.repeat(9)}]\n${numbered(10, (index) => `  k${level}${index}: *a${level - 1}\n`)}`}`),
  'an alias bomb in one value': () => `x: [${numbered(30, (level) => `&a${level} [${level === 0 ? 'x' : `*a${level - 1}, `.repeat(10)}], `)}]\n${services}`,
  'an alias bomb in services': () => `services:\n${numbered(30, (level) => `  s${level}: &a${level}\n    image: x\n${level === 0 ? '' : numbered(10, (index) => `    x-${index}: *a${level - 1}\n`)}`)}`,
  'an alias bomb of environments': () => `x-0: &a0 {${numbered(300, (index) => `K${index}: $V, `)}}\nservices:\n${numbered(1000, (index) => `  s${index}:\n    image: x\n    environment: *a0\n`)}`,
  'a chain of aliases that is deep when written out': () => `${numbered(63, (level) => `x-${level}: &a${level} ${'['.repeat(190)}${level === 0 ? 'x' : `*a${level - 1}`}${']'.repeat(190)}\n`)}${services}`,
  'aliases to themselves': () => `x-a: &a [*a]\nx-b: &b\n  k: *b\nx-c: &c\n  <<: *c\n${services}`,
  'many anchors and aliases in one value': () => `x: {${numbered(10_000, (index) => `k${index}: &a${index} v, l${index}: *a${index}, `)}}\n${services}`,
  'brackets 10,000 deep': () => `x: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n${services}`,
  'brackets 10,000 deep, left open': () => `x: ${'['.repeat(10_000)}\n${services}`,
  'braces 10,000 deep': () => `x: ${'{a: '.repeat(10_000)}${'}'.repeat(10_000)}\n${services}`,
  'keys 5,000 deep': () => numbered(3_000, (depth) => `${' '.repeat(depth)}a:\n`),
  'dashes 10,000 deep': () => `x:\n  ${'- '.repeat(10_000)}x\n${services}`,
  'question marks 10,000 deep': () => `${'? '.repeat(10_000)}x\n`,
  '10 MB of one line': () => `x: ${'a'.repeat(megabytes(10) - 100)}\n${services}`,
  '10 MB of one line without a colon': () => 'a'.repeat(megabytes(10) - 100),
  '10 MB of one list in brackets': () => `x: [${repeated('a, ', megabytes(10) - 100)}b]\n${services}`,
  '10 MB of lists in brackets': () => `x: [${repeated('[a], ', megabytes(10) - 100)}b]\n${services}`,
  '10 MB of opening brackets': () => repeated('[{', megabytes(10) - 100),
  '10 MB of closing brackets': () => repeated(']}', megabytes(10) - 100),
  '10 MB of one quoted scalar': () => `x: "${repeated('a\\n', megabytes(10) - 100)}"\n${services}`,
  '10 MB of one quoted scalar left open': () => `x: "${repeated('word ', megabytes(10) - 100)}`,
  '10 MB of one quoted scalar over lines': () => `x: "${repeated('  word\n', megabytes(10) - 100)}"\n`,
  '10 MB of one literal block': () => `x: |\n${repeated('  word\n', megabytes(10) - 100)}${services}`,
  '10 MB of one plain scalar over lines': () => `x: a\n${repeated('  word\n', megabytes(10) - 100)}${services}`,
  '10 MB of comments': () => `${repeated('# a comment\n', megabytes(10) - 100)}${services}`,
  '10 MB of comments in a service': () => `${services}${repeated('    # a comment\n', megabytes(10) - 100)}`,
  '10 MB of ignores': () => `${services}${repeated('# composure-ignore unpinned-image\n', megabytes(10) - 100)}`,
  '10 MB of blanks': () => ' '.repeat(megabytes(10) - 100),
  '10 MB of line breaks': () => '\n'.repeat(megabytes(10) - 100),
  '10 MB of tabs': () => '\t'.repeat(megabytes(10) - 100),
  '10 MB of colons': () => ':'.repeat(megabytes(10) - 100),
  '10 MB of colons and blanks': () => repeated(': ', megabytes(10) - 100),
  '10 MB of document starts': () => repeated('---\n', megabytes(10) - 100),
  '10 MB of documents': () => repeated('a: b\n---\n', megabytes(10) - 100),
  '10 MB of quotes': () => '"'.repeat(megabytes(10) - 100),
  '10 MB of words': () => repeated('word\n', megabytes(10) - 100),
  '10 MB of words as services': () => `services:\n${repeated('  word\n', megabytes(10) - 100)}`,
  '10 MB of anchors': () => repeated('&a ', megabytes(10) - 100),
  '10 MB of tags': () => repeated('!a ', megabytes(10) - 100),
  '10 MB of percent signs': () => '%'.repeat(megabytes(10) - 100),
  '10 MB of carriage returns': () => '\r'.repeat(megabytes(10) - 100),
  '10 MB of control characters': () => '\u0001'.repeat(megabytes(10) - 100),
  '10 MB of NUL': () => '\0'.repeat(megabytes(10) - 100),
  '10 MB of services': () => `services:\n${repeatedTo(megabytes(10) - 100, (index) => `  web${index}:\n    image: nginx:1.27\n    ports: ["${index}:80"]\n`)}`,
  '100,000 services': () => `services:\n${numbered(100_000, (index) => `  s${index}:\n    image: x\n`)}`,
  '10,000 services': () => `services:\n${numbered(10_000, (index) => `  s${index}:\n    image: x\n`)}`,
  '5,000 services in braces': () => `services:\n${numbered(5_000, (index) => `  s${index}: {image: x, init: true}\n`)}`,
  '1,000 services in a circle': () => `services:\n${numbered(1_000, (index) => `  s${index}:\n    image: x\n    depends_on: [s${(index + 1) % 1_000}]\n`)}`,
  '1,000 services in a chain': () => `services:\n${numbered(1_000, (index) => `  s${index}:\n    image: x\n    depends_on:\n      - s${Math.min(index + 1, 999)}\n`)}`,
  '10,000 services in a chain, and the way back': () => `services:\n${numbered(10_000, (index) => `  s${index}:\n    image: x\n    depends_on:\n      - s${(index + 1) % 10_000}\n`)}`,
  '300 services that wait for all others': () => `services:\n${numbered(300, (index) => `  s${index}:\n    image: x\n    depends_on: [${numbered(300, (other) => (other === index ? '' : `s${other}, `))}]\n`)}`,
  '10,000 services that extend each other': () => `services:\n${numbered(10_000, (index) => `  s${index}:\n    ${index === 9_999 ? 'image: x' : `extends: s${index + 1}`}\n`)}`,
  '10,000 services that extend each other in a circle': () => `services:\n${numbered(10_000, (index) => `  s${index}:\n    extends: s${(index + 1) % 10_000}\n`)}`,
  '5,000 services with undefined names': () => `services:\n${numbered(5_000, (index) => `  s${index}:\n    image: x\n    networks: [n${index}]\n    depends_on: [d${index}]\n`)}`,
  '1,000 undefined names behind a break': () => `services:\n${numbered(1_000, (index) => `  s${index}:\n    image: x\n    networks: [n${index}]\n`)}  broken: [\n`,
  '10,000 undefined names behind a break': () => `services:\n${numbered(10_000, (index) => `  s${index}:\n    image: x\n    networks: [n${index}]\n    depends_on: [d${index}]\n`)}  broken: [\n`,
  '2,000 services that speak to each other across networks': () => `services:\n${numbered(2_000, (index) => `  s${index}:\n    image: x\n    networks: [n${index % 2}]\n    ports: ["${index + 10_000}:80"]\n    environment:\n${numbered(10, (other) => `      URL${other}: "http://s${(index + other + 1) % 2_000}:${(index + other + 1) % 2_000 + 10_000}"\n`)}`)}networks:\n  n0:\n  n1:\n`,
  '1,000 services with one alias': () => `services:\n${numbered(1_000, (index) => `  s${index}:\n    image: x\n    networks: {n${index}: {aliases: [all]}}\n    environment: {URL: "http://all:80"}\n`)}networks:\n${numbered(1_000, (index) => `  n${index}:\n`)}`,
  'addresses that no regular expression likes': () => `services:\n  web:\n    image: x\n    command: "${'host= '.repeat(5_000)}${'-h '.repeat(20_000)}${'--a-host '.repeat(1_000)}"\n    environment:\n${['http://'.repeat(2_000), 'a,'.repeat(8_000), 'a:80,'.repeat(3_000), `http://${'a@'.repeat(8_000)}`, `http://${'a,'.repeat(8_000)}`, 'x'.repeat(16_000), `host=${' '.repeat(15_000)}`, 'http:'.repeat(3_000), 'a.-'.repeat(5_000)].map((text, index) => `      A${index}_HOST: "${text}"\n      B${index}: "${text}"\n`).join('')}`,
  '2,000 waits for health': () => `services:\n  db:\n    image: y\n    healthcheck: {test: x}\n${numbered(2_000, (index) => `  s${index}:\n    image: postgres:16\n    depends_on: [db${index === 0 ? '' : `, s${index - 1}`}]\n`)}`,
  '100,000 keys in one mapping': () => `services:\n  web:\n    image: x\n    environment:\n${numbered(100_000, (index) => `      K${index}: v\n`)}`,
  '60,000 keys in one mapping': () => `services:\n  web:\n    image: x\n    environment:\n${numbered(60_000, (index) => `      K${index}: v\n`)}`,
  '60,000 times the same key': () => `services:\n  web:\n    image: x\n    environment:\n${repeated('      K: v\n', 60_000 * 11)}`,
  'a key of 1 MB': () => `services:\n  ${'k'.repeat(megabytes(1))}:\n    image: x\n    depends_on: [${'d'.repeat(megabytes(1))}]\n`,
  'an image of half a megabyte': () => `services:\n  web:\n    image: ${'a/'.repeat(megabytes(0.25))}\n    build: ${'../'.repeat(megabytes(0.1))}\n    volumes: ["./${'a/'.repeat(megabytes(0.1))}:/x"]\n`,
  'NUL bytes': () => services.replace('web', 'w\0b'),
  'lone surrogates': () => services.replace('web', 'w\ud800b'),
  'a byte order mark in the middle': () => services.replace('web', 'w\ufeffb'),
  'lone carriage returns': () => services.replaceAll('\n', '\r'),
  'line breaks of every kind': () => services.replaceAll('\n', '\r\n\r\u0085\u2028\n'),
  'variables nested 10,000 deep': () => `services:\n  web:\n    image: ${'${A:-'.repeat(10_000)}x${'}'.repeat(10_000)}\n`,
  'variables nested 10,000 deep, left open': () => `services:\n  web:\n    image: ${'${A:-'.repeat(10_000)}x\n`,
  '1 MB of dollars and braces': () => `services:\n  web:\n    image: "${'${'.repeat(megabytes(0.5))}"\n`,
  '1 MB of dollar signs': () => `services:\n  web:\n    image: "${'$'.repeat(megabytes(1))}"\n`,
  '20,000 variables in one value': () => `services:\n  web:\n    image: "${numbered(20_000, (index) => `\${V${index}}`)}"\n`,
  '100,000 variables with defaults in one value': () => `services:\n  web:\n    image: "${numbered(100_000, () => '${V:-x}')}"\n`,
  '2,000 times all ports': () => `services:\n${numbered(200, (index) => `  s${index}:\n    image: x\n    ports:\n${'      - "1-65535:1-65535"\n'.repeat(10)}`)}`,
  '10,000 ports': () => `services:\n  web:\n    image: x\n    ports:\n${numbered(10_000, (index) => `      - "${index + 1}:80"\n`)}`,
  '300 equal ports': () => `services:\n${numbered(30, (index) => `  s${index}:\n    image: x\n    ports:\n${numbered(10, (port) => `      - "8080:8${port}"\n`)}`)}`,
  'ports that no regular expression likes': () => `services:\n  web:\n    image: x\n    ports:\n      - "${'1'.repeat(100_000)}"\n      - "${':'.repeat(100_000)}"\n      - "${'1-'.repeat(50_000)}"\n      - "${'['.repeat(100_000)}"\n`,
  '10,000 mounts': () => `services:\n  web:\n    image: x\n    volumes:\n${numbered(10_000, (index) => `      - ./missing${index}:/x${index}\n`)}`,
  'mounts that no regular expression likes': () => `services:\n  web:\n    image: x\n    volumes:\n      - "./${' '.repeat(100_000)}:/x"\n      - "./a:${'/'.repeat(100_000)}x"\n      - "${':'.repeat(100_000)}"\n      - "./${'a-'.repeat(50_000)}:/${'a.'.repeat(50_000)}"\n`,
  'keys that no regular expression likes': () => `services:\n  web:\n    image: x\n${'a'.repeat(100_000)}${' '.repeat(100_000)}\n${' '.repeat(100_000)}x\n${'\t'.repeat(100_000)}x\n  ${'- '.repeat(30)}\n${'-'.repeat(100_000)}`,
  'tabs as indentation': () => `services:\n\tweb:\n${repeated('\t\timage: x\n', megabytes(2))}`,
  '500 resets': () => `services:\n  web:\n    image: x\n${numbered(500, (index) => `---\nservices:\n  web:\n    ports: !reset []\n    x-${index}: !override {a: b}\n`)}`,
};

/** Whole projects in which the files beside the compose file, or the ways between files, are what is hostile. */
const others: Readonly<Record<string, () => HostileProject>> = {
  'a .env of 10 MB': () => ({ ...only('services:\n  web:\n    image: x:$V5\n'), '.env': repeatedTo(megabytes(10) - 100, (index) => `V${index}=value\n`) }),
  'a .env of one line of 10 MB': () => ({ ...only('services:\n  web:\n    image: x:$V\n'), '.env': `V=${'a'.repeat(megabytes(10) - 100)}` }),
  'a .env of quotes': () => ({ ...only(services), '.env': `${repeated('A="\n', megabytes(1))}'` }),
  'a .env of open quotes': () => ({ ...only(services), '.env': repeated('A="b\nB=\'c\n', megabytes(1)) }),
  'a .env of strange names': () => ({ ...only(services), '.env': repeated('a b c\n!=x\nexport   \n', megabytes(2)) }),
  'a .env of blanks': () => ({ ...only(services), '.env': `${' '.repeat(megabytes(5))}\n${'export '.repeat(100_000)}A=b` }),
  'a .env that doubles': () => ({ ...only('services:\n  web:\n    image: x:$V59\n'), '.env': `V0=0123456789\n${numbered(60, (index) => `V${index + 1}=\${V${index}}\${V${index}}\n`)}` }),
  'a .env that doubles in defaults': () => ({ ...only('services:\n  web:\n    image: x:$V59\n'), '.env': `V0=0123456789\n${numbered(60, (index) => `V${index + 1}="\${A:-\${V${index}}\${V${index}}}"\n`)}` }),
  'a large variable used often': () => ({ ...only(`services:\n${numbered(5_000, (index) => `  s${index}:\n    image: x\n    labels:\n      a: "$V$V$V$V"\n`)}`), '.env': `V=${'a'.repeat(megabytes(1))}\n` }),
  'a Dockerfile of 100,000 lines': () => ({ ...only('services:\n  web:\n    build: .\n'), 'Dockerfile': `FROM alpine\n${numbered(100_000, (index) => `RUN echo ${index}\n`)}` }),
  'a Dockerfile of 100,000 copies': () => ({ ...only('services:\n  web:\n    build: .\n'), 'Dockerfile': `FROM alpine\n${numbered(100_000, (index) => `COPY file${index} /x\n`)}` }),
  'a Dockerfile of 20,000 stages': () => ({ ...only('services:\n  web:\n    build: .\n'), 'Dockerfile': numbered(20_000, (index) => `FROM ${index === 0 ? 'alpine' : `s${index - 1}`} AS s${index}\nARG A${index}=b\nCOPY --from=s${index - 1} x$A${index} /y\n`) }),
  'a Dockerfile of one line of 5 MB': () => ({ ...only('services:\n  web:\n    build: .\n'), 'Dockerfile': `FROM alpine\nCOPY ${repeated('a ', megabytes(5))}/x\n` }),
  'a Dockerfile of continued lines': () => ({ ...only('services:\n  web:\n    build: .\n'), 'Dockerfile': `FROM alpine\nRUN ${repeated('a \\\n', megabytes(2))} b\n` }),
  'a Dockerfile that no regular expression likes': () => ({ ...only('services:\n  web:\n    build: .\n'), 'Dockerfile': `FROM alpine\nRUN ${'--mount=from='.repeat(20_000)}\nRUN ${'--mount='.repeat(30_000)}\nARG A=${'$'.repeat(100_000)}\nARG B=${'${B:-'.repeat(20_000)}\nCOPY "${'\\'.repeat(100_000)} /x\nCOPY ${'['.repeat(50_000)} /x\nCOPY ${'*'.repeat(5_000)}a*b*c /y\n` }),
  'a .dockerignore of 100,000 lines': () => ({ ...only('services:\n  web:\n    build: .\n'), 'Dockerfile': `FROM alpine\n${numbered(50, (index) => `COPY file${index} /x\n`)}`, '.dockerignore': numbered(100_000, (index) => `**/a${index}*\n!b${index}\n`), ...Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`file${index}`, 'x'])) }),
  'a .gitignore that no regular expression likes': () => ({ '.git/HEAD': 'x', '.gitignore': `${numbered(300, (index) => `${'*a'.repeat(30)}${index}\n${'**/'.repeat(50)}x${index}\n`)}${'[a'.repeat(1_000)}\n${'?'.repeat(1_000)}\n`, ...only(`services:\n  web:\n    image: x\n    volumes:\n${numbered(50, (index) => `      - ./${'a'.repeat(200)}${index}:/srv/x${index}\n`)}`) }),
  'a .gitignore of 100,000 lines': () => ({ '.git/HEAD': 'x', '.gitignore': numbered(100_000, (index) => `a${index}*\n`), ...only(`services:\n  web:\n    image: x\n    volumes:\n${numbered(50, (index) => `      - ./b${index}:/srv/x${index}\n`)}`) }),
  '10,000 files that include each other': () => Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [index === 0 ? 'compose.yaml' : `inc/f${index}.yaml`, `include:\n  - ${index === 0 ? 'inc/' : ''}f${index + 1}.yaml\nservices:\n  s${index}:\n    image: x\n`])),
  '10,000 files that include each other in a circle': () => Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [index === 0 ? 'compose.yaml' : `f${index}.yaml`, `include:\n  - ${index === 9_999 ? 'compose' : `f${index + 1}`}.yaml\nservices:\n  s${index}:\n    image: x\n`])),
  '10,000 files that extend each other': () => Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [index === 0 ? 'compose.yaml' : `f${index}.yaml`, `services:\n  a:\n    extends:\n      file: f${index + 1}.yaml\n      service: a\n`])),
  'includes that double': () => Object.fromEntries(Array.from({ length: 30 }, (_, index) => [index === 0 ? 'compose.yaml' : `f${index}.yaml`, `include:\n  - f${index + 1}.yaml\n  - ./f${index + 1}.yaml\nservices:\n  s${index}:\n    image: x\n`])),
  'extends that double': () => only(`services:\n${numbered(26, (index) => `  a${index}: &a${index}\n    extends: b${index}\n  b${index}:\n    extends: a${index + 1}\n`)}  a26:\n    image: x\n    environment: {${numbered(300, (index) => `K${index}: v, `)}}\n`),
  '1,000 services that extend one with much in it': () => only(`services:\n  base:\n    image: x\n    environment:\n${numbered(500, (index) => `      K${index}: v\n`)}${numbered(1_000, (index) => `  s${index}:\n    extends: base\n    environment:\n      K: v\n`)}`),
  '1,000 compose files in a folder': () => Object.fromEntries([['compose.yaml', services], ...Array.from({ length: 1_000 }, (_, index) => [`compose.e${index}.yaml`, 'services:\n  web:\n    init: true\n'])]),
};

/** Every project by what it is. */
export const hostileProjects: Readonly<Record<string, () => HostileProject>> = {
  ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, () => only(text())])),
  ...others,
};

function repeatedTo(length: number, each: (index: number) => string): string {
  const parts: string[] = [];
  for (let index = 0, size = 0; size < length; index += 1) {
    const part = each(index);
    parts.push(part);
    size += part.length;
  }
  return parts.join('');
}
