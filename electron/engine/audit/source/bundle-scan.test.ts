import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceRanges } from './bundle-scan.ts';

function slices(text: string): (string | null)[] {
  const bytes = Buffer.from(text);
  return resourceRanges(bytes).map((range) =>
    range === null ? null : bytes.subarray(range.start, range.end).toString('utf8'),
  );
}

describe('resourceRanges', () => {
  it('finds the exact bytes, white space and odd escapes included', () => {
    const resource = '{ "a" : "x\\"}]\\\\" ,\n "é" : [1 , {"resource":{}} ] }';
    const text = `\uFEFF {"total":1,"entry" : [ {"fullUrl":"u","resource" :${resource} ,"search":{}}, {"x":1} ] }`;
    expect(slices(text)).toEqual([resource, null]);
  });

  it('reads escaped keys, and the last of several equal ones, as JSON.parse does', () => {
    const text = '{"entry":[{"resource":1}],"\\u0065ntry":[{"resource":{"a":1},"resource":{"b":2}}]}';
    expect(slices(text)).toEqual(['{"b":2}']);
  });

  it('finds none where there is no list of entries', () => {
    for (const text of ['{}', '[]', '{"entry":{}}', '{"entry":[]}', '{"a":{"entry":[{"resource":{}}]}}']) {
      expect(slices(text)).toEqual([]);
    }
  });

  it('agrees with JSON.parse on every Bundle, however it is spaced', () => {
    const spacing = fc.constantFrom(undefined, 1, 4, '\t', '\r\n ');
    const entry = fc.oneof(
      fc.record({ fullUrl: fc.string({ unit: 'binary' }), resource: fc.jsonValue() }),
      fc.record({ search: fc.jsonValue() }),
      fc.jsonValue(),
    );
    const bundle = fc.record({ type: fc.string(), entry: fc.array(entry), link: fc.jsonValue() });
    fc.assert(
      fc.property(bundle, spacing, (value, space) => {
        const parsed = JSON.parse(JSON.stringify(value)) as { entry: unknown[] };
        const found = slices(JSON.stringify(value, null, space));
        expect(found.length).toBe(parsed.entry.length);
        for (const [index, one] of parsed.entry.entries()) {
          const slice = found[index]!;
          const has = typeof one === 'object' && one !== null && !Array.isArray(one) && 'resource' in one;
          const read: unknown = slice === null ? 'none' : JSON.parse(slice);
          expect(read).toEqual(has ? one.resource : 'none');
          expect(slice === null).toBe(!has);
        }
      }),
      { numRuns: 500 },
    );
  });
});
