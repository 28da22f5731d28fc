import { expect, it } from 'vitest';
import { durationWords, estimateWords } from './estimate.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const inSeconds = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

it.each([
  [-30, 'less than a minute left'],
  [59, 'less than a minute left'],
  [61, 'about 2 min left'],
  [4 * 60, 'about 4 min left'],
  [17 * 60, 'about 20 min left'],
  [89 * 60, 'about 90 min left'],
  [91 * 60, 'about 2 h left'],
  [47 * 3600, 'about 47 h left'],
  [49 * 3600, 'about 2 days left'],
])('an end in %d s is %s', (seconds, words) => {
  expect(estimateWords(inSeconds(seconds), NOW)).toBe(words);
});

it('says nothing where nobody can say', () => {
  expect(estimateWords(null, NOW)).toBeNull();
  expect(estimateWords('soon', NOW)).toBeNull();
});

it.each([
  [-5, '0 s'],
  [8400, '8 s'],
  [59_600, '1 min'],
  [252_000, '4 min 12 s'],
  [7_200_000, '2 h'],
  [7_500_000, '2 h 5 min'],
])('%d ms took %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});
