import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentJson, PIECE_MAX, piecesOf } from './indent-json.ts';

describe('indentJson', () => {
  it('lays any JSON out as JSON.stringify does, whatever its spacing was', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, 4, '\t'), (json, space) => {
        // Through JSON.parse once, for its output is the reference here; then with other spacing.
        const value: unknown = JSON.parse(json);
        expect(indentJson(JSON.stringify(value, null, space))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps digits, double keys and escapes that a parser would lose', () => {
    expect(indentJson('{"a":1.50,"a":12345678901234567890,"b":"\\u0041\\/"}')).toBe(
      '{\n  "a": 1.50,\n  "a": 12345678901234567890,\n  "b": "\\u0041\\/"\n}',
    );
  });

  it.each(['{"a":1', ']', '{]', '"open', '{"a":"b}', '"\\"'])('gives up on %j', (text) => {
    expect(indentJson(text)).toBeNull();
  });

  it.each(['x', '\\n', '\\"', '1', ' '])('lays out millions of %j in a row', (one) => {
    const many = one.repeat(12_000_000 / one.length);
    const value = one === '1' || one === ' ' ? `${many}1` : `"${many}"`;
    expect(indentJson(`{"a":${value}}`)?.length).toBeGreaterThan(10);
    expect(indentJson(`{"a":"${many}`)).toBeNull();
  });
});

describe('piecesOf', () => {
  it('loses nothing, keeps lines apart and pieces short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.nat(4), (seed, times) => {
        const text = Array.from({ length: times * 20 }, () => seed).join('👩');
        expect(piecesOf(text).join('')).toBe(text.replaceAll('\n', ''));
        for (const piece of piecesOf(text)) {
          expect(piece.length).toBeLessThanOrEqual(PIECE_MAX);
          expect(piece.isWellFormed() || !text.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
