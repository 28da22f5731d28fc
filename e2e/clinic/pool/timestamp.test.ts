import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

describe('the SRP timestamp', () => {
  it('is written as Java writes it, without a zero before the day', () => {
    expect(formatTimestamp(Date.UTC(2017, 3, 5, 22, 42, 4))).toBe('Wed Apr 5 22:42:04 UTC 2017');
  });

  it('reads back what it wrote, to the second', () => {
    const years = {
      min: new Date('1980-01-01T00:00:00Z'),
      max: new Date('2099-12-31T00:00:00Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const ms = Math.floor(date.getTime() / 1000) * 1000;
        expect(parseTimestamp(formatTimestamp(ms))).toBe(ms);
      }),
    );
  });

  it('reads what the client of cognito-srp-helper writes', () => {
    const session = createSrpSession('u', 'p', 'eu-central-1_Pool', false);
    const signed = signSrpSession(session, {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: { SALT: 'a1', SECRET_BLOCK: 'AAAA', SRP_B: '5', USER_ID_FOR_SRP: 'u' },
    });
    expect(Math.abs((parseTimestamp(signed.timestamp) ?? 0) - Date.now())).toBeLessThan(5000);
  });

  it.each([
    'Wed Apr 05 22:42:34 UTC 2017',
    'Thu Apr 5 22:42:34 UTC 2017',
    'Wed Apr 5 22:42:34 GMT 2017',
    'Wed Apr 5 24:42:34 UTC 2017',
    'Wed Xyz 5 22:42:34 UTC 2017',
    '2017-04-05T22:42:34Z',
    '',
  ])('refuses %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  it('never throws on text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseTimestamp(text)).toSatisfy((ms: unknown) => ms === undefined || typeof ms === 'number');
      }),
    );
  });
});
