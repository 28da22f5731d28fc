import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDesk as openClinic, type TestDesk } from '../../../e2e/clinic/testing.ts';
import type { SessionState } from '../../../shared/domain/session.ts';
import { settingsSchema, type Settings } from '../../../shared/domain/settings.ts';
import { AppError, toErrorValue } from '../../../shared/errors.ts';
import { CognitoPool } from '../cognito/pool.ts';
import { TokenVerifier } from '../cognito/token-verifier.ts';
import { MemorySecretStore } from '../keychain/testing/memory-secret-store.ts';
import { openProfile } from '../vault/profile.ts';
import type { Vault } from '../vault/vault.ts';
import { Operators } from './operators.ts';
import { profileVaults } from './profile-vaults.ts';
import { Remembered } from './remembered.ts';
import { NotebookDesk } from './testing/notebook-desk.ts';
import { personOf, type Person } from './testing/person-of.ts';

let clinic: TestDesk;
let settings: Settings;
let folder: string;
let secrets: MemorySecretStore;
let operators: Operators<Vault, NotebookDesk>;
let states: SessionState['kind'][];
let nowOffsetMs: number;
let pool: CognitoPool;
let desks: NotebookDesk[];
let background: unknown[];

const codeOf = (error: unknown): string => toErrorValue(error).code;

async function build(overrides: Partial<Settings> = {}): Promise<Operators<Vault, NotebookDesk>> {
  const vaultsDir = path.join(folder, 'vaults');
  const now = (): number => Date.now() + nowOffsetMs;
  const profile = await openProfile({ vaultsDir, secrets });
  const own = { ...settings, ...overrides };
  pool = new CognitoPool(own);
  return new Operators<Vault, NotebookDesk>({
    settings: own,
    pool,
    verifier: new TokenVerifier(own),
    vaults: profileVaults({ profile, vaultsDir, secrets, clock: { nowMs: now }, userPoolId: own.userPoolId }),
    remembered: new Remembered(secrets, profile.profileId),
    openDesk: async (vault) => {
      const desk = new NotebookDesk(vault.vaultId);
      desks.push(desk);
      return desk;
    },
    now,
    onChange: (state) => states.push(state.kind),
    onBackgroundFailure: (error) => background.push(error),
  });
}

async function signIn(group: string): Promise<Person> {
  const person = await personOf(clinic, group);
  const step = await operators.signIn(person.username, person.password);
  if (step.kind !== 'code-required') throw new Error(`got ${step.kind}`);
  expect(await operators.answerCode(step.challengeId, await person.code())).toEqual({ kind: 'signed-in' });
  return person;
}

beforeAll(async () => {
  clinic = await openClinic();
  const { urls } = clinic.clinic;
  settings = settingsSchema.parse({
    label: 'Demo',
    region: urls.region,
    userPoolId: urls.userPoolId,
    clientId: urls.clientId,
    cognitoEndpoint: urls.cognito,
    jwksUri: urls.jwksUri,
    fhirBaseUrl: urls.fhir,
  });
});
afterAll(async () => {
  await clinic.clinic.close();
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'operators-'));
  secrets = new MemorySecretStore();
  states = [];
  desks = [];
  background = [];
  nowOffsetMs = 0;
  NotebookDesk.books.clear();
  await clinic.control('faults', { rules: [] });
  operators = await build();
  await operators.start();
});
afterEach(async () => {
  await operators.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('signing in', () => {
  it.each([
    ['medminder-compliance', ['compliance'], null],
    ['medminder-admin', ['admin'], expect.any(String) as unknown],
    ['medminder-support', ['support'], null],
  ])('%s has the roles %o', async (group, roles, bound) => {
    await signIn(group);
    const state = operators.state();
    expect(state).toMatchObject({
      kind: 'signed-in',
      connection: 'online',
      operator: { roles, clinic: bound },
    });
    expect(NotebookDesk.books.values().next().value?.acts).toEqual(['sign-in']);
  });

  it('refuses a wrong password and a wrong code, and nothing is open', async () => {
    const person = await personOf(clinic, 'medminder-compliance');
    await expect(operators.signIn(person.username, 'wrong')).rejects.toMatchObject({
      code: 'auth/wrong-credentials',
    });
    const step = await operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    const wrong = String((Number(await person.code()) + 1) % 1_000_000).padStart(6, '0');
    await expect(operators.answerCode(step.challengeId, wrong)).rejects.toMatchObject({
      code: 'auth/wrong-code',
    });
    await expect(operators.answerCode('another', await person.code())).rejects.toMatchObject({
      code: 'auth/code-expired',
    });
    expect(operators.state().kind).toBe('signed-out');
  });

  it('refuses a person without a role, and ends their session at the pool', async () => {
    const answer = await fetch(`${clinic.clinic.urls.persons}.json`);
    const { persons } = (await answer.json()) as {
      persons: { username: string; groups: string[]; enabled: boolean; mfa: unknown; status: string }[];
    };
    const nurse = persons.find(
      (row) =>
        row.groups.every((group) => !/compliance|admin|support/.test(group)) &&
        row.enabled &&
        row.mfa !== null,
    );
    if (nurse === undefined) throw new Error('no nurse');
    const { password, mfa } = await clinic.person(nurse.username);
    const step = await operators.signIn(nurse.username, password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    await expect(operators.answerCode(step.challengeId, mfa?.code ?? '')).rejects.toMatchObject({
      code: 'auth/no-role',
    });
    expect(operators.state().kind).toBe('signed-out');
  });

  it('says that the pool is away', async () => {
    operators = await build({ cognitoEndpoint: 'http://127.0.0.1:9' });
    await expect(operators.signIn('dana', 'x')).rejects.toMatchObject({ code: 'pool/unreachable' });
  });

  it('keeps no password, code or token outside keychain and memory', async () => {
    await signIn('medminder-compliance');
    expect(JSON.stringify(operators.state())).not.toMatch(/eyJ|password/i);
  });
});

describe('locking', () => {
  it('closes the desk, and the password alone opens it again', async () => {
    const { password } = await signIn('medminder-compliance');
    await operators.lock('operator');
    expect(operators.state()).toMatchObject({ kind: 'locked', reason: 'operator' });
    expect(desks[0]?.closed).toBe(true);
    expect(operators.current()).toBe('locked');
    await expect(operators.unlock('wrong')).rejects.toMatchObject({ code: 'vault/wrong-password' });
    expect(await operators.unlock(password)).toEqual({ kind: 'signed-in' });
    await expect.poll(() => operators.state()).toMatchObject({ kind: 'signed-in', connection: 'online' });
    expect(NotebookDesk.books.values().next().value?.acts).toEqual(['sign-in', 'lock', 'unlock']);
  });

  it('greets the last operator after a restart, and opens offline with the roles of the last sign-in', async () => {
    const { username, password } = await signIn('medminder-support');
    await operators.dispose();
    operators = await build({ cognitoEndpoint: 'http://127.0.0.1:9' });
    await operators.start();
    expect(operators.state()).toMatchObject({ kind: 'locked', username, reason: 'restart' });
    await operators.unlock(password);
    expect(operators.state()).toMatchObject({
      kind: 'signed-in',
      connection: 'offline',
      operator: { roles: ['support'] },
    });
  });

  it('does not open offline after 72 hours, nor with the clock set back', async () => {
    const { password } = await signIn('medminder-support');
    await operators.lock('operator');
    nowOffsetMs = 72 * 3_600_000 + 60_000;
    await expect(operators.unlock(password)).rejects.toMatchObject({ code: 'vault/offline-expired' });
    nowOffsetMs = -3_600_000;
    await expect(operators.unlock(password)).rejects.toMatchObject({ code: 'vault/clock-rolled-back' });
  });
});

describe('a desk that is left', () => {
  it.each(['system', 'idle'] as const)('drops a sign-in that waits for its code (%s)', async (reason) => {
    const person = await personOf(clinic, 'medminder-support');
    const step = await operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    await operators.lock(reason);
    await expect(operators.answerCode(step.challengeId, await person.code())).rejects.toMatchObject({
      code: 'auth/code-expired',
    });
  });

  it('drops a sign-in that waits for a decision about its cache, and ends its session at the pool', async () => {
    const person = await signIn('medminder-support');
    await operators.signOut();
    for (const name of secrets.entries.keys()) if (name.includes('/kek/')) secrets.entries.delete(name);
    const revoked: string[] = [];
    const revoke = pool.revoke.bind(pool);
    pool.revoke = async (token) => {
      revoked.push(token);
      await revoke(token);
    };
    const step = await operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    await expect(operators.answerCode(step.challengeId, await person.code())).rejects.toMatchObject({
      code: 'vault/key-missing',
    });
    await operators.lock('system');
    await expect(operators.setCacheAside()).rejects.toMatchObject({ code: 'auth/not-signed-in' });
    expect(revoked).toHaveLength(1);
  });

  it('refuses at once, however long the closing takes, and says so to the page', async () => {
    await signIn('medminder-compliance');
    let release: () => void = () => undefined;
    const [desk] = desks;
    if (desk === undefined) throw new Error('no desk');
    desk.record = async () => new Promise((resolve) => (release = resolve));
    const locking = operators.lock('idle');
    await expect.poll(() => states.at(-1)).toBe('locked');
    expect(operators.current()).toBe('locked');
    expect(desk.closed).toBe(false);
    release();
    await locking;
    expect(desk.closed).toBe(true);
  });

  it('ends the session of whoever was locked when somebody else signs in', async () => {
    await signIn('medminder-support');
    await operators.lock('operator');
    const [entry, before] = [...secrets.entries].find(([name]) => name.endsWith('/refresh-token')) ?? [];
    await signIn('medminder-compliance');
    const now = [...secrets.entries].filter(([name]) => name.endsWith('/refresh-token'));
    expect(now).toHaveLength(1);
    expect(now[0]?.[0]).not.toBe(entry);
    await expect
      .poll(async () => pool.refresh(String(before)).then(() => 'alive', codeOf))
      .toBe('auth/session-revoked');
  });
});

describe('guessing', () => {
  it('lets a hundred guesses sent at once have no more than the free ones', { timeout: 60_000 }, async () => {
    const { password } = await signIn('medminder-compliance');
    const session = operators.session();
    const guesses = Array.from({ length: 100 }, async (_, index) =>
      session.confirmPassword(`guess ${index}`).then(() => 'right', codeOf),
    );
    const codes = await Promise.all(guesses);
    expect(codes.filter((code) => code === 'vault/wrong-password')).toHaveLength(3);
    expect(new Set(codes.slice(3))).toEqual(new Set(['auth/too-many-attempts']));
    // The delay holds for the right password and over a lock as well.
    await expect(session.confirmPassword(password)).rejects.toMatchObject({
      code: 'auth/too-many-attempts',
    });
    await operators.lock('operator');
    await expect(operators.unlock(password)).rejects.toMatchObject({ code: 'auth/too-many-attempts' });
    nowOffsetMs = 6_000;
    expect(await operators.unlock(password)).toEqual({ kind: 'signed-in' });
  });

  it('lets a hundred unlocks sent at once have no more than the free ones', { timeout: 60_000 }, async () => {
    await signIn('medminder-compliance');
    await operators.lock('operator');
    const codes = await Promise.all(
      Array.from({ length: 100 }, async (_, index) =>
        operators.unlock(`guess ${index}`).then(() => 'right', codeOf),
      ),
    );
    expect(codes.filter((code) => code === 'vault/wrong-password')).toHaveLength(3);
    expect(new Set(codes.slice(3))).toEqual(new Set(['auth/too-many-attempts']));
  });
});

describe('one thing at a time', () => {
  it('of two sign-ins at once, the challenge of the first is void', async () => {
    const [first, second] = [
      await personOf(clinic, 'medminder-support'),
      await personOf(clinic, 'medminder-compliance'),
    ];
    const [one, two] = await Promise.all([
      operators.signIn(first.username, first.password),
      operators.signIn(second.username, second.password),
    ]);
    if (one.kind !== 'code-required' || two.kind !== 'code-required') throw new Error('no code asked');
    await expect(operators.answerCode(one.challengeId, await first.code())).rejects.toMatchObject({
      code: 'auth/code-expired',
    });
    await operators.answerCode(two.challengeId, await second.code());
    expect(operators.state()).toMatchObject({ operator: { roles: ['compliance'] } });
  });

  it('a lock that comes while the code is checked locks what the code opened', async () => {
    const person = await personOf(clinic, 'medminder-support');
    const step = await operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    const code = await person.code();
    await Promise.all([operators.answerCode(step.challengeId, code), operators.lock('system')]);
    expect(operators.state()).toMatchObject({ kind: 'locked', reason: 'system' });
  });

  it('an unlock that comes while the desk closes waits, and opens it', async () => {
    const { password } = await signIn('medminder-support');
    const [, unlocked] = await Promise.all([operators.lock('operator'), operators.unlock(password)]);
    expect(unlocked).toEqual({ kind: 'signed-in' });
    expect(desks.map((desk) => desk.closed)).toEqual([true, false]);
  });

  it('a sign-out during a refresh leaves no token behind', async () => {
    const { password } = await signIn('medminder-support');
    const refresh = pool.refresh.bind(pool);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    pool.refresh = async (token) => {
      const fresh = await refresh(token);
      await gate;
      return fresh;
    };
    await operators.lock('operator');
    await operators.unlock(password);
    const late = operators.session().tokensKept();
    await operators.signOut();
    release();
    await late;
    expect([...secrets.entries.keys()].filter((name) => /refresh|operator/.test(name))).toEqual([]);
  });
});

describe('a keychain that refuses to forget', () => {
  let password: string;
  beforeEach(async () => {
    ({ password } = await signIn('medminder-support'));
    const forget = secrets.delete.bind(secrets);
    secrets.delete = async (name) => {
      if (name.endsWith('/refresh-token')) throw new AppError('keychain/locked', 'test');
      await forget(name);
    };
  });

  it('is told at sign-out, and the desk is closed all the same', async () => {
    await expect(operators.signOut()).rejects.toMatchObject({ code: 'keychain/locked' });
    expect(operators.state().kind).toBe('signed-out');
    expect(operators.current()).toBeNull();
    expect(desks[0]?.closed).toBe(true);
  });

  it('does not bring the process down when the pool ends the session', async () => {
    pool.refresh = async () => Promise.reject(new AppError('auth/user-disabled', 'test'));
    await operators.lock('operator');
    await operators.unlock(password);
    await expect
      .poll(() => operators.state())
      .toMatchObject({ kind: 'signed-out', reason: { code: 'auth/user-disabled' } });
    await expect.poll(() => background).toMatchObject([{ code: 'keychain/locked' }]);
  });
});

describe('the end of a session', () => {
  it('signing out forgets tokens and operator, and leaves the cache', async () => {
    await signIn('medminder-compliance');
    await operators.signOut();
    expect(operators.state().kind).toBe('signed-out');
    expect([...secrets.entries.keys()].filter((name) => /refresh|operator/.test(name))).toEqual([]);
    const again = await build();
    await again.start();
    expect(again.state().kind).toBe('signed-out');
  });

  it('a global sign-out at the pool ends the session here', async () => {
    const person = await signIn('medminder-compliance');
    const { AccessToken } = await clinic.signIn(person.username);
    const { GlobalSignOutCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    await clinic.sdk.send(new GlobalSignOutCommand({ AccessToken }));
    await operators.lock('operator');
    await operators.unlock(person.password);
    await expect
      .poll(() => operators.state(), { timeout: 10_000 })
      .toMatchObject({
        kind: 'signed-out',
        reason: { code: 'auth/session-revoked' },
      });
    expect([...secrets.entries.keys()].filter((name) => name.includes('refresh'))).toEqual([]);
  });
});

describe('a cache that cannot be opened', () => {
  it('asks for the previous password after a change in the pool', async () => {
    const person = await personOf(clinic, 'medminder-support');
    const before = await build();
    const vaults = profileVaults({
      profile: await openProfile({ vaultsDir: path.join(folder, 'vaults'), secrets }),
      vaultsDir: path.join(folder, 'vaults'),
      secrets,
      clock: { nowMs: Date.now },
      userPoolId: settings.userPoolId,
    });
    const old = await vaults.create(vaults.idFor(person.username), 'The old password 1', Date.now());
    await old.close();
    await before.dispose();

    const step = await operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    expect(await operators.answerCode(step.challengeId, await person.code())).toEqual({
      kind: 'previous-password-required',
    });
    await expect(operators.givePreviousPassword('not it')).rejects.toMatchObject({
      code: 'vault/wrong-password',
    });
    expect(await operators.givePreviousPassword('The old password 1')).toEqual({ kind: 'signed-in' });
    await operators.lock('operator');
    expect(await operators.unlock(person.password)).toEqual({ kind: 'signed-in' });
  });

  it('offers to set the cache aside when the keychain lost its key', async () => {
    const person = await signIn('medminder-support');
    await operators.signOut();
    for (const name of secrets.entries.keys()) if (name.includes('/kek/')) secrets.entries.delete(name);
    const step = await operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    await expect(operators.answerCode(step.challengeId, await person.code())).rejects.toMatchObject({
      code: 'vault/key-missing',
    });
    NotebookDesk.books.clear();
    expect(await operators.setCacheAside()).toEqual({ kind: 'signed-in' });
    expect(NotebookDesk.books.values().next().value?.acts).toEqual(['cache-set-aside', 'sign-in']);
  });
});
