import { createSecretKey, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBlock, sealBlock, type StoredRecord } from './block.ts';

const key = createSecretKey(randomBytes(32));
const name = { day: '2026-03-01', retentionClass: 'hipaa' };
const records = fc
  .array(
    fc.record({
      receivedAtMs: fc.integer(),
      resourceId: fc.option(fc.string({ unit: 'grapheme' })),
      versionId: fc.option(fc.string()),
      raw: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((list): StoredRecord[] => list.map((record, index) => ({ seq: index * 3 + 1, ...record })));

describe('a block', () => {
  it('gives back its records, byte for byte', () => {
    fc.assert(
      fc.property(records, (list) => {
        const { header, body } = sealBlock(key, name, list);
        expect(openBlock(key, header, body)).toEqual(list);
      }),
    );
  });

  it('opens under no other key, header or body, and says which events are lost', () => {
    const { header, body } = sealBlock(key, name, [
      { seq: 5, receivedAtMs: 1, resourceId: null, versionId: null, raw: Buffer.from('one') },
    ]);
    const damaged = Buffer.from(body);
    damaged[20]! ^= 1;
    const corrupt = expect.objectContaining({
      code: 'store/corrupt',
      detail: { seq: 5, lastSeq: 5 },
    }) as Error;
    expect(() => openBlock(key, header, damaged)).toThrow(corrupt);
    expect(() => openBlock(key, { ...header, day: '2026-03-02' }, body)).toThrow(corrupt);
    expect(() => openBlock(key, { ...header, events: 2 }, body)).toThrow(corrupt);
    expect(() => openBlock(createSecretKey(randomBytes(32)), header, body)).toThrow(corrupt);
  });
});
