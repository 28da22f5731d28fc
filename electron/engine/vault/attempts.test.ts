import { describe, expect, it } from 'vitest';
import { delayAfterMs } from './attempts.ts';
import { CrashingWorld } from './testing/crashing-world.ts';
import { DIR, open, prepared, T0, TestClock } from './testing/fixture.ts';

const FILE = `${DIR}/attempts.json`;
const wrong = { password: 'wrong' };

async function outcome(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => 'opened',
    (error: unknown) => error,
  );
}

describe('local password attempts', () => {
  it('cost nothing three times, then wait longer and longer, up to 15 minutes', () => {
    expect([0, 1, 2, 3, 4, 5, 10, 11, 1000].map(delayAfterMs)).toEqual([
      0, 0, 0, 5_000, 10_000, 20_000, 640_000, 900_000, 900_000,
    ]);
  });

  it('wait across restarts, say how long, and refuse the right password meanwhile', async () => {
    const world = new CrashingWorld(await prepared());
    const clock = new TestClock();
    for (let index = 0; index < 3; index += 1) {
      expect(await outcome(open(world, { ...wrong, clock }))).toMatchObject({ code: 'vault/wrong-password' });
    }
    clock.ms += 1_000;
    const restarted = new CrashingWorld(world.afterPowerCut());
    expect(await outcome(open(restarted, { clock }))).toMatchObject({
      code: 'auth/too-many-attempts',
      detail: { retryAfterMs: 4_000, failures: 3 },
    });
    clock.ms += 4_000;
    expect(await outcome(open(restarted, { clock }))).toBe('opened');
    expect(await restarted.read(FILE)).toBeNull();
  });

  it('count even if the process is killed while the password is tried', async () => {
    let remains = await prepared();
    // One more point than opening passes up to and including the counted attempt: death during scrypt.
    const probe = new CrashingWorld(remains);
    await outcome(open(probe, wrong));
    const uncounted = async (): Promise<number> => {
      const bytes = await new CrashingWorld(remains).read(FILE);
      return bytes === null ? 0 : (JSON.parse(bytes.toString()) as { failures: number }).failures;
    };
    for (let kill = 1; kill <= 3; kill += 1) {
      const world = new CrashingWorld(remains);
      await outcome(open(world, wrong));
      remains = world.afterKill();
      expect(await uncounted()).toBe(kill);
    }
    expect(await outcome(open(new CrashingWorld(remains)))).toMatchObject({ code: 'auth/too-many-attempts' });
  });

  it('are not counted for what is not about the password', async () => {
    const remains = await prepared();
    const world = new CrashingWorld({ files: remains.files, secrets: new Map() });
    expect(await outcome(open(world, wrong))).toMatchObject({ code: 'vault/key-missing' });
    expect(await world.read(FILE)).toBeNull();
  });

  it('do not lock out for as long as a clock was ahead', async () => {
    const world = new CrashingWorld(await prepared());
    const clock = new TestClock(T0 + 3600_000);
    for (let index = 0; index < 4; index += 1) {
      clock.ms += 60_000;
      await outcome(open(world, { ...wrong, clock }));
    }
    clock.ms = T0;
    expect(await outcome(open(world, { clock }))).toMatchObject({ detail: { retryAfterMs: 10_000 } });
    clock.ms += 10_000;
    expect(await outcome(open(world, { clock }))).toBe('opened');
  });

  it('neither start afresh nor lock out when the count is damaged', async () => {
    const world = new CrashingWorld(await prepared());
    await world.writeSynced(FILE, Buffer.from('{"format":1,'));
    expect(await outcome(open(world, wrong))).toMatchObject({ code: 'vault/wrong-password' });
    expect(await outcome(open(world))).toMatchObject({ code: 'auth/too-many-attempts' });
  });

  it('are forgotten after an online sign-in', async () => {
    const world = new CrashingWorld(await prepared());
    for (let index = 0; index < 3; index += 1) await outcome(open(world, wrong));
    expect(await outcome(open(world, { mode: { kind: 'online', poolNowMs: T0 } }))).toBe('opened');
    expect(await outcome(open(world))).toBe('opened');
  });
});
