import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDesk as openClinic, type TestDesk } from '../../../e2e/clinic/testing.ts';
import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { SessionState } from '../../../shared/domain/session.ts';
import { settingsSchema, type Settings } from '../../../shared/domain/settings.ts';
import { CognitoPool } from '../cognito/pool.ts';
import { TokenVerifier } from '../cognito/token-verifier.ts';
import { MemorySecretStore } from '../keychain/testing/memory-secret-store.ts';
import { openProfile } from '../vault/profile.ts';
import type { Vault } from '../vault/vault.ts';
import type { Identity } from './identity.ts';
import { Operators } from './operators.ts';
import type { Desk } from './ports.ts';
import { profileVaults } from './profile-vaults.ts';
import { Remembered } from './remembered.ts';

/** A desk that keeps who it belongs to, and what was recorded, as the store will. */
class NotebookDesk implements Desk {
  static readonly books = new Map<string, { identity: Identity | null; acts: string[] }>();
  readonly #book: { identity: Identity | null; acts: string[] };
  closed = false;

  constructor(vaultId: string) {
    const book = NotebookDesk.books.get(vaultId) ?? { identity: null, acts: [] };
    NotebookDesk.books.set(vaultId, book);
    this.#book = book;
  }
  readIdentity = async (): Promise<Identity | null> => this.#book.identity;
  keepIdentity = async (identity: Identity): Promise<void> => {
    this.#book.identity = identity;
  };
  record = async (entry: ActionEntry): Promise<void> => {
    this.#book.acts.push(entry.kind);
  };
  connectionChanged = (): void => undefined;
  close = async (): Promise<void> => {
    this.closed = true;
  };
}

let clinic: TestDesk;
let settings: Settings;
let folder: string;
let secrets: MemorySecretStore;
let operators: Operators<Vault, NotebookDesk>;
let states: SessionState['kind'][];
let nowOffsetMs: number;
let pool: CognitoPool;
let desks: NotebookDesk[];

/** Three people of three roles; every test takes one whose code is not spent. */
async function personOf(
  group: string,
): Promise<{ username: string; password: string; code: () => Promise<string> }> {
  const answer = await fetch(`${clinic.clinic.urls.persons}.json`);
  const { persons } = (await answer.json()) as {
    persons: { username: string; password: string; groups: string[]; enabled: boolean; mfa: unknown }[];
  };
  const found = persons.find((row) => row.groups.includes(group) && row.enabled && row.mfa !== null);
  if (found === undefined) throw new Error(`nobody in ${group}`);
  return {
    ...found,
    code: async () => {
      if ((await clinic.person(found.username)).mfa?.spent === true) clinic.clock.advance(30_000);
      return (await clinic.person(found.username)).mfa?.code ?? '';
    },
  };
}

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
    onUpkeepFailed: (error) => {
      throw error;
    },
  });
}

async function signIn(group: string): Promise<{ username: string; password: string }> {
  const person = await personOf(group);
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
    ['medminder-compliance', ['compliance']],
    ['medminder-admin', ['admin']],
    ['medminder-support', ['support']],
  ])('%s has the roles %o', async (group, roles) => {
    await signIn(group);
    const state = operators.state();
    expect(state).toMatchObject({ kind: 'signed-in', connection: 'online', operator: { roles } });
    if (group === 'medminder-admin') expect(state).not.toMatchObject({ operator: { clinic: null } });
    expect(NotebookDesk.books.values().next().value?.acts).toEqual(['sign-in']);
  });

  it('refuses a wrong password and a wrong code, and nothing is open', async () => {
    const person = await personOf('medminder-compliance');
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
    const person = await personOf('medminder-support');
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
    const known = await personOf('medminder-support');
    const step = await operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    await expect(operators.answerCode(step.challengeId, await known.code())).rejects.toMatchObject({
      code: 'vault/key-missing',
    });
    NotebookDesk.books.clear();
    expect(await operators.setCacheAside()).toEqual({ kind: 'signed-in' });
    expect(NotebookDesk.books.values().next().value?.acts).toEqual(['cache-set-aside', 'sign-in']);
  });
});
