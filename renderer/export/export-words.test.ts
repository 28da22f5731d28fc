import { expect, it } from 'vitest';
import { exportCountWords } from './export-words.ts';

it.each([
  [1, 'exact', '1 event'],
  [12_340, 'exact', '12,340 events'],
  [10_000, 'least', 'More than 10,000 events'],
  [2085, 'most', 'Up to 2,085 events'],
] as const)('%d, %s: %s', (count, bound, words) => {
  expect(exportCountWords({ count, bound })).toBe(words);
});
