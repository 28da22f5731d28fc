import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProfile } from '../vault/profile.ts';
import { profileVaults } from './profile-vaults.ts';
import { NotebookDesk } from './testing/notebook-desk.ts';
import { operatorsBench } from './testing/operators-bench.ts';
import { personOf } from './testing/person-of.ts';

const at = operatorsBench();

describe('signing in', () => {
  it.each([
    ['medminder-compliance', ['compliance'], null],
    ['medminder-admin', ['admin'], expect.any(String) as unknown],
    ['medminder-support', ['support'], null],
  ])('%s has the roles %o', async (group, roles, bound) => {
    await at.signIn(group);
    const state = at.operators.state();
    expect(state).toMatchObject({
      kind: 'signed-in',
      connection: 'online',
      operator: { roles, clinic: bound },
    });
    expect(NotebookDesk.books.values().next().value?.acts).toEqual(['sign-in']);
  });

  it('refuses a wrong password and a wrong code, and nothing is open', async () => {
    const person = await personOf(at.clinic, 'medminder-compliance');
    await expect(at.operators.signIn(person.username, 'wrong')).rejects.toMatchObject({
      code: 'auth/wrong-credentials',
    });
    const step = await at.operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    const wrong = String((Number(await person.code()) + 1) % 1_000_000).padStart(6, '0');
    await expect(at.operators.answerCode(step.challengeId, wrong)).rejects.toMatchObject({
      code: 'auth/wrong-code',
    });
    await expect(at.operators.answerCode('another', await person.code())).rejects.toMatchObject({
      code: 'auth/code-expired',
    });
    expect(at.operators.state().kind).toBe('signed-out');
  });

  it('refuses a person without a role, and ends their session at the pool', async () => {
    const answer = await fetch(`${at.clinic.clinic.urls.persons}.json`);
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
    const { password, mfa } = await at.clinic.person(nurse.username);
    const step = await at.operators.signIn(nurse.username, password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    await expect(at.operators.answerCode(step.challengeId, mfa?.code ?? '')).rejects.toMatchObject({
      code: 'auth/no-role',
    });
    expect(at.operators.state().kind).toBe('signed-out');
  });

  it('says that the pool is away', async () => {
    at.operators = await at.build({ cognitoEndpoint: 'http://127.0.0.1:9' });
    await expect(at.operators.signIn('dana', 'x')).rejects.toMatchObject({ code: 'pool/unreachable' });
  });

  it('keeps no password, code or token outside keychain and memory', async () => {
    await at.signIn('medminder-compliance');
    expect(JSON.stringify(at.operators.state())).not.toMatch(/eyJ|password/i);
  });
});

describe('a cache that cannot be opened', () => {
  it('asks for the previous password after a change in the pool', async () => {
    const person = await personOf(at.clinic, 'medminder-support');
    const before = await at.build();
    const vaults = profileVaults({
      profile: await openProfile({ vaultsDir: path.join(at.folder, 'vaults'), secrets: at.secrets }),
      vaultsDir: path.join(at.folder, 'vaults'),
      secrets: at.secrets,
      clock: { nowMs: Date.now },
      userPoolId: at.settings.userPoolId,
    });
    const old = await vaults.create(vaults.idFor(person.username), 'The old password 1', Date.now());
    await old.close();
    await before.dispose();

    const step = await at.operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    expect(await at.operators.answerCode(step.challengeId, await person.code())).toEqual({
      kind: 'previous-password-required',
    });
    await expect(at.operators.givePreviousPassword('not it')).rejects.toMatchObject({
      code: 'vault/wrong-password',
    });
    expect(await at.operators.givePreviousPassword('The old password 1')).toEqual({ kind: 'signed-in' });
    await at.operators.lock('operator');
    expect(await at.operators.unlock(person.password)).toEqual({ kind: 'signed-in' });
  });

  it('offers to set the cache aside when the keychain lost its key', async () => {
    const person = await at.signIn('medminder-support');
    await at.operators.signOut();
    for (const name of at.secrets.entries.keys()) if (name.includes('/kek/')) at.secrets.entries.delete(name);
    const step = await at.operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    await expect(at.operators.answerCode(step.challengeId, await person.code())).rejects.toMatchObject({
      code: 'vault/key-missing',
    });
    NotebookDesk.books.clear();
    expect(await at.operators.setCacheAside()).toEqual({ kind: 'signed-in' });
    expect(NotebookDesk.books.values().next().value?.acts).toEqual(['cache-set-aside', 'sign-in']);
  });
});
