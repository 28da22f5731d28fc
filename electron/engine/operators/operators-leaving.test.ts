import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { NotebookDesk } from './testing/notebook-desk.ts';
import { codeOf, operatorsBench } from './testing/operators-bench.ts';
import { personOf } from './testing/person-of.ts';

const at = operatorsBench();

describe('locking', () => {
  it('closes the desk, and the password alone opens it again', async () => {
    const { password } = await at.signIn('medminder-compliance');
    await at.operators.lock('operator');
    expect(at.operators.state()).toMatchObject({ kind: 'locked', reason: 'operator' });
    expect(at.desks[0]?.closed).toBe(true);
    expect(at.operators.current()).toBe('locked');
    await expect(at.operators.unlock('wrong')).rejects.toMatchObject({ code: 'vault/wrong-password' });
    expect(await at.operators.unlock(password)).toEqual({ kind: 'signed-in' });
    await expect.poll(() => at.operators.state()).toMatchObject({ kind: 'signed-in', connection: 'online' });
    expect(NotebookDesk.books.values().next().value?.acts).toEqual(['sign-in', 'lock', 'unlock']);
  });

  it('greets the last operator after a restart, and opens offline with the roles of the last sign-in', async () => {
    const { username, password } = await at.signIn('medminder-support');
    await at.operators.dispose();
    at.operators = await at.build({ cognitoEndpoint: 'http://127.0.0.1:9' });
    await at.operators.start();
    expect(at.operators.state()).toMatchObject({ kind: 'locked', username, reason: 'restart' });
    await at.operators.unlock(password);
    expect(at.operators.state()).toMatchObject({
      kind: 'signed-in',
      connection: 'offline',
      operator: { roles: ['support'] },
    });
  });

  it('does not open offline after 72 hours, nor with the clock set back', async () => {
    const { password } = await at.signIn('medminder-support');
    await at.operators.lock('operator');
    at.nowOffsetMs = 72 * 3_600_000 + 60_000;
    await expect(at.operators.unlock(password)).rejects.toMatchObject({ code: 'vault/offline-expired' });
    at.nowOffsetMs = -3_600_000;
    await expect(at.operators.unlock(password)).rejects.toMatchObject({ code: 'vault/clock-rolled-back' });
  });
});

describe('a desk that is left', () => {
  it.each(['system', 'idle'] as const)('drops a sign-in that waits for its code (%s)', async (reason) => {
    const person = await personOf(at.clinic, 'medminder-support');
    const step = await at.operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    await at.operators.lock(reason);
    await expect(at.operators.answerCode(step.challengeId, await person.code())).rejects.toMatchObject({
      code: 'auth/code-expired',
    });
  });

  it('drops a sign-in that waits for a decision about its cache, and ends its session at the pool', async () => {
    const person = await at.signIn('medminder-support');
    await at.operators.signOut();
    for (const name of at.secrets.entries.keys()) if (name.includes('/kek/')) at.secrets.entries.delete(name);
    const revoked: string[] = [];
    const revoke = at.pool.revoke.bind(at.pool);
    at.pool.revoke = async (token) => {
      revoked.push(token);
      await revoke(token);
    };
    const step = await at.operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    await expect(at.operators.answerCode(step.challengeId, await person.code())).rejects.toMatchObject({
      code: 'vault/key-missing',
    });
    await at.operators.lock('system');
    await expect(at.operators.setCacheAside()).rejects.toMatchObject({ code: 'auth/not-signed-in' });
    expect(revoked).toHaveLength(1);
  });

  it('refuses at once, however long the closing takes, and says so to the page', async () => {
    await at.signIn('medminder-compliance');
    let release: () => void = () => undefined;
    const [desk] = at.desks;
    if (desk === undefined) throw new Error('no desk');
    desk.record = async () => new Promise((resolve) => (release = resolve));
    const locking = at.operators.lock('idle');
    await expect.poll(() => at.states.at(-1)).toBe('locked');
    expect(at.operators.current()).toBe('locked');
    expect(desk.closed).toBe(false);
    release();
    await locking;
    expect(desk.closed).toBe(true);
  });

  it('ends the session of whoever was locked when somebody else signs in', async () => {
    await at.signIn('medminder-support');
    await at.operators.lock('operator');
    const [entry, before] = [...at.secrets.entries].find(([name]) => name.endsWith('/refresh-token')) ?? [];
    await at.signIn('medminder-compliance');
    const now = [...at.secrets.entries].filter(([name]) => name.endsWith('/refresh-token'));
    expect(now).toHaveLength(1);
    expect(now[0]?.[0]).not.toBe(entry);
    await expect
      .poll(async () => at.pool.refresh(String(before)).then(() => 'alive', codeOf))
      .toBe('auth/session-revoked');
  });
});

describe('a keychain that refuses to forget', () => {
  let password: string;
  beforeEach(async () => {
    ({ password } = await at.signIn('medminder-support'));
    const forget = at.secrets.delete.bind(at.secrets);
    at.secrets.delete = async (name) => {
      if (name.endsWith('/refresh-token')) throw new AppError('keychain/locked', 'test');
      await forget(name);
    };
  });

  it('is told at sign-out, and the desk is closed all the same', async () => {
    await expect(at.operators.signOut()).rejects.toMatchObject({ code: 'keychain/locked' });
    expect(at.operators.state().kind).toBe('signed-out');
    expect(at.operators.current()).toBeNull();
    expect(at.desks[0]?.closed).toBe(true);
  });

  it('does not bring the process down when the pool ends the session', async () => {
    at.pool.refresh = async () => Promise.reject(new AppError('auth/user-disabled', 'test'));
    await at.operators.lock('operator');
    await at.operators.unlock(password);
    await expect
      .poll(() => at.operators.state())
      .toMatchObject({ kind: 'signed-out', reason: { code: 'auth/user-disabled' } });
    await expect.poll(() => at.background).toMatchObject([{ code: 'keychain/locked' }]);
  });
});

describe('the end of a session', () => {
  it('signing out forgets tokens and operator, and leaves the cache', async () => {
    await at.signIn('medminder-compliance');
    await at.operators.signOut();
    expect(at.operators.state().kind).toBe('signed-out');
    expect([...at.secrets.entries.keys()].filter((name) => /refresh|operator/.test(name))).toEqual([]);
    const again = await at.build();
    await again.start();
    expect(again.state().kind).toBe('signed-out');
  });

  it('a global sign-out at the pool ends the session here', async () => {
    const person = await at.signIn('medminder-compliance');
    const { AccessToken } = await at.clinic.signIn(person.username);
    const { GlobalSignOutCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    await at.clinic.sdk.send(new GlobalSignOutCommand({ AccessToken }));
    await at.operators.lock('operator');
    await at.operators.unlock(person.password);
    await expect
      .poll(() => at.operators.state(), { timeout: 10_000 })
      .toMatchObject({
        kind: 'signed-out',
        reason: { code: 'auth/session-revoked' },
      });
    expect([...at.secrets.entries.keys()].filter((name) => name.includes('refresh'))).toEqual([]);
  });
});
