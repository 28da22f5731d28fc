import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../shared/errors.ts';
import { maySetCacheAside, retryAfterMs, wordsFor } from './words.ts';

describe('words', () => {
  it.each(ERROR_CODES)('%s has a title, a reason and a way out, in calm whole sentences', (code) => {
    const words = wordsFor({ code });
    expect(words.title).toMatch(/^[A-Z][^!]*[^.!]$/);
    expect(words.explanation).toMatch(/^[A-Z][^!]*\.$/);
    expect(words.remedy).toMatch(/^[A-Z][^!]*\.$/);
    expect(`${words.title}${words.explanation}${words.remedy}`).not.toContain(code);
  });

  it('no two codes share the same words altogether', () => {
    const texts = ERROR_CODES.map((code) => JSON.stringify(wordsFor({ code })));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('retryAfterMs', () => {
  it.each([
    [{ detail: { retryAfterMs: 1500 } }, 1500],
    [{ detail: { retryAfterMs: 0 } }, null],
    [{ detail: { retryAfterMs: '1500' } }, null],
    [{ detail: { retryAfterMs: Number.NaN } }, null],
    [{ detail: {} }, null],
    [{}, null],
  ])('%j → %s', (error, expected) => {
    expect(retryAfterMs(error)).toBe(expected);
  });
});

describe('maySetCacheAside', () => {
  it('is never offered for data of a newer version, or for a wrong password', () => {
    expect(maySetCacheAside('vault/from-future')).toBe(false);
    expect(maySetCacheAside('store/from-future')).toBe(false);
    expect(maySetCacheAside('vault/wrong-password')).toBe(false);
    expect(maySetCacheAside('vault/key-missing')).toBe(true);
    expect(maySetCacheAside('store/corrupt')).toBe(true);
  });
});
