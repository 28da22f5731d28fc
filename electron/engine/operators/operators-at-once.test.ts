import { describe, expect, it } from 'vitest';
import { codeOf, operatorsBench } from './testing/operators-bench.ts';
import { personOf } from './testing/person-of.ts';

const at = operatorsBench();

describe('guessing', () => {
  it('lets a hundred guesses sent at once have no more than the free ones', { timeout: 60_000 }, async () => {
    const { password } = await at.signIn('medminder-compliance');
    at.stoppedAtMs = Date.now();
    const session = at.operators.session();
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
    await at.operators.lock('operator');
    await expect(at.operators.unlock(password)).rejects.toMatchObject({ code: 'auth/too-many-attempts' });
    at.nowOffsetMs = 6_000;
    expect(await at.operators.unlock(password)).toEqual({ kind: 'signed-in' });
  });

  it('lets a hundred unlocks sent at once have no more than the free ones', { timeout: 60_000 }, async () => {
    await at.signIn('medminder-compliance');
    await at.operators.lock('operator');
    at.stoppedAtMs = Date.now();
    const codes = await Promise.all(
      Array.from({ length: 100 }, async (_, index) =>
        at.operators.unlock(`guess ${index}`).then(() => 'right', codeOf),
      ),
    );
    expect(codes.filter((code) => code === 'vault/wrong-password')).toHaveLength(3);
    expect(new Set(codes.slice(3))).toEqual(new Set(['auth/too-many-attempts']));
  });
});

describe('one thing at a time', () => {
  it('of two sign-ins at once, the challenge of the first is void', async () => {
    const [first, second] = [
      await personOf(at.clinic, 'medminder-support'),
      await personOf(at.clinic, 'medminder-compliance'),
    ];
    const [one, two] = await Promise.all([
      at.operators.signIn(first.username, first.password),
      at.operators.signIn(second.username, second.password),
    ]);
    if (one.kind !== 'code-required' || two.kind !== 'code-required') throw new Error('no code asked');
    await expect(at.operators.answerCode(one.challengeId, await first.code())).rejects.toMatchObject({
      code: 'auth/code-expired',
    });
    await at.operators.answerCode(two.challengeId, await second.code());
    expect(at.operators.state()).toMatchObject({ operator: { roles: ['compliance'] } });
  });

  it('a lock that comes while the code is checked locks what the code opened', async () => {
    const person = await personOf(at.clinic, 'medminder-support');
    const step = await at.operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error('no code asked');
    const code = await person.code();
    await Promise.all([at.operators.answerCode(step.challengeId, code), at.operators.lock('system')]);
    expect(at.operators.state()).toMatchObject({ kind: 'locked', reason: 'system' });
  });

  it('an unlock that comes while the desk closes waits, and opens it', async () => {
    const { password } = await at.signIn('medminder-support');
    const [, unlocked] = await Promise.all([at.operators.lock('operator'), at.operators.unlock(password)]);
    expect(unlocked).toEqual({ kind: 'signed-in' });
    expect(at.desks.map((desk) => desk.closed)).toEqual([true, false]);
  });

  it('a sign-out during a refresh leaves no token behind', async () => {
    const { password } = await at.signIn('medminder-support');
    const refresh = at.pool.refresh.bind(at.pool);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    at.pool.refresh = async (token) => {
      const fresh = await refresh(token);
      await gate;
      return fresh;
    };
    await at.operators.lock('operator');
    await at.operators.unlock(password);
    const late = at.operators.session().tokensKept();
    await at.operators.signOut();
    release();
    await late;
    expect([...at.secrets.entries.keys()].filter((name) => /refresh|operator/.test(name))).toEqual([]);
  });
});
