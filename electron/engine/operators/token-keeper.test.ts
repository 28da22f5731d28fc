import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import type { PoolTokens } from '../cognito/pool.ts';
import type { VerifiedIdentity } from '../cognito/token-verifier.ts';
import { FIRST_QUESTION_MS, TokenKeeper } from './token-keeper.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A pool that rotates: every refresh token works once. */
let good: string;
let issued: number;
let failing: ErrorCode | null;
let accessFailing: ErrorCode | null;
let hold: Promise<void>;
let calls: { refresh: number; check: number };
let kept: string[];
let keepFails: boolean;
let refused: ErrorCode | null;
let revoked: string[];
let connections: string[];
let ended: ErrorCode[];
let verified: number;
let keeper: TokenKeeper;
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown): void => void unhandled.push(reason);

const fail = (code: ErrorCode): AppError => new AppError(code, 'test');
const identity = (): VerifiedIdentity => ({
  sub: 's',
  username: 'dana',
  displayName: 'Dana',
  groups: [],
  clinic: null,
  accessExpiresAtMs: Date.now() + HOUR_MS,
});

async function refresh(token: string): Promise<PoolTokens> {
  calls.refresh += 1;
  await hold;
  if (failing !== null) throw fail(failing);
  if (token !== good) throw fail('auth/session-revoked');
  issued += 1;
  good = `refresh-${issued}`;
  return { idToken: 'i', accessToken: `access-${issued}`, refreshToken: good };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  vi.spyOn(Math, 'random').mockReturnValue(1);
  process.on('unhandledRejection', onUnhandled);
  good = 'refresh-0';
  issued = 0;
  failing = accessFailing = refused = null;
  hold = Promise.resolve();
  calls = { refresh: 0, check: 0 };
  kept = [];
  keepFails = false;
  revoked = [];
  connections = [];
  ended = [];
  verified = 0;
  unhandled.length = 0;
  keeper = new TokenKeeper(
    {
      pool: {
        refresh,
        checkAccess: async () => {
          calls.check += 1;
          await hold;
          if (accessFailing !== null) throw fail(accessFailing);
        },
      },
      verifier: { verify: async () => identity() },
      now: Date.now,
      keepRefreshToken: async (token) => {
        if (keepFails) throw fail('keychain/locked');
        kept.push(token);
      },
      revoke: async (token) => void revoked.push(token),
      onVerified: async () => {
        if (refused !== null) throw fail(refused);
        verified += 1;
      },
      onConnection: (connection) => connections.push(connection),
      onEnded: (reason) => ended.push(reason.code),
    },
    'refresh-0',
  );
});
afterEach(async () => {
  keeper.stop();
  await vi.advanceTimersByTimeAsync(0);
  process.off('unhandledRejection', onUnhandled);
  vi.restoreAllMocks();
  vi.useRealTimers();
  if (unhandled.length > 0) throw new Error('a rejection was left unhandled');
});

function held(): () => void {
  let release: () => void = () => undefined;
  hold = new Promise((resolve) => (release = resolve));
  return release;
}

describe('while the pool answers', () => {
  it('hands out the tokens of the sign-in, and new ones ahead of their end', async () => {
    keeper.startWith('access-0', Date.now() + HOUR_MS);
    expect(await keeper.getAccessToken()).toBe('access-0');
    await vi.advanceTimersByTimeAsync(HOUR_MS - 4 * MINUTE_MS);
    expect(await keeper.getAccessToken()).toBe('access-1');
    expect(kept).toEqual(['refresh-1']);
    expect(keeper.refreshToken).toBe('refresh-1');
    expect(connections).toEqual(['online']);
  });

  it('asks once for many', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, async () => keeper.getAccessToken()));
    expect(new Set(tokens)).toEqual(new Set(['access-1']));
    expect(calls.refresh).toBe(1);
  });

  it('keeps up through days of rotation', async () => {
    keeper.startOffline();
    await vi.advanceTimersByTimeAsync(3 * 24 * HOUR_MS);
    expect(ended).toEqual([]);
    expect(keeper.connection).toBe('online');
    expect(kept.at(-1)).toBe(good);
  });

  it.each<ErrorCode>(['auth/session-revoked', 'auth/user-disabled'])(
    'learns of %s within a minute, once',
    async (code) => {
      keeper.startWith('access-0', Date.now() + HOUR_MS);
      accessFailing = code;
      await vi.advanceTimersByTimeAsync(MINUTE_MS);
      expect(ended).toEqual([code]);
      await vi.advanceTimersByTimeAsync(HOUR_MS);
      expect(ended).toEqual([code]);
      await expect(keeper.getAccessToken()).rejects.toMatchObject({ code: 'auth/not-signed-in' });
    },
  );

  it('renews an access token that is over by the pool’s clock alone, and stays', async () => {
    keeper.startWith('access-0', Date.now() + HOUR_MS);
    accessFailing = 'auth/session-expired';
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(ended).toEqual([]);
    expect(await keeper.getAccessToken()).toBe('access-1');
  });

  it('ends when the refresh token is over after its 30 days', async () => {
    keeper.startOffline();
    failing = 'auth/session-expired';
    await vi.advanceTimersByTimeAsync(FIRST_QUESTION_MS);
    expect(ended).toEqual(['auth/session-expired']);
  });

  it.each<ErrorCode>(['auth/no-role', 'auth/token-invalid'])('ends on %s of a fresh token', async (code) => {
    refused = code;
    keeper.startOffline();
    await vi.advanceTimersByTimeAsync(FIRST_QUESTION_MS);
    expect(ended).toEqual([code]);
    // The caller revokes the session: it must learn the token that is alive.
    expect(keeper.refreshToken).toBe(good);
  });
});

describe('while the pool is away', () => {
  it('retries with longer and longer pauses, and comes back', async () => {
    failing = 'pool/unreachable';
    keeper.startOffline();
    const at: number[] = [];
    let seen = 0;
    for (let second = 0; second < 600; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      if (calls.refresh > seen) at.push(second);
      seen = calls.refresh;
    }
    expect(calls.refresh).toBeGreaterThan(8);
    expect(calls.refresh).toBeLessThan(16);
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(62);
    failing = null;
    await vi.advanceTimersByTimeAsync(62_000);
    expect(keeper.connection).toBe('online');
    expect(connections).toEqual(['online']);
    expect(ended).toEqual([]);
  });

  it.each<ErrorCode>(['pool/throttled', 'pool/failed', 'pool/not-found', 'auth/clock-skew'])(
    'does not end the session for %s',
    async (code) => {
      keeper.startWith('access-0', Date.now() + HOUR_MS);
      failing = accessFailing = code;
      await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
      expect(ended).toEqual([]);
      expect(connections).toEqual(['online', 'offline']);
    },
  );
});

describe('a keychain that fails', () => {
  it('does not make the next attempt use the token that is dead', async () => {
    keepFails = true;
    keeper.startOffline();
    await vi.advanceTimersByTimeAsync(FIRST_QUESTION_MS);
    expect(keeper.connection).toBe('offline');
    expect(keeper.refreshToken).toBe('refresh-1');
    keepFails = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ended).toEqual([]);
    expect(keeper.connection).toBe('online');
    expect(kept).toEqual(['refresh-2']);
  });
});

describe('stopping while a refresh is under way', () => {
  it('locked: keeps the new refresh token, adopts nothing else', async () => {
    const release = held();
    keeper.startOffline();
    await vi.advanceTimersByTimeAsync(FIRST_QUESTION_MS);
    keeper.stop();
    let finished = false;
    void keeper.finished().then(() => (finished = true));
    await vi.advanceTimersByTimeAsync(1);
    expect(finished).toBe(false);
    release();
    await vi.advanceTimersByTimeAsync(1);
    expect(finished).toBe(true);
    expect(kept).toEqual(['refresh-1']);
    expect(revoked).toEqual([]);
    expect(verified).toBe(0);
    expect(connections).toEqual([]);
    await expect(keeper.getAccessToken()).rejects.toMatchObject({ code: 'auth/not-signed-in' });
  });

  it('signed out: writes nothing back into the keychain, and ends the session at the pool', async () => {
    const release = held();
    keeper.startOffline();
    await vi.advanceTimersByTimeAsync(FIRST_QUESTION_MS);
    keeper.discard();
    release();
    await vi.advanceTimersByTimeAsync(1);
    expect(kept).toEqual([]);
    expect(revoked).toEqual(['refresh-1']);
    expect(verified).toBe(0);
  });

  it.each<[string, ErrorCode]>([
    ['a refresh', 'auth/session-revoked'],
    ['a check', 'auth/session-revoked'],
  ])('hears no more of %s that fails', async (what, code) => {
    const release = held();
    if (what === 'a check') keeper.startWith('access-0', Date.now() + HOUR_MS);
    else keeper.startOffline();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    failing = accessFailing = code;
    keeper.stop();
    release();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(ended).toEqual([]);
    expect(calls.refresh + calls.check).toBe(1);
  });

  it('does not begin once stopped', async () => {
    keeper.stop();
    keeper.startWith('access-0', Date.now() + HOUR_MS);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(calls).toEqual({ refresh: 0, check: 0 });
    expect(connections).toEqual([]);
  });
});
