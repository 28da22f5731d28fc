import { describe, expect, it } from 'vitest';
import { auditEvent, kinds, readPieces } from './testing/samples.ts';

const A = auditEvent('a');
const B = auditEvent('b');
const C = auditEvent('c');
const entry = (resource: string): string => `{"fullUrl":"urn:x","resource":${resource}}`;
const bundle = (...entries: string[]): string =>
  `{"resourceType":"Bundle","type":"searchset","entry":[${entries.join(',')}]}`;

/** Each document, what is to be found in it, and what the items are. */
const CASES: readonly (readonly [
  name: string,
  text: string,
  kinds: readonly string[],
  items: readonly string[],
])[] = [
  ['NDJSON', `${A}\n${B}\n`, ['item @ line 1', 'item @ line 2'], [A, B]],
  [
    'NDJSON with CR LF, blank lines and no end',
    `\r\n${A}\r\n\r\n  \n${B}`,
    ['item @ line 2', 'item @ line 5'],
    [A, B],
  ],
  ['a single resource', A, ['item @ file 0'], [A]],
  ['a single resource, its file as it is', `\n ${A}\n\n`, ['item @ file 0'], [`\n ${A}\n\n`]],
  [
    'a pretty-printed resource',
    JSON.stringify(JSON.parse(A), null, 2) + '\n',
    ['item @ file 0'],
    [JSON.stringify(JSON.parse(A), null, 2) + '\n'],
  ],
  ['a Bundle on one line', bundle(entry(A), entry(B)), ['item @ entry 1', 'item @ entry 2'], [A, B]],
  [
    'a Bundle with odd spaces and escaped keys',
    `{ "\\u0065ntry" : [ { "resource" :\n ${A} , "search":{} } , {"\\u0072esource":${B}} ] , "resourceType" : "Bundle" }`,
    ['item @ entry 1', 'item @ entry 2'],
    [A, B],
  ],
  ['a list', `[\n${A},\n${B}\n]`, ['item @ entry 1', 'item @ entry 2'], [A, B]],
  [
    'a list, one event a line, the first broken',
    `[\n{"a":nope},\n${A},\n${B},\n${C}\n]`,
    ['item/not-json @ entry 1', 'item @ entry 2', 'item @ entry 3', 'item @ entry 4'],
    [A, B, C],
  ],
  ['an empty Bundle', bundle(), [], []],
  [
    'two documents',
    `{\n"resourceType":"X"\n}\n${bundle(entry(A)).replace(',', ',\n')}`,
    ['item @ line 1', 'item @ entry 1'],
    ['{\n"resourceType":"X"\n}', A],
  ],
  [
    'a byte-order mark',
    `\uFEFF${A}\n${B}`,
    ['item/byte-order-mark @ file 0', 'item @ line 1', 'item @ line 2'],
    [A, B],
  ],
  ['an empty file', '', ['item/empty-file @ file 0'], []],
  ['white space alone', ' \n\t\r\n', ['item/empty-file @ file 0'], []],
  ['CSV', 'id,recorded\na,b\n', ['item/unknown-format @ file 0'], []],
  [
    'a broken first line of text',
    `what is this?\n${A}\n${B}`,
    ['item @ line 1', 'item @ line 2', 'item @ line 3'],
    ['what is this?', A, B],
  ],
  [
    'a first line that does not end',
    `{"a":[\n${A}\n${B}\n`,
    ['item @ line 1', 'item @ line 2', 'item @ line 3'],
    ['{"a":[', A, B],
  ],
  [
    'a first line with an open string',
    `{"a":"\n${A}\n${B}\n`,
    ['item @ line 1', 'item @ line 2', 'item @ line 3'],
    ['{"a":"', A, B],
  ],
  [
    'a first line of brackets',
    `[[[[\n${A}\n${B}\n`,
    ['item @ line 1', 'item @ line 2', 'item @ line 3'],
    ['[[[[', A, B],
  ],
  [
    'a poison entry',
    bundle(entry(A), entry('{oops}'), entry(B)),
    ['item @ entry 1', 'item/not-json @ entry 2', 'item @ entry 3'],
    [A, B],
  ],
  [
    'an entry that is a bare word',
    bundle(entry(A), 'nope', entry(B)),
    ['item @ entry 1', 'item/not-json @ entry 2', 'item @ entry 3'],
    [A, B],
  ],
  [
    'an entry that never closes its list',
    bundle(entry(A), entry('{"x":[1'), entry(B), entry(C)),
    ['item @ entry 1', 'item/not-json @ entry 2', 'item @ entry 3', 'item @ entry 4'],
    [A, B, C],
  ],
  [
    'an entry that never closes its object',
    bundle(entry('{"x":1'), entry(B), entry(C)),
    ['item/not-json @ entry 1', 'item @ entry 2', 'item @ entry 3'],
    [B, C],
  ],
  [
    'an entry that never closes its string',
    bundle(entry('{"x":"1}'), entry(B), entry(C)),
    ['item/not-json @ entry 1', 'item @ entry 2', 'item @ entry 3'],
    [B, C],
  ],
  [
    'a bracket too many',
    bundle(entry('{"x":1]}'), entry(B)),
    ['item/not-json @ entry 1', 'item @ entry 2'],
    [B],
  ],
  [
    'a brace too many',
    bundle(entry(`${A}}`), entry(B)),
    ['item @ entry 1', 'item/not-json @ entry 1', 'item @ entry 2'],
    [A, B],
  ],
  [
    'a missing comma',
    `{"resourceType":"Bundle","entry":[${entry(A)} ${entry(B)}]}`,
    ['item @ entry 1', 'item/not-json @ entry 1', 'item @ entry 2'],
    [A, B],
  ],
  [
    'a raw control character',
    bundle(entry('{"x":"\u0001"}'), entry(B)),
    ['item/not-json @ entry 1', 'item @ entry 2'],
    [B],
  ],
  [
    'an entry with two resources',
    bundle(`{"resource":${A},"resource":${B}}`, entry(C)),
    ['item/duplicate-keys @ entry 1', 'item @ entry 2'],
    [C],
  ],
  [
    'two lists of entries',
    `{"resourceType":"Bundle","entry":[${entry(A)}],"entry":[${entry(B)}]}`,
    ['item @ entry 1', 'item/duplicate-keys @ file 0', 'item @ entry 2'],
    [A, B],
  ],
  [
    'an entry without a resource',
    bundle('{"request":{"method":"DELETE","url":"x"}}', '7', entry(A)),
    ['item/not-audit-event @ entry 1', 'item/not-audit-event @ entry 2', 'item @ entry 3'],
    [A],
  ],
  [
    'entries of no Bundle',
    `{"entry":[${entry(A)}],"resourceType":"List"}`,
    ['item @ entry 1', 'item/not-audit-event @ file 0'],
    [A],
  ],
  [
    'entry elsewhere',
    `{"resourceType":"AuditEvent","entry":[{"resource":{}}]}`,
    ['item @ file 0'],
    ['{"resourceType":"AuditEvent","entry":[{"resource":{}}]}'],
  ],
  [
    'a Bundle cut in an entry',
    bundle(entry(A), entry(B)).slice(0, -30),
    ['item @ entry 1', 'item/truncated @ entry 2'],
    [A],
  ],
  [
    'a Bundle cut between entries',
    bundle(entry(A), entry(B)).slice(0, -2),
    ['item @ entry 1', 'item @ entry 2', 'item/truncated @ file 0'],
    [A, B],
  ],
  ['a resource that is cut', A.slice(0, -9), ['item/truncated @ file 0'], []],
  ['a resource that is broken', '{"resourceType":\n"AuditEvent",,}', ['item/not-json @ file 0'], []],
  [
    'something behind a Bundle',
    `${bundle(entry(A))} nonsense`,
    ['item @ entry 1', 'item/not-json @ line 1'],
    [A],
  ],
  ['a nested Bundle', bundle(entry(bundle(entry(A)))), ['item @ entry 1'], [bundle(entry(A))]],
];

describe('FormatReader', () => {
  it.each(CASES)('reads %s', (_, text, expected, items) => {
    const found = readPieces(text);
    expect(kinds(found)).toEqual(expected);
    expect(found.filter(({ what }) => what === 'item').map((read) => read.text)).toEqual(
      items.map((item) => Buffer.from(item).toString('latin1')),
    );
  });

  it.each(CASES)('reads %s byte by byte, and in odd pieces', (_, text) => {
    const whole = readPieces(text);
    expect(readPieces(text, [1])).toEqual(whole);
    expect(readPieces(text, [7, 1, 13])).toEqual(whole);
  });

  it.each([
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${A}`, 'utf16le')],
    ['UTF-16 LE without', Buffer.from(A, 'utf16le')],
    ['UTF-16 BE without', Buffer.from(A, 'utf16le').swap16()],
    ['UTF-16 BE with a mark', Buffer.from(`\uFEFF${A}`, 'utf16le').swap16()],
    ['UTF-32 LE', Buffer.from(A.split('').flatMap((one) => [one.charCodeAt(0), 0, 0, 0]))],
    ['UTF-32 BE', Buffer.from(A.split('').flatMap((one) => [0, 0, 0, one.charCodeAt(0)]))],
  ])('answers %s with one line', (_, bytes) => {
    expect(kinds(readPieces(bytes))).toEqual(['item/not-utf8 @ file 0']);
  });

  it('takes a resource on one line by its file, or by its line where the name says NDJSON', () => {
    expect(readPieces(` ${A}\r\n\n`)).toEqual([{ what: 'item', text: ` ${A}\r\n\n`, at: 'file 0' }]);
    expect(readPieces(`\n${A}\r\n\n`, [3], false, true)).toEqual([{ what: 'item', text: A, at: 'line 2' }]);
  });

  it('refuses what is no text at all', () => {
    const png = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Buffer.alloc(2_000_000, 7),
    ]);
    expect(kinds(readPieces(png))).toEqual(['item/unknown-format @ file 0']);
  });

  it('says of a cut file that it is cut, but takes a last line that is whole', () => {
    expect(kinds(readPieces(`${A}\n${B.slice(0, 40)}`, [], true))).toEqual([
      'item @ line 1',
      'item/truncated @ line 2',
    ]);
    expect(kinds(readPieces(`${A}\n${B}`, [], true))).toEqual(['item @ line 1', 'item @ line 2']);
  });
});

describe('large documents', () => {
  const filler = (mib: number): string => 'x'.repeat(mib * 1024 * 1024);

  it('passes over a line that is too long, be it the first', () => {
    const long = auditEvent('long', `,"x":"${filler(17)}"`);
    expect(kinds(readPieces(`${long}\n${A}\n${long}\n${B}\n`, [256 * 1024]))).toEqual([
      'item/too-large @ line 1',
      'item @ line 2',
      'item/too-large @ line 3',
      'item @ line 4',
    ]);
  });

  it('passes over a first line that is too long and broken', () => {
    for (const broken of [`{"a":"${filler(17)}`, filler(17), `{"a":${filler(17)}}`]) {
      const found = readPieces(`${broken}\n${A}\n${B}\n`, [256 * 1024]).filter(({ what }) => what === 'item');
      expect(
        found.map((read) => read.text).filter((text) => text !== undefined && text.length < 1_000),
      ).toEqual([A, B]);
    }
  });

  it('passes over an entry that is too large', () => {
    const text = bundle(entry(A), entry(`{"x":"${filler(17)}"}`), entry(B));
    expect(kinds(readPieces(text, [256 * 1024]))).toEqual([
      'item @ entry 1',
      'item/too-large @ entry 2',
      'item @ entry 3',
    ]);
  });

  it('finds what an entry without an end has swallowed, however much it is', () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      entry(auditEvent(`n-${index}`, `,"x":"${'y'.repeat(1_000)}"`)),
    );
    const found = readPieces(bundle(entry('{"x":[1'), ...many), [256 * 1024]);
    expect(found.filter(({ what }) => what === 'item').length).toBe(20_000);
    expect(kinds(found)[0]).toBe('item/not-json @ entry 1');
  });

  it('does not read the same bytes for ever', () => {
    // Each entry begins inside the one before, and none ends.
    const text = `{"resourceType":"Bundle","entry":[${'{"resource":{"a":['.repeat(50_000)}`;
    const found = readPieces(text, [64 * 1024]);
    expect(found.every(({ what }) => what !== 'item')).toBe(true);
    expect(found.length).toBeGreaterThan(0);
  });

  it('takes a nesting of 100,000 as it comes', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const half = '{"a":'.repeat(100_000);
    expect(kinds(readPieces(bundle(entry(deep), entry(A)), [4_096]))).toEqual([
      'item @ entry 1',
      'item @ entry 2',
    ]);
    expect(kinds(readPieces(`${deep}\n${half}\n${A}\n`, [4_096]))).toEqual([
      'item @ line 1',
      'item @ line 2',
      'item @ line 3',
    ]);
    const swallowing = readPieces(bundle(entry(half), entry(A), entry(B)), [4_096]);
    expect(swallowing.filter(({ what }) => what === 'item').map((read) => read.text)).toEqual([A, B]);
  });
});
