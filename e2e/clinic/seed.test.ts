import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededBytes, seededUuid } from './seed.ts';

it('gives the same bytes for the same seed and label, and others for another', () => {
  expect(seededBytes('7', 'a')).toEqual(seededBytes('7', 'a'));
  expect(seededBytes('7', 'a')).not.toEqual(seededBytes('8', 'a'));
  expect(seededBytes('7', 'a')).not.toEqual(seededBytes('7', 'b'));
});

it('shapes every UUID as version 4, variant 10', () => {
  fc.assert(
    fc.property(fc.string(), (label) => {
      expect(seededUuid('7', label)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }),
  );
});
