import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonGrammar } from './json-grammar.ts';

/** True if the grammar accepts the whole text as one document, given in pieces of this size. */
function accepts(text: string, piece: number): boolean {
  // A number at the very end is ended by white space, as in a file by its end.
  const bytes = Buffer.from(`${text} `);
  const grammar = new JsonGrammar(3);
  for (let from = 0; from < bytes.length; from += piece) {
    const part = bytes.subarray(from, from + piece);
    let at = 0;
    for (let met = grammar.next(part, at); met !== 'more'; met = grammar.next(part, at)) {
      if (met === 'error') return false;
      at = grammar.at;
    }
  }
  return grammar.done;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('JsonGrammar', () => {
  it('accepts what JSON.parse accepts', () => {
    const spaces = fc.constantFrom(0, 1, '\t', '\r\n ');
    fc.assert(
      fc.property(fc.jsonValue(), spaces, fc.integer({ min: 1, max: 9 }), (value, space, piece) => {
        expect(accepts(JSON.stringify(value, null, space), piece)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('decides as JSON.parse does on text of which a few characters were changed', () => {
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.integer({ min: 0, max: 2 }),
      put: fc.constantFrom(
        '',
        '"',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '\\',
        '\\u00',
        '0',
        '-',
        '.',
        'e',
        'tru',
        'null',
        '\n',
        '\u0001',
        ' ',
        'é',
      ),
    });
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 9 }),
        (value, edits, piece) => {
          let text = JSON.stringify(value);
          for (const { at, remove, put } of edits) {
            const from = Math.floor(at * text.length);
            text = text.slice(0, from) + put + text.slice(from + remove);
          }
          // Half of a surrogate pair cannot be written as UTF-8: it is another text there.
          expect(accepts(text, piece)).toBe(isJson(text.toWellFormed()));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each([
    '01',
    '-',
    '1.',
    '.5',
    '1e',
    '1e+',
    '--1',
    '0x1',
    '+1',
    'truE',
    'nul',
    '"\\x"',
    '"\\u12g4"',
    '[1,]',
    '{"a":1,}',
    '{,}',
    '{"a"}',
    '{a:1}',
    '[',
    '',
    '1 2',
    ']',
  ])('does not accept %s', (text) => {
    expect(accepts(text, 1)).toBe(false);
  });

  it('reads keys with escapes', () => {
    const grammar = new JsonGrammar(3);
    const text = Buffer.from('{"\\u0065ntr\\u0079":1}');
    expect(grammar.next(text, 0)).toBe('start');
    expect(grammar.next(text, grammar.at)).toBe('key');
    expect(grammar.text).toBe('entry');
  });
});
