// Texts that are right as YAML and hard to cut into pieces, to locate or to read: the tests of the YAML reader share them.

/** Each is one document that both Compose and the `yaml` library accept. */
export const nastyTexts: Readonly<Record<string, string>> = {
  'a quoted string over several lines': 'services:\n  a:\n    image: "one\n      two: three\n\n      four"\n  b:\n    image: x\n',
  'a single-quoted string over several lines': 'services:\n  a:\n    image: \'it\'\'s\n      b: not a key\'\n  b:\n    image: x\n',
  'a plain string over several lines': 'services:\n  a:\n    image: one\n      two\n      three\n  b:\n    image: x\n',
  'a literal block with lines like keys': 'services:\n  a:\n    command: |\n      services:\n        b: c\n      # no comment\n    image: x\n  b:\n    image: y\n',
  'a folded block at the end of a child': 'services:\n  a:\n    image: x\n    command: >-\n      x: y\n\n      z\n  b:\n    image: y\n',
  'a literal block as a top-level child': 'x-texts:\n  one: |\n    a: b\n  two: |+\n    c\n\n  three: d\nservices:\n  a:\n    image: x\n',
  'a literal block as a top-level value': 'x-text: |\n  services:\n    a: b\n  more: text\nservices:\n  a:\n    image: x\n',
  'a literal block with an indentation indicator': 'x-texts:\n  one: |2\n      deep\n    less\n  two: x\nservices:\n  a:\n    image: x\n',
  'a block scalar with comments behind it': 'x-texts:\n  one: |\n    a\n  # a comment\n  two: b\n# another\nservices:\n  a:\n    image: x\n',
  'comments at odd columns': '# first\nservices: # of the shop\n # one\n  a: # first\n   # three\n    image: x # the image\n        # eight\n# none\n  b:\n      # six\n    image: y\n   # end\n',
  'keys with quotes': '"services":\n  "a":\n    \'image\': x\n  b:\n    image: y\n\'volumes\':\n  v:\n',
  'a quoted child among plain ones': 'services:\n  a:\n    image: x\n  "b":\n    image: y\n  c:\n    image: z\n',
  'question mark keys': 'services:\n  ? a\n  : image: x\n  ? b\n  : image: y\n',
  'a question mark key at the top': '? services\n: a:\n    image: x\n',
  'flow over several lines': 'services: {\n  a: {image: x},\n  b: {\n    image: y\n  }\n}\nvolumes: {}\n',
  'flow children over several lines': 'services:\n  a: {\n    image: x,\n    ports: [\n      "80:80"\n    ]\n  }\n  b: {image: y}\n',
  'anchors across blocks': 'x-a: &a\n  image: x\nx-b: &b\n  restart: always\nservices:\n  one:\n    <<: [*a, *b]\n  two:\n    <<: *b\n    image: y\n',
  'anchors across children': 'services:\n  one: &one\n    image: x\n    environment: &env\n      A: b\n  two:\n    <<: *one\n    environment:\n      <<: *env\n      C: d\n',
  'an anchor that is set twice': 'x-a: &a {image: x}\nx-b: &a {image: y}\nservices:\n  one: *a\n',
  'an anchor on a top-level head': 'services: &all\n  a:\n    image: x\n  b:\n    image: y\nx-copy: *all\n',
  'a tag on a top-level head': 'services: !!map\n  a:\n    image: x\n  b:\n    image: y\n',
  'an anchor on the line below its head': 'services:\n  &all\n  a:\n    image: x\n  b:\n    image: y\nx-copy: *all\n',
  'an alias as a top-level value': 'x-v: &v\n  data:\nservices:\n  a:\n    image: x\nvolumes: *v\n',
  'merge key at the top': 'x-a: &a\n  x-more: b\n<<: *a\nservices:\n  a:\n    image: x\n',
  'tabs where they may stand': 'services:\n  a:\n    image: x\n    command: [a,\n\t\n      b]\n    entrypoint: |\n      -\te\n',
  'merge key among children': 'x-a: &a\n  a:\n    image: x\n  b:\n    image: y\nservices:\n  <<: *a\n  b:\n    image: z\n  c:\n    image: q\n',
  'services with one child': 'services:\n  a:\n    image: x\n',
  'services with one child and a comment': 'services:\n  # the only one\n  a:\n    image: x\n\n\n# end\n',
  'top-level keys with nothing': 'volumes:\n  a:\n  b:\nservices: {}\n',
  'keys with spaces': 'x-my key: a\nx-your keys:\n  one key: b\n  two keys: c\nservices:\n  a:\n    image: x\n',
  'a list at the indentation of its key': 'services:\n  a:\n    image: y\n    ports:\n    - "80:80"\n    - "81:81"\n  b:\n    image: x\nx-list:\n- a\n- b\n',
  'a list of lists': 'x-list:\n  - - a\n    - b\n  -\n    - c\nservices:\n  a:\n    image: x\n',
  'tabs after colons': 'services:\t\n  a:\t\n    image:\tx\n  b:\n    image: \t y\t\n',
  'trailing spaces': 'services:   \n  a:   \n    image: x   \n   \n  b: \n    image: y\n',
  'NEL and line separator in values': 'services:\n  a:\n    image: "x\u0085y\u2028z"\n  b:\n    image: y\n',
  'carriage returns': 'services:\r\n  a:\r\n    image: x\r\n    command: |\r\n      one\r\n      two\r\n  b:\r\n    image: "y\r\n      z"\r\n',
  'a BOM': '\ufeffservices:\n  a:\n    image: x\n  b:\n    image: y\n',
  'a document start': '---\nservices:\n  a:\n    image: x\n  b:\n    image: y\n',
  'a document start with a comment before it': '# compose\n---\nservices:\n  a:\n    image: x\n  b:\n    image: y\n',
  'a document start with a value behind it': '--- {services: {a: {image: x}}}\n',
  'a document end': 'services:\n  a:\n    image: x\n...\n',
  'a document end inside a block scalar is text': 'x-text: |\n  ...\n  ---\nservices:\n  a:\n    image: x\n',
  'no line break at the end': 'services:\n  a:\n    image: x\n  b:\n    image: y',
  'unicode and astral keys and values': 'services:\n  a:\n    image: x\n    labels:\n      größe: "😀 \u00e9"\n      😀: smile\n  b:\n    image: 日本\n',
  'a top-level key without a space child': 'name: shop\nversion: "3"\nservices:\n  a:\n    image: x\n',
  'a colon inside a plain value': 'services:\n  a:\n    image: repo:5000/x:1\n    command: echo a:b http://x\n  b:\n    image: y\n',
  'a hash inside a plain value': 'services:\n  a:\n    image: x#y\n    command: a #b\n  b:\n    image: "#z"\n',
  'values on the line below': 'services:\n  a:\n    image:\n      x\n    command:\n      - one\n  b:\n    image:\n\n      y\n',
  'deeper and shallower comments between children': 'services:\n  a:\n    image: x\n#    ports:\n#      - "80:80"\n  b:\n    image: y\n  #  c:\n  d:\n    image: z\n',
  'children indented by one': 'services:\n a:\n  image: x\n b:\n  image: y\n',
  'children indented by eight': 'services:\n        a:\n                image: x\n        b:\n                image: y\n',
  'a key with a colon and a dollar': 'x-a:b: c\nx-dollar:\n  $a: b\nservices:\n  b.c:\n    image: y\n',
  'a plain child value over several lines': 'x-words:\n  a: one\n    two three\nservices:\n  a:\n    image: x\n  b:\n    image: y\n',
  'a plain top-level value over several lines': 'x-a: one\n  two\nservices:\n  a:\n    image: x\n',
  'reset and override tags': 'services:\n  a:\n    image: x\n    ports: !reset []\n    command: !override\n      - a\n  b: !reset {}\n  c:\n    image: y\n',
  'typed tags': 'services:\n  a:\n    image: !!str 5\n    labels:\n      n: !!str true\n  b:\n    image: y\n',
  'empty values everywhere': 'services:\n  a:\n    image: x\n    environment:\n      A:\n      B: ""\n  b:\n    image: y\nvolumes:\n  c:\n  d:\n',
};

/**
 * Known differences: Compose's parser does not ask that the later lines of quoted text and of brackets be indented more
 * than the key that they belong to; the `yaml` library does, as the YAML specification asks.
 */
export const textsThatOnlyComposeAccepts: Readonly<Record<string, string>> = {
  'a quoted child value with a line in column of children': 'x-words:\n  a: "one\n  b: two"\n  c: d\nservices:\n  a:\n    image: x\n',
  'a quoted top-level value with lines in the first column': 'x-a: "one\ntwo: three\n  four"\nservices:\n  a:\n    image: x\n',
  'a quoted value with a line in the first column': 'services:\n  a:\n    image: "x\nb: y"\n  c:\n    image: z\n',
};

/** Right for Compose and for us, not for the library alone: see flatten-flows.ts. */
export const looseBrackets: Readonly<Record<string, string>> = {
  'flow that closes where a child could begin': 'services:\n  a: {image: x,\n  expose: [80]\n  }\n  b: {image: y}\n',
  'flow with lines in the first column': 'x-a: [\na,\nb\n]\nservices:\n  a:\n    image: x\n',
  'tabs within brackets': 'services:\n  a:\n    image: x\n    command: [\n\t"a",\n\t"b"]\n',
  'brackets indented too little, with comments and quotes': 'services:\n  a:\n    image: x\n    command: [ # c ]\n  "]#", # [\n  \'it\'\'s\', x#y\n  ]\n    labels: {\n  a: b }\n  b:\n    image: y\n',
};
