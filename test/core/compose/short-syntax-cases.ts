// Ports and mounts in every way to write them, and what they mean: the tables that the readers are tested by, and that
// Compose itself is asked about in turn.

export const mountVariables: Readonly<Record<string, string>> = { D: './data' };

/** A part as it is written; or its value and what the file holds at its place. */
type Part = string | readonly [value: string, there: string] | undefined;

/** Written, type, source, target; `ro`: read only; `exists`: a missing source stops the start. */
export const mounts: readonly (readonly [written: string, type: string, source: Part, target: Part, ...('ro' | 'exists')[]])[] = [
  ['/data', 'volume', undefined, '/data'],
  ['vol', 'volume', undefined, 'vol'],
  ['./x', 'volume', undefined, './x'],
  ['vol:/b', 'volume', 'vol', '/b'],
  ['vol:b', 'volume', 'vol', 'b'],
  ['"vol:/b"', 'volume', 'vol', '/b'],
  ['\'vol:/b c:ro\'', 'volume', 'vol', '/b c', 'ro'],
  ['vol:/b:ro', 'volume', 'vol', '/b', 'ro'],
  ['vol:/b:rw', 'volume', 'vol', '/b'],
  ['vol:/b:nocopy', 'volume', 'vol', '/b'],
  ['vol:/b:z,ro', 'volume', 'vol', '/b', 'ro'],
  ['./a:/b', 'bind', './a', '/b'],
  ['../a:/b:ro', 'bind', '../a', '/b', 'ro'],
  ['.:/b', 'bind', '.', '/b'],
  ['..:/b', 'bind', '..', '/b'],
  ['.a:/b', 'bind', '.a', '/b'],
  ['/a:/b:rw,z', 'bind', '/a', '/b'],
  ['~/a:/b', 'bind', '~/a', '/b'],
  ['"./a b:/c d"', 'bind', './a b', '/c d'],
  ['./a:/b:cached', 'bind', './a', '/b'],
  ['./a:/b:RO', 'bind', './a', '/b'],
  ['./a:/b:rprivate', 'bind', './a', '/b'],
  ['C:\\a:/b', 'bind', 'C:\\a', '/b'],
  ['C:/a:/b:ro', 'bind', 'C:/a', '/b', 'ro'],
  ['c:\\a:d:\\b', 'bind', 'c:\\a', 'd:\\b'],
  ['./a:C:\\b', 'bind', './a', 'C:\\b'],
  ['"\\u002e/a:/b"', 'bind', ['./a', '"\\u002e/a:/b"'], ['/b', '"\\u002e/a:/b"']],
  // One letter is taken for a drive
  ['a:/b', 'volume', undefined, 'a:/b'],
  ['a:b', 'volume', undefined, 'a:b'],
  // Variables
  ['${D}:/b', 'bind', ['./data', '${D}'], '/b'],
  ['${D:-./x}/y:/b:ro', 'bind', ['./data/y', '${D:-./x}/y'], '/b', 'ro'],
  ['${X:-./x}:/b', 'bind', './x', '/b'],
  ['${X:-vol}:/b', 'volume', 'vol', '/b'],
  ['./a:${X:-/b}', 'bind', './a', '/b'],
  // Long syntax
  ['{type: bind, source: ./a, target: /b}', 'bind', './a', '/b'],
  ['{type: bind, source: ./a, target: /b, read_only: true}', 'bind', './a', '/b', 'ro'],
  ['{type: bind, source: ./a, target: /b, read_only: "${R:-true}"}', 'bind', './a', '/b', 'ro'],
  ['{type: bind, source: ./a, target: /b, bind: {create_host_path: true}}', 'bind', './a', '/b'],
  ['{type: bind, source: ./a, target: /b, bind: {create_host_path: false}}', 'bind', './a', '/b', 'exists'],
  ['{type: bind, source: ./a, target: /b, bind: {propagation: shared}}', 'bind', './a', '/b', 'exists'],
  ['{type: volume, source: vol, target: /b, read_only: true}', 'volume', 'vol', '/b', 'ro'],
  ['{type: volume, target: /b}', 'volume', undefined, '/b'],
  ['{type: tmpfs, target: /b}', 'tmpfs', undefined, '/b'],
  ['{type: bind, source: "${D}", target: "/b"}', 'bind', ['./data', '${D}'], '/b'],
];

export const portVariables: Readonly<Record<string, string>> = { P: '8088' };

/** Written, host ports, container ports, protocol, address. */
export const ports: readonly (readonly [written: string, published: string | undefined, target: string, protocol?: string, address?: string])[] = [
  ['80', undefined, '80'], ['"80"', undefined, '80'], ['"80/udp"', undefined, '80', 'udp'], ['":80"', undefined, '80'],
  ['"8080:80"', '8080', '80'], ['8080:80', '8080', '80'], ['22:22', '22', '22'], ['"0:80"', '0', '80'],
  ['"8080:80/udp"', '8080', '80', 'udp'], ['"8080:80/UDP"', '8080', '80', 'udp'], ['"8080:80/sctp"', '8080', '80', 'sctp'], ['"8080:80/"', '8080', '80'],
  ['"127.0.0.1:8080:80"', '8080', '80', 'tcp', '127.0.0.1'], ['"127.0.0.1::80"', undefined, '80', 'tcp', '127.0.0.1'], ['"0.0.0.0:8080:80/udp"', '8080', '80', 'udp', '0.0.0.0'],
  ['"[::1]:8080:80"', '8080', '80', 'tcp', '::1'], ['"[::1]::80"', undefined, '80', 'tcp', '::1'],
  ['"8000-8002:80"', '8000-8002', '80'], ['"8000-8002:9000-9002"', '8000-8002', '9000-9002'], ['"9000-9002"', undefined, '9000-9002'],
  ['"${P}:80"', '8088', '80'], ['"${X:-81}:80"', '81', '80'], ['"${X:-127.0.0.1}:82:80"', '82', '80', 'tcp', '127.0.0.1'],
  ['{target: 80}', undefined, '80'], ['{target: 80, published: 8080}', '8080', '80'], ['{target: 80, published: "8000-8002"}', '8000-8002', '80'],
  ['{target: 80, published: "8080", host_ip: 127.0.0.1, protocol: udp}', '8080', '80', 'udp', '127.0.0.1'], ['{target: 80, published: "${P}"}', '8088', '80'],
];
