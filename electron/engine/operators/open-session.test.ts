import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { VerifiedIdentity } from '../cognito/token-verifier.ts';
import type { Identity } from './identity.ts';
import { OpenSession, type Whose } from './open-session.ts';
import { FIRST_QUESTION_MS } from './token-keeper.ts';
import type { AccessTokens, Desk, OpenedVault } from './ports.ts';

const HOUR_MS = 3_600_000;
const GROUPS = { compliance: 'c', admin: 'a', support: 's' };
const officer: Identity = {
  sub: 'sub-1',
  username: 'dana',
  displayName: 'Dana',
  roles: ['compliance'],
  clinic: null,
};

let verified: VerifiedIdentity;
let cached: Identity | null;
let order: string[];
let ended: AppError[];
let limits: string[];
let tokens: AccessTokens | null;
let session: OpenSession<OpenedVault, Desk> | null;
let deskFails: boolean;

const vault: OpenedVault = {
  vaultId: 'v',
  offlineUntilMs: 0,
  markOnline: async () => void order.push('online'),
  upkeep: async () => undefined,
  confirmsPassword: async (password) => password === 'right',
  close: async () => void order.push('vault closed'),
};
const desk: Desk = {
  readIdentity: async () => cached,
  keepIdentity: async (identity) => {
    cached = identity;
  },
  record: async () => undefined,
  begin: () => void order.push('begin'),
  connectionChanged: (connection) => void order.push(connection),
  close: async () => void order.push('desk closed'),
};

async function open(whose: Whose): Promise<OpenSession<OpenedVault, Desk>> {
  session = await OpenSession.open<OpenedVault, Desk>(
    {
      settings: { groups: GROUPS, idleLockMs: 900_000 },
      pool: {
        refresh: async () => ({ idToken: 'i', accessToken: 'a', refreshToken: null }),
        checkAccess: async () => undefined,
      },
      verifier: { verify: async () => verified },
      openDesk: async (_vault, given) => {
        if (deskFails) throw new AppError('store/corrupt', 'test');
        tokens = given;
        return desk;
      },
      now: Date.now,
      poolNowMs: Date.now,
      keepRefreshToken: async () => undefined,
      revoke: async () => undefined,
      onChange: () => undefined,
      onTimeLimit: (reason) => limits.push(reason),
      onBackgroundFailure: (error) => {
        throw error;
      },
      onEnded: (_session, reason) => ended.push(reason),
    },
    vault,
    whose,
    'refresh',
  );
  return session;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  verified = { ...officer, groups: ['c'], accessExpiresAtMs: Date.now() + 24 * HOUR_MS };
  cached = null;
  order = [];
  ended = [];
  limits = [];
  tokens = null;
  session = null;
  deskFails = false;
});
afterEach(async () => {
  await session?.close('for-good');
  vi.useRealTimers();
});

describe('opening', () => {
  it('keeps who it is, and gives no token before it is open', async () => {
    const opening = open({ verified: officer });
    await vi.waitFor(() => {
      expect(tokens).not.toBeNull();
    });
    await opening;
    expect(cached).toEqual(officer);
    expect(await tokens?.get()).toBe('a');
  });

  it.each<[string, Identity | null, Whose, string]>([
    ['another person’s cache', { ...officer, sub: 'sub-2' }, { verified: officer }, 'vault/other-person'],
    [
      'a trail of all clinics for an administrator of one',
      officer,
      { verified: { ...officer, roles: ['admin'], clinic: 'north' } },
      'vault/other-scope',
    ],
    ['a cache of nobody', null, 'as-cached', 'store/corrupt'],
  ])('refuses %s and closes what it opened', async (_what, before, whose, code) => {
    cached = before;
    const refused: unknown = await open(whose).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code });
    expect(order).toEqual(['desk closed', 'vault closed']);
    expect(cached).toEqual(before);
  });

  it('closes the vault when the desk does not open', async () => {
    deskFails = true;
    await expect(open({ verified: officer })).rejects.toMatchObject({ code: 'store/corrupt' });
    expect(order).toEqual(['vault closed']);
  });
});

describe('what the pool says at the next refresh', () => {
  async function resume(changes: Partial<VerifiedIdentity>): Promise<void> {
    cached = officer;
    verified = { ...verified, ...changes };
    (await open('as-cached')).begin(null);
    await vi.advanceTimersByTimeAsync(FIRST_QUESTION_MS);
  }

  it('a new name is taken over', async () => {
    await resume({ displayName: 'Dana Ek' });
    expect(session?.identity.displayName).toBe('Dana Ek');
    expect(cached?.displayName).toBe('Dana Ek');
    expect(order).toEqual(['begin', 'online', 'online']);
    expect(ended).toEqual([]);
  });

  it('a second role of the same scope is taken over', async () => {
    await resume({ groups: ['c', 's'] });
    expect(session?.identity.roles).toEqual(['compliance', 'support']);
  });

  it.each([
    ['no role', { groups: [] }, 'auth/no-role'],
    ['another person', { sub: 'sub-2' }, 'auth/token-invalid'],
    ['support only', { groups: ['s'] }, 'auth/scope-changed'],
    ['one clinic only', { groups: ['a'], clinic: 'north' }, 'auth/scope-changed'],
  ])('%s: the session ends, the cached identity stays', async (_what, changes, code) => {
    await resume(changes);
    expect(ended).toMatchObject([{ code }]);
    expect(cached).toEqual(officer);
    await expect(tokens?.get()).rejects.toMatchObject({ code: 'auth/not-signed-in' });
  });
});

it('asks for the password after twelve hours of work, and a confirmed password begins them anew', async () => {
  const opened = await open({ verified: officer });
  opened.begin({ token: 'a', expiresAtMs: Date.now() + 48 * HOUR_MS });
  async function work(hours: number): Promise<void> {
    for (let minutes = 0; minutes < hours * 60; minutes += 10) {
      await vi.advanceTimersByTimeAsync(600_000);
      opened.touch();
    }
  }
  await work(11);
  await expect(opened.confirmPassword('wrong')).rejects.toMatchObject({ code: 'vault/wrong-password' });
  expect(opened.passwordAgeMs).toBeGreaterThan(10 * HOUR_MS);
  await opened.confirmPassword('right');
  expect(opened.passwordAgeMs).toBe(0);
  await work(11);
  expect(limits).toEqual([]);
  await work(2);
  expect(limits).toEqual(['time-limit']);
});

it('closes desk before vault', async () => {
  const opened = await open({ verified: officer });
  await opened.close('until-unlock');
  expect(order).toEqual(['desk closed', 'vault closed']);
});
