// The runner around the rules: what a rule reports becomes a diagnostic, what it breaks stays its own, and what comments
// ignore is left out, but never in silence.

import assert from 'node:assert/strict';
import { checkFolder } from '#core/check/check-folder.ts';
import { checkProject, distinct, type Diagnostic } from '#core/check/run.ts';
import type { Project } from '#core/compose/model.ts';
import { neverCancelled, type Cancellation } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

function rule(code: string, check: Rule['check']): Rule {
  return { code, title: 'A rule of this test', stage: 'run', severity: 'warning', speed: 'typing', fixable: false, check };
}

/** Reports every image that is named `bad`. */
const badImage = rule('bad-image', function* badImages(project): Iterable<Report> {
  for (const { image } of project.services.values()) if (image?.value === 'bad') yield { at: image, message: 'This image is bad' };
});

async function load(text: string): Promise<Project> {
  const files = fixtureFiles(readFixture(text));
  const [environment] = await discoverEnvironments(fixtureRoot, files, new ParsedFiles(), neverCancelled);
  assert.ok(environment);
  return loadProject(environment, files, new ParsedFiles(), neverCancelled);
}

async function check(text: string, rules: readonly Rule[], cancellation: Cancellation = neverCancelled): Promise<readonly Diagnostic[]> {
  return checkProject(await load(text), rules, fixtureFiles(readFixture(text)), new ParsedFiles(), cancellation);
}

const brief = (all: readonly Diagnostic[]): readonly string[] => all.map(({ code, message }) => `${code}: ${message}`);

describe('a check', () => {
  it('gives a report all that its reader needs', async () => {
    const [found, ...more] = await check('services:\n  a:\n    image: bad\n', [badImage]);
    assert.deepEqual(more, []);
    assert.deepEqual(found && { ...found, fixes: await found.fixes() }, {
      code: 'bad-image', severity: 'warning', stage: 'run', message: 'This image is bad', file: '/project/compose.yaml', span: [26, 29],
      related: [], project: 'project', environment: 'default', fixes: [],
    });
  });

  it('takes a severity, related places and fixes from the report', async () => {
    const [found] = await check('services:\n  a:\n    image: bad\n', [rule('x', function* one(project) {
      const image = project.services.get('a')?.image;
      if (image) yield { at: image, message: 'm', severity: 'hint', related: [{ at: image, message: 'here' }], fixes: () => [{ title: 'Mend', safety: 'safe', edits: [] }] };
    })]);
    assert.deepEqual([found?.severity, found?.related, await found?.fixes()], [
      'hint', [{ file: '/project/compose.yaml', span: [26, 29], message: 'here' }], [{ title: 'Mend', safety: 'safe', edits: [] }],
    ]);
  });

  it('keeps what other rules find when one crashes, and what that one found before', async () => {
    const crashing = rule('crashing', function* crash(project) {
      yield { at: { value: undefined, file: project.files[0]?.file ?? '', span: [0, 8] }, message: 'first' };
      throw new Error('no such thing');
    });
    const late = rule('late', async function* crash() {
      await Promise.resolve();
      yield* [];
      throw 'a text'; // oxlint-disable-line no-throw-literal, only-throw-error -- whatever is thrown is told
    });
    assert.deepEqual(brief(await check('services:\n  a:\n    image: bad\n', [crashing, late, badImage])), [
      'internal-error: The rule crashing failed on this project: no such thing',
      'internal-error: The rule late failed on this project: a text',
      'crashing: first',
      'bad-image: This image is bad',
    ]);
  });

  it('a crash stands at the start of the first file and says which rule it was', async () => {
    const [found] = await check('services: {}\n', [rule('broken', () => { throw new TypeError('x is undefined'); })]);
    assert.deepEqual([found?.code, found?.severity, found?.stage, found?.file, found?.span], ['internal-error', 'warning', 'policy', '/project/compose.yaml', [0, 0]]);
  });

  it('ends with the reason when it is cancelled between rules, and no rule is blamed', async () => {
    const controller = new AbortController();
    const ran: string[] = [];
    const first = rule('first', function* one() { ran.push('first'); controller.abort(new Error('stop')); yield* []; });
    const second = rule('second', function* two() { ran.push('second'); yield* []; });
    await assert.rejects(check('services: {}\n', [first, second], controller.signal), /^Error: stop$/);
    assert.deepEqual(ran, ['first']);
  });

  it('ends with the reason when a rule stops because it is cancelled', async () => {
    const controller = new AbortController();
    const stopping = rule('stopping', async function* stop(_project, { cancellation }) {
      controller.abort(new Error('stop'));
      cancellation.throwIfAborted();
      yield* [];
    });
    await assert.rejects(check('services: {}\n', [stopping], controller.signal), /^Error: stop$/);
  });

  it('is ordered by place, whatever the order of the rules', async () => {
    const at = (code: string, ...spans: readonly (readonly [number, number])[]): Rule => rule(code, function* all(project) {
      for (const span of spans) yield { at: { value: undefined, file: project.files[0]?.file ?? '', span }, message: 'm' };
    });
    const found = await check('services: {}\n', [at('b', [5, 6], [0, 2]), at('a', [5, 6], [0, 1])]);
    assert.deepEqual(found.map(({ code, span }) => [code, span]), [['a', [0, 1]], ['b', [0, 2]], ['a', [5, 6]], ['b', [5, 6]]]);
  });

  it('says once what several services say of one place', async () => {
    assert.deepEqual(brief(await check('x-a: &a\n  image: bad\nservices:\n  one: *a\n  two:\n    <<: *a\n', [badImage])), ['bad-image: This image is bad']);
  });

  it('says once what several environments say of one place', async () => {
    const files = fixtureFiles(readFixture('services:\n  a:\n    image: bad\n#- compose.dev.yaml\nservices:\n  a:\n    init: true\n'));
    const checked = await checkFolder(fixtureRoot, [badImage], files, new ParsedFiles(), neverCancelled);
    assert.deepEqual([checked.projects.map(({ environment }) => environment.name), brief(checked.diagnostics)], [['default', 'dev'], ['bad-image: This image is bad']]);
  });

  it('tells apart what differs in place, code or message', () => {
    const one = { code: 'a', file: '/f', span: [0, 1], message: 'm' } as unknown as Diagnostic;
    const all = [one, { ...one }, { ...one, code: 'b' }, { ...one, message: 'n' }, { ...one, span: [0, 2] as const }, { ...one, file: '/g' }];
    assert.equal(distinct(all).length, 5);
  });
});

describe('inline ignores', () => {
  /** The image stands on line 4; `above` and `behind` go around it. */
  const withComments = (above: string, behind = ''): string => `services:\n  a:\n${above}    image: bad${behind}\n    init: true\n`;
  const cases: Readonly<Record<string, readonly [text: string, expected: readonly string[]]>> = {
    'on the line': [withComments('', ' # composure-ignore bad-image'), []],
    'on the line, with a reason': [withComments('', ' # composure-ignore bad-image -- we know'), []],
    'on the line above': [withComments('    # composure-ignore bad-image\n'), []],
    'on the line above, indented otherwise': [withComments('# composure-ignore bad-image\n'), []],
    'above, with another comment and a blank line between': [withComments('    # composure-ignore bad-image\n    # the image\n\n'), []],
    'without spaces before the word': [withComments('', ' #composure-ignore bad-image'), []],
    'with several codes': [withComments('', ' # composure-ignore other, bad-image'), ['unused-ignore: Nothing here is other: this comment ignores nothing']],
    'with several codes and a reason that names one': [withComments('', ' # composure-ignore bad-image -- not other'), []],
    'two lines above': [withComments('    # composure-ignore bad-image\n    restart: always\n'), ['unused-ignore: Nothing here is bad-image: this comment ignores nothing', 'bad-image: This image is bad']],
    'on the line below': [withComments('').replace('init: true', 'init: true # composure-ignore bad-image'), ['bad-image: This image is bad', 'unused-ignore: Nothing here is bad-image: this comment ignores nothing']],
    'for a rule that there is not': [withComments('', ' # composure-ignore bad-imge'), ['bad-image: This image is bad', 'unused-ignore: There is no rule bad-imge']],
    'without a code': [withComments('', ' # composure-ignore'), ['bad-image: This image is bad']],
    'glued to a value': [withComments('').replace('image: bad', 'image: bad# composure-ignore bad-image'), []],
    'in double quotes': [withComments('').replace('init: true', 'command: "x # composure-ignore bad-image"'), ['bad-image: This image is bad']],
    'in single quotes': [withComments('').replace('init: true', 'command: \'x # composure-ignore bad-image\''), ['bad-image: This image is bad']],
    'in quotes on the line itself': ['services:\n  a: {command: "x # composure-ignore bad-image", image: bad}\n', ['bad-image: This image is bad']],
    'behind quotes': ['services:\n  a: {image: "bad"} # composure-ignore bad-image\n', []],
    'in a block scalar': ['services:\n  a:\n    command: |\n      # composure-ignore bad-image\n    image: bad\n', ['bad-image: This image is bad']],
    'behind the start of a block scalar': ['services:\n  a:\n    image: bad\n    command: | # composure-ignore bad-image\n      x\n', ['bad-image: This image is bad', 'unused-ignore: Nothing here is bad-image: this comment ignores nothing']],
    'behind a block scalar': ['services:\n  a:\n    command: |\n      x\n    # composure-ignore bad-image\n    image: bad\n', []],
    'at the end of the file': [`${withComments('')}# composure-ignore bad-image`, ['bad-image: This image is bad', 'unused-ignore: Nothing here is bad-image: this comment ignores nothing']],
    'with carriage returns': [withComments('    # composure-ignore bad-image -- why\n').replaceAll('\n', '\r\n'), []],
  };
  const otherRule = rule('other', () => []);

  for (const [name, [text, expected]] of Object.entries(cases)) {
    it(name, async () => {
      assert.deepEqual(brief(await check(text, [badImage, otherRule])), expected);
    });
  }

  it('an unused one stands on its code', async () => {
    const text = withComments('', ' # composure-ignore bad-image, other -- why');
    const [unused] = await check(text, [badImage, otherRule]);
    assert.deepEqual([unused?.code, unused?.severity, unused && text.slice(...unused.span)], ['unused-ignore', 'information', 'other']);
  });

  it('in one file say nothing of another', async () => {
    const text = '#- compose.yaml\nservices:\n  a:\n    image: bad\n#- compose.override.yaml\nservices:\n  a:\n    init: true # composure-ignore bad-image\n';
    assert.deepEqual(brief(await check(text, [badImage])), ['unused-ignore: Nothing here is bad-image: this comment ignores nothing', 'bad-image: This image is bad']);
  });
});
