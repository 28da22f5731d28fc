import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createHandlers, type HandlerParts } from './handlers.ts';

/** A desk with one event of these bytes. */
function handlersOver(raw: Uint8Array): ReturnType<typeof createHandlers> {
  const desk = { store: { event: async () => Promise.resolve({ raw }) } };
  const operators = { session: () => ({ desk }) };
  return createHandlers({ operators } as unknown as HandlerParts);
}

describe('the raw form of an event', () => {
  const utf8 = new TextEncoder();
  it.each([
    ['plain text', utf8.encode('{"a":"Öberg 🩺"}'), '{"a":"Öberg 🩺"}', true],
    ['a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), '\uFEFF{}', true],
    ['nothing', new Uint8Array(), '', true],
    ['a replacement character that was sent', utf8.encode('\uFFFD'), '\uFFFD', true],
    ['Latin-1', new Uint8Array([0x22, 0xd6, 0x22]), '"\uFFFD"', false],
    ['half a character', new Uint8Array([0x22, 0xc3]), '"\uFFFD', false],
    ['a lone surrogate', new Uint8Array([0xed, 0xa0, 0x80]), '\uFFFD\uFFFD\uFFFD', false],
    ['an overlong slash', new Uint8Array([0xc0, 0xaf]), '\uFFFD\uFFFD', false],
  ])('%s', async (_what, raw, text, lossless) => {
    expect(await handlersOver(raw)['audit.raw']({ seq: 1 })).toEqual({
      text,
      bytes: raw.byteLength,
      lossless,
    });
  });

  it('gives the very bytes back wherever it says lossless', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (raw) => {
        const { text, lossless } = await handlersOver(raw)['audit.raw']({ seq: 1 });
        expect(Buffer.from(text, 'utf8').equals(Buffer.from(raw))).toBe(lossless);
      }),
    );
  });
});

it('refuses the way out of a desk that works', async () => {
  await expect(handlersOver(new Uint8Array())['session.setAllCachesAside']({})).rejects.toMatchObject({
    code: 'auth/forbidden',
  });
});
