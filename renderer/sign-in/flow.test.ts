import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/errors.ts';
import { codeDigits, failed, FLOW_START, stepped, type Flow } from './flow.ts';

const error = (code: ErrorCode) => ({ code, message: 'for developers' });
const code: Flow = stepped({
  kind: 'code-required',
  challengeId: 'c1',
  method: 'totp',
  expiresAt: '2026-11-22T14:03:00.000Z',
});

describe('the way in', () => {
  it('goes from password to code to the desk', () => {
    expect(code.stage).toEqual({ kind: 'code', challengeId: 'c1', expiresAt: '2026-11-22T14:03:00.000Z' });
    expect(stepped({ kind: 'signed-in' }).stage.kind).toBe('entering');
    expect(stepped({ kind: 'previous-password-required' }).stage.kind).toBe('previous-password');
  });

  it.each([
    ['auth/wrong-code', 'code'],
    ['auth/too-many-attempts', 'code'],
    ['pool/unreachable', 'code'],
    ['auth/code-expired', 'password'],
    ['auth/no-role', 'password'],
    ['vault/password-changed', 'previous-password'],
    ['store/corrupt', 'cache-unreadable'],
    ['vault/other-scope', 'cache-unreadable'],
    ['vault/key-missing', 'cache-unreadable'],
    ['vault/from-future', 'code'],
  ] as const)('%s at the code leads to %s', (failure, stage) => {
    expect(failed(code, error(failure)).stage.kind).toBe(stage);
  });

  it('leaves a failed unlock where it is: mending needs the pool’s consent first', () => {
    expect(failed(FLOW_START, error('vault/key-missing'), true).stage.kind).toBe('password');
    expect(failed(FLOW_START, error('vault/password-changed'), true).error).toMatchObject({
      code: 'vault/password-changed',
    });
  });

  it('keeps the words of a failure, but says nothing twice when the next stage explains it', () => {
    expect(failed(FLOW_START, error('auth/wrong-credentials'))).toEqual({
      stage: { kind: 'password' },
      error: error('auth/wrong-credentials'),
    });
    expect(failed(code, error('vault/password-changed')).error).toBeNull();
  });
});

it.each([
  ['123 456', '123456'],
  ['123-456', '123456'],
  ['12345678', '123456'],
  ['abc', ''],
])('codeDigits(%j)', (typed, digits) => {
  expect(codeDigits(typed)).toBe(digits);
});
