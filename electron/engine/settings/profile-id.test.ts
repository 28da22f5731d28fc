import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isProfileId, profileIdFor } from './profile-id.ts';

it.each([
  ['North clinic', [], 'north-clinic'],
  ['North clinic', ['north-clinic'], 'north-clinic-2'],
  ['North clinic', ['north-clinic', 'north-clinic-2'], 'north-clinic-3'],
  ['Zürich / Élan', [], 'zurich-elan'],
  ['欧阳 伟', [], 'pool'],
  ['CON', [], 'pool-con'],
  ['../../etc/passwd', [], 'etc-passwd'],
])('%s beside %j becomes %s', (label, taken, id) => {
  expect(profileIdFor(label, new Set(taken))).toBe(id);
});

it('is an id, and a new one, whatever the label', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 20 }), (labels) => {
      const taken = new Set<string>();
      for (const label of labels) {
        const id = profileIdFor(label, taken);
        expect(isProfileId(id)).toBe(true);
        expect(taken.has(id)).toBe(false);
        taken.add(id);
      }
    }),
  );
});
