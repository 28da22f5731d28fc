import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlain, visibleParts, visibleText } from './visible.ts';

describe('visibleParts', () => {
  it.each([
    ['Ana Petrova', 'Ana Petrova'],
    ['مريم حداد', 'مريم حداد'],
    ['שלום', 'שלום'],
    ['👩‍⚕️', '👩‹U+200D›⚕️'],
    ['line\nbreak\tand tab', 'line\nbreak\tand tab'],
    ['a\u202Egnp.exe', 'a‹U+202E›gnp.exe'],
    ['\u2066x\u2069', '‹U+2066›x‹U+2069›'],
    ['nul\u0000', 'nul‹U+0000›'],
    ['zero\u200Bwidth', 'zero‹U+200B›width'],
    ['\uFEFFbom', '‹U+FEFF›bom'],
    ['lone \uD800 surrogate', 'lone ‹U+D800› surrogate'],
    ['tag \u{E0041}', 'tag ‹U+E0041›'],
    ['', ''],
  ])('%j reads %j', (text, expected) => {
    expect(visibleText(text)).toBe(expected);
  });

  it.each([
    ['a\nb\r\tc', 'a‹U+000A›b‹U+000D›‹U+0009›c'],
    ['nul\u0000', 'nul‹U+0000›'],
    ['plain name.json', 'plain name.json'],
  ])('%j, being one line, reads %j', (text, expected) => {
    expect(visibleText(text, true)).toBe(expected);
    expect(isPlain(text, true)).toBe(text === expected);
  });

  it('keeps every character, in order, and shows none of the hidden ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const rebuilt = visibleParts(text)
          .map((part) =>
            'text' in part ? part.text : String.fromCodePoint(Number.parseInt(part.control.slice(2), 16)),
          )
          .join('');
        expect(rebuilt).toBe(text);
        expect(isPlain(visibleText(text))).toBe(true);
      }),
    );
  });

  it('isPlain agrees with the parts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        expect(isPlain(text)).toBe(visibleParts(text).every((part) => 'text' in part));
      }),
    );
  });
});
