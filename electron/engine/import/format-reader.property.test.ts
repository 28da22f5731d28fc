import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditEvent, readPieces } from './testing/samples.ts';

const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const spaces = fc.constantFrom('', ' ', '\n', '\r\n\t ');
const resource = fc
  .dictionary(fc.string({ unit: 'binary', maxLength: 8 }), fc.jsonValue(), { maxKeys: 4 })
  .map((more) => Object.assign({ resourceType: 'AuditEvent' }, more));
/** What stands in JSON text, spaced in one of several ways. */
const text = fc
  .tuple(resource, fc.constantFrom(0, 1, '\t'))
  .map(([value, space]) => JSON.stringify(value, null, space).replaceAll('\u2028', ' '));
const items = (found: ReturnType<typeof readPieces>): (string | undefined)[] =>
  found.filter(({ what }) => what === 'item').map((read) => read.text);
const bytesOf = (one: string): string => Buffer.from(one).toString('latin1');

describe('any document in any pieces', () => {
  it("gives a Bundle's resources by their exact bytes, in order", () => {
    const other = fc.constantFrom(
      '"fullUrl":"urn:x"',
      '"search":{"mode":"match"}',
      '"link":[{"resource":{}}]',
    );
    const entries = fc.array(fc.tuple(text, other, fc.boolean(), spaces), { maxLength: 5 });
    fc.assert(
      fc.property(entries, spaces, fc.boolean(), pieces, (given, gap, typeLast, sizes) => {
        const list = given.map(([one, more, first, inner]) =>
          first
            ? `{${gap}${more},"resource"${inner}:${inner}${one}${gap}}`
            : `{"resource":${inner}${one},${more}}`,
        );
        const type = '"resourceType":"Bundle"';
        const entry = `"entry"${gap}:[${list.join(`${gap},${gap}`)}]`;
        const bundle = `{${gap}${typeLast ? `${entry},${type}` : `${type},"total":1,${entry}`}${gap}}`;
        const found = readPieces(bundle, sizes);
        expect(found.every(({ what }) => what === 'item')).toBe(true);
        expect(items(found)).toEqual(given.map(([one]) => bytesOf(one)));
        expect(found.map(({ at }) => at)).toEqual(given.map((_, index) => `entry ${index + 1}`));
      }),
      { numRuns: 400 },
    );
  });

  it("gives the items of a list, and a single resource's own bytes", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), spaces, pieces, (given, gap, sizes) => {
        expect(items(readPieces(`[${gap}${given.join(`,${gap}`)}${gap}]`, sizes))).toEqual(
          given.map(bytesOf),
        );
        const single = `${given[0] ?? ''}${gap}`;
        expect(items(readPieces(single, sizes))).toEqual([bytesOf(single)]);
      }),
      { numRuns: 300 },
    );
  });

  it('splits lines as a naive reader does', () => {
    const line = fc.oneof(
      resource.map((one) => JSON.stringify(one)),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', ' ', '{', '"', '[1,2', '\\', '{"resource":{'),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n'),
        pieces,
        (given, end, sizes) => {
          // Two sound lines first, so that there is no doubt that these are lines.
          const all = [
            auditEvent('x'),
            auditEvent('y'),
            ...given.map((one) => one.replaceAll(/[\r\n]/g, '').toWellFormed()),
          ];
          const expected = all.filter((one) => one.replaceAll(/[ \t]/g, '') !== '').map(bytesOf);
          expect(items(readPieces(all.join(end), sizes))).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('loses no neighbour of a poison line, wherever it stands', () => {
    const poison = fc.oneof(
      fc.string({ unit: 'binary' }).map((one) => one.replaceAll(/[\r\n]/g, '').toWellFormed()),
      fc.constantFrom(
        '{',
        '[',
        '"',
        '{"a":[',
        '[[[',
        '}',
        ']]',
        '{"resourceType":"Bundle","entry":[',
        '{"resource":',
        '\u0000\u0001',
        ',',
        '{"a":"',
      ),
    );
    const opening = '{"resourceType":"Bundle","entry":[';
    fc.assert(
      fc.property(fc.array(poison, { minLength: 1, maxLength: 5 }), pieces, (bad, sizes) => {
        const good = [auditEvent('x'), auditEvent('y'), auditEvent('z')];
        const lines = [bad[0] ?? '', good[0], ...bad.slice(1, 3), good[1], ...bad.slice(3), good[2]];
        expect(items(readPieces(lines.join('\n'), sizes))).toEqual(expect.arrayContaining(good));
      }),
      // Found here: lines that look like a Bundle in pieces.
      {
        numRuns: 400,
        examples: [
          [[opening, '{', '{"a":[', '{"resource":'], [1]],
          [[opening, '{', '{', ','], [1]],
          [[opening, '', '', ','], [1]],
        ],
      },
    );
  });

  it('loses no neighbour of a poison entry', () => {
    const poison = fc.oneof(
      fc.string({ unit: 'binary' }).map((one) => one.toWellFormed()),
      fc.constantFrom(
        '{',
        '[',
        '"',
        '{"a":[1',
        '{"resource":{"a":"',
        '{"resource":{"a":[{',
        '{"resource":{}}}',
        '{"resource":{"a":1]}}',
        'nope',
        '{"resource":{"a":nope}}',
        '{"resource":',
        '{"resource":[{',
        '{"resource":[{}]}',
        '{"resource":{}}]}',
        '{"resource":{}}]',
      ),
    );
    fc.assert(
      fc.property(poison, pieces, (bad, sizes) => {
        const good = [auditEvent('x'), auditEvent('y'), auditEvent('z')];
        const [x = '', y = '', z = ''] = good.map((one) => `{"fullUrl":"urn:u","resource":${one}}`);
        const found = readPieces(`{"resourceType":"Bundle","entry":[${x},${bad},${y},${z}]}`, sizes);
        expect(items(found)).toEqual(expect.arrayContaining(good));
      }),
      { numRuns: 400 },
    );
  });

  it('loses no neighbour of a poison item of a list', () => {
    const poison = fc.oneof(
      fc.string({ unit: 'binary' }).map((one) => one.toWellFormed()),
      fc.constantFrom('{', '[', ']', '}', '"', '[1', '["x"', '[{}', '["x"]]', '1]', '{}]', '{"a":[{}', ']]}'),
    );
    fc.assert(
      fc.property(poison, fc.constantFrom(',', ',\n', '\n,\n'), pieces, (bad, comma, sizes) => {
        const [x = '', y = '', z = ''] = ['x', 'y', 'z'].map((id) => auditEvent(id));
        const found = readPieces(`[${[x, bad, y, z].join(comma)}]`, sizes);
        expect(items(found)).toEqual(expect.arrayContaining([x, y, z]));
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same for any bytes in any pieces, and never throws', () => {
    const scrap = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\n',
      ' ',
      '"entry"',
      '"resource":{',
      '"resourceType"',
      '"Bundle"',
      '1',
      'true',
      'x',
      '\u00e9',
      '\u0000',
    );
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(scrap, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(''))),
    );
    fc.assert(
      fc.property(content, pieces, fc.boolean(), (bytes, sizes, cut) => {
        expect(readPieces(bytes, sizes, cut)).toEqual(readPieces(bytes, [], cut));
      }),
      { numRuns: 2_000 },
    );
  });
});
