import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkItem } from './check-item.ts';
import { measure } from './measure.ts';
import { auditEvent } from './testing/samples.ts';

const verdict = (content: string | Uint8Array): string | readonly string[] => {
  const checked = checkItem(Buffer.from(content));
  return checked.kind === 'refused' ? checked.code : checked.remarks;
};
const withTime = (recorded: string): string =>
  `{"resourceType":"AuditEvent","id":"a","recorded":${recorded}}`;
const withId = (id: string): string => auditEvent('a').replace('"id":"a"', `"id":${id}`);

describe('checkItem', () => {
  it.each([
    ['{"resourceType":"AuditEvent"', 'item/truncated'],
    ['{"resourceType":"AuditEvent","x":"', 'item/truncated'],
    ['{oops}', 'item/not-json'],
    ["{'resourceType':'AuditEvent'}", 'item/not-json'],
    [auditEvent('a', ',"x":NaN'), 'item/not-json'],
    [auditEvent('a', ',"x":"\u0000"'), 'item/not-json'],
    [auditEvent('a', ',"x":"\t"'), 'item/not-json'],
    [`${auditEvent('a')} ${auditEvent('b')}`, 'item/not-json'],
    ['7', 'item/not-audit-event'],
    ['null', 'item/not-audit-event'],
    [`[${auditEvent('a')}]`, 'item/not-audit-event'],
    ['{"resourceType":"OperationOutcome"}', 'item/not-audit-event'],
    ['{"resourceType":"auditevent"}', 'item/not-audit-event'],
    [auditEvent('a', ',"id":"b"'), 'item/duplicate-keys'],
    [auditEvent('a', ',"\\u0069d":"b"'), 'item/duplicate-keys'],
    [auditEvent('a', ',"agent":[{"who":{"display":"x","display":"x"}}]'), 'item/duplicate-keys'],
    [auditEvent('a', ',"__proto__":1,"__proto__":2'), 'item/duplicate-keys'],
    [`{"resourceType":"Patient",${auditEvent('a').slice(1)}`, 'item/duplicate-keys'],
    [withId('"../../etc/passwd"'), 'item/bad-id'],
    [withId('"=cmd|calc"'), 'item/bad-id'],
    [withId('""'), 'item/bad-id'],
    [withId('7'), 'item/bad-id'],
    [withId('null'), 'item/bad-id'],
    [withId('"a\\n"'), 'item/bad-id'],
    [withId(`"${'a'.repeat(65)}"`), 'item/bad-id'],
    [auditEvent('a', ',"meta":{"versionId":"1/2"}'), 'item/bad-id'],
    [withTime('"2023-02-29T00:00:00Z"'), 'item/bad-time'],
    [withTime('"10000-01-01T00:00:00Z"'), 'item/bad-time'],
    [withTime('"9999-12-31T23:59:59-01:00"'), 'item/bad-time'],
    [withTime('"2023-01-01"'), 'item/bad-time'],
    [withTime('1700000000'), 'item/bad-time'],
    ['{"resourceType":"AuditEvent","id":"a"}', 'item/bad-time'],
    [Buffer.from(auditEvent('a', ',"x":"\xff"'), 'latin1'), 'item/not-utf8'],
    [Buffer.from(auditEvent('a', ',"x":"\xed\xa0\x80"'), 'latin1'), 'item/not-utf8'],
    [Buffer.from(auditEvent('a', ',"x":"\xc0\xaf"'), 'latin1'), 'item/not-utf8'],
    [auditEvent('a', `,"x":${'['.repeat(64)}${']'.repeat(64)}`), 'item/too-deep'],
    ['['.repeat(100_000), 'item/too-deep'],
    [auditEvent('a', `,"x":[${'{},'.repeat(250_000)}1]`), 'item/too-large'],
    [`"${'x'.repeat(16 * 1024 * 1024)}"`, 'item/too-large'],
  ])('refuses %#', (content, code) => {
    expect(verdict(content)).toBe(code);
  });

  it.each([
    [auditEvent('a'), []],
    [`  ${auditEvent('a')}  `, []],
    ['{"resourceType":"AuditEvent","recorded":"2024-02-29T23:59:60.123456+14:00"}', []],
    [auditEvent('a', ',"what":{"nobody":["knows"]},"agent":7'), []],
    [auditEvent('a', `,"x":${'['.repeat(63)}${']'.repeat(63)}`), []],
    [`\uFEFF${auditEvent('a')}`, ['item/byte-order-mark']],
    [auditEvent('a', ',"x":9007199254740993'), ['item/large-number']],
    [auditEvent('a', ',"x":-1e400'), ['item/large-number']],
    [auditEvent('a', ',"x":[9007199254740991,0.12345678901234567,1e3,"9007199254740993"]'), []],
    [auditEvent('a', ',"x":"\\ud800"'), ['item/lone-surrogate']],
    [auditEvent('a', ',"x":"\\ud83d\\ude00"'), []],
    [auditEvent('a', ',"\\udc00":1'), ['item/lone-surrogate']],
    [auditEvent('a', ',"x":"\\u0000"'), ['item/nul']],
    [auditEvent('a', ',"__proto__":{"polluted":true},"constructor":1'), []],
    [auditEvent('a', ',"x":"<script>alert(1)</script> =1+1 {{7*7}} ../../x"'), []],
  ])('takes %#', (content, remarks) => {
    expect(verdict(content)).toEqual(remarks);
  });

  it('keeps the bytes, id and version of an event', () => {
    const bytes = Buffer.from(auditEvent('a-1.b', ',"meta":{"versionId":"7"}'));
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    for (const given of [bytes, marked]) {
      const checked = checkItem(given);
      if (checked.kind === 'refused') throw new Error(checked.code);
      expect(Buffer.from(checked.raw).equals(bytes)).toBe(true);
      expect([checked.resourceId, checked.versionId]).toEqual(['a-1.b', '7']);
    }
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          verdict(bytes);
        },
      ),
    );
  });
});

describe('measure', () => {
  it('tells depth and keys of any JSON as they are', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    const keysOf = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? (Array.isArray(value) ? 0 : Object.keys(value).length) +
          Object.values(value).reduce((sum: number, one) => sum + keysOf(one), 0)
        : 0;
    const large = (value: unknown): boolean =>
      typeof value === 'number'
        ? Math.abs(value) > Number.MAX_SAFE_INTEGER
        : typeof value === 'object' && value !== null && Object.values(value).some(large);
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'medium' }), fc.constantFrom(0, 2), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const again: unknown = JSON.parse(text);
        const { depth, keys, open, largeNumber } = measure(Buffer.from(text));
        expect({ depth, keys, open, largeNumber }).toEqual({
          depth: depthOf(again),
          keys: keysOf(again),
          open: false,
          largeNumber: large(again),
        });
      }),
      { numRuns: 500 },
    );
  });
});
