import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { ed25519Verify } from './ed25519.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';
import { changeVaultPassword, openVault, summariseVault, vaultExists } from './opening.ts';
import { CrashingWorld } from './testing/crashing-world.ts';
import { editKeyring } from './testing/edit-keyring.ts';
import {
  CHEAP,
  create,
  DIR,
  HOUR_MS,
  open,
  PASSWORD,
  prepared,
  T0,
  TestClock,
  VAULT_ID,
} from './testing/fixture.ts';

const FILE = `${DIR}/keyring.json`;
const day = (offset: number) => ({
  day: new Date(T0 - offset * 24 * HOUR_MS).toISOString().slice(0, 10),
  retentionClass: 'standard',
});
const code = (expected: string) => ({ code: expected });

describe('a vault', () => {
  it('gives the same keys after it is opened again, online and offline', async () => {
    const world = new CrashingWorld();
    const made = await create(world);
    const database = made.databaseKey();
    const dek = await made.dek(day(0));
    const signature = made.signCheckpoint(Buffer.from('checkpoint'));
    await made.close();
    for (const mode of [{ kind: 'offline' }, { kind: 'online', poolNowMs: T0 }] as const) {
      const vault = await open(world, { mode });
      expect(vault.databaseKey()).toEqual(database);
      expect(vault.existingDek(day(0))?.equals(dek)).toBe(true);
      expect(ed25519Verify(vault.signingPublicKey(), Buffer.from('checkpoint'), signature)).toBe(true);
      expect(vault.signCheckpoint(Buffer.from('checkpoint'))).toEqual(signature);
      await vault.close();
    }
  });

  it('writes no key and no password in the clear', async () => {
    const world = new CrashingWorld();
    const vault = await create(world);
    const dek = (await vault.dek(day(0))).export();
    const text = (await world.read(FILE))!.toString();
    for (const secret of [vault.databaseKey(), dek]) {
      expect(text).not.toContain(secret.toString('base64').slice(0, 20));
      expect(text).not.toContain(secret.toString('hex').slice(0, 20));
    }
    expect(text).not.toContain(PASSWORD);
  });

  it('makes the keys of 90 days in one write', async () => {
    const world = new CrashingWorld();
    const vault = await create(world);
    const writes = async () =>
      JSON.parse((await world.read(FILE))!.toString()) as { writes: number; wraps: unknown[] };
    const before = (await writes()).writes;
    const days = Array.from({ length: 90 }, (_, index) => day(index));
    await vault.ensureDeks(days);
    await vault.ensureDeks(days);
    expect((await writes()).writes).toBe(before + 1);
    expect((await writes()).wraps.length).toBe(92);
    expect(vault.dekNames().length).toBe(90);
    const hexes = new Set(days.map((name) => vault.existingDek(name)!.export().toString('hex')));
    expect(hexes.size).toBe(90);
  });

  it('gives one key to all who ask for it at once', async () => {
    const vault = await create(new CrashingWorld());
    const keys = await Promise.all(Array.from({ length: 8 }, () => vault.dek(day(1))));
    expect(keys.every((key) => key.equals(keys[0]!))).toBe(true);
  });

  it('refuses names of keys that are no day or no class', async () => {
    const vault = await create(new CrashingWorld());
    for (const bad of ['2026-02-30', '2026-1-1', 'x', '../../etc']) {
      await expect(vault.dek({ day: bad, retentionClass: 'a' })).rejects.toMatchObject(
        code('engine/internal'),
      );
    }
    await expect(vault.dek({ day: '2026-01-01', retentionClass: 'A b' })).rejects.toMatchObject(
      code('engine/internal'),
    );
  });

  it('gives nothing after it was closed', async () => {
    const vault = await create(new CrashingWorld());
    await vault.close();
    await vault.close();
    expect(() => vault.databaseKey()).toThrow('opened again');
    expect(() => vault.existingDek(day(0))).toThrow('opened again');
    await expect(vault.dek(day(0))).rejects.toMatchObject(code('vault/locked'));
    await expect(vault.upkeep()).rejects.toMatchObject(code('vault/locked'));
  });
});

describe('opening', () => {
  it('says what is wrong', async () => {
    const remains = await prepared();
    await expect(open(new CrashingWorld())).rejects.toMatchObject(code('vault/not-found'));
    await expect(open(new CrashingWorld(remains), { password: 'other' })).rejects.toMatchObject(
      code('vault/wrong-password'),
    );
    await expect(
      open(new CrashingWorld(remains), { password: 'other', mode: { kind: 'online', poolNowMs: T0 } }),
    ).rejects.toMatchObject(code('vault/password-changed'));
    const emptied = { files: remains.files, secrets: new Map() };
    await expect(open(new CrashingWorld(emptied))).rejects.toMatchObject(code('vault/key-missing'));
    const foreign = new Map([...remains.secrets.keys()].map((name) => [name, Buffer.alloc(32, 1)]));
    await expect(open(new CrashingWorld({ files: remains.files, secrets: foreign }))).rejects.toMatchObject(
      code('vault/key-mismatch'),
    );
  });

  it('takes the password as typed: another normalisation is another password', async () => {
    const world = new CrashingWorld();
    await (await create(world, new TestClock(), 'Zo\u00EB-1234!')).close();
    await expect(open(world, { password: 'Zoe\u0308-1234!' })).rejects.toMatchObject(
      code('vault/wrong-password'),
    );
    await expect(open(world, { password: 'Zo\u00EB-1234!' })).resolves.toBeDefined();
  });

  it('opens offline for 72 hours after the last online sign-in', async () => {
    const remains = await prepared();
    const at = (hours: number) =>
      open(new CrashingWorld(remains), { clock: new TestClock(T0 + hours * HOUR_MS) });
    await expect(at(72)).resolves.toBeDefined();
    await expect(at(72.01)).rejects.toMatchObject(code('vault/offline-expired'));
  });

  it('notices a clock that was put back, and an online sign-in mends it', async () => {
    const world = new CrashingWorld();
    const clock = new TestClock();
    const vault = await create(world, clock);
    clock.ms = T0 + 10 * HOUR_MS;
    await vault.upkeep();
    await vault.close();
    clock.ms = T0 + 10 * HOUR_MS - 4 * 60_000;
    await (await open(world, { clock })).close();
    clock.ms = T0 + 9 * HOUR_MS;
    await expect(open(world, { clock })).rejects.toMatchObject(code('vault/clock-rolled-back'));
    await (await open(world, { clock, mode: { kind: 'online', poolNowMs: T0 } })).close();
    await expect(open(world, { clock })).resolves.toBeDefined();
  });

  it('takes a clock that is always slow, or a little fast, for what it is', async () => {
    for (const offMs of [-HOUR_MS, 30 * 60_000]) {
      const world = new CrashingWorld();
      const clock = new TestClock(T0 + offMs);
      await (await create(world, clock)).close();
      await (await open(world, { clock, mode: { kind: 'online', poolNowMs: T0 } })).close();
      clock.ms += HOUR_MS;
      const vault = await open(world, { clock });
      expect(vault.offlineUntilMs).toBe(T0 + Math.min(0, offMs) + 72 * HOUR_MS);
    }
  });

  it('confirms the password of an open vault and counts wrong guesses', async () => {
    const vault = await create(new CrashingWorld());
    expect(await vault.confirmsPassword(PASSWORD)).toBe(true);
    for (let index = 0; index < 3; index += 1) expect(await vault.confirmsPassword('guess')).toBe(false);
    await expect(vault.confirmsPassword(PASSWORD)).rejects.toMatchObject(code('auth/too-many-attempts'));
  });

  it('does not offer the way round the rules by editing the times in the file', async () => {
    const remains = await prepared();
    const world = new CrashingWorld(remains);
    await editKeyring(world, FILE, (body) => ({ ...body, lastOnlineAtMs: T0 + 500 * HOUR_MS }));
    await expect(open(world, { clock: new TestClock(T0 + 500 * HOUR_MS) })).rejects.toMatchObject(
      code('vault/corrupt'),
    );
  });

  it('never makes a vault over data, nor over another vault', async () => {
    const world = new CrashingWorld({
      files: new Map([[`${DIR}/audit.db`, Buffer.from('x')]]),
      secrets: new Map(),
    });
    await expect(create(world)).rejects.toMatchObject(code('vault/key-missing'));
    await expect(create(new CrashingWorld(await prepared()))).rejects.toMatchObject(
      code('vault/key-missing'),
    );
    expect(await vaultExists({ dir: DIR, files: world })).toBe(false);
  });

  it('never touches a file from the future', async () => {
    const remains = await prepared();
    const files = new Map([[FILE, Buffer.from('{"format":2,"other":true}')]]);
    const world = new CrashingWorld({ files, secrets: remains.secrets });
    await expect(open(world)).rejects.toMatchObject({ code: 'vault/from-future', detail: { format: 2 } });
    expect(world.afterKill().files).toEqual(files);
    expect(world.afterKill().secrets).toEqual(remains.secrets);
  });

  it('tells the last times without a password', async () => {
    const world = new CrashingWorld(await prepared());
    expect(await summariseVault({ dir: DIR, files: world })).toEqual({
      lastOnlineAtMs: T0,
      lastSeenAtMs: T0,
    });
  });
});

describe('the renewal of the KEK', () => {
  it('happens every 24 hours, keeps every key and leaves one entry in the keychain', async () => {
    const world = new CrashingWorld();
    const clock = new TestClock();
    const vault = await create(world, clock);
    const dek = await vault.dek(day(0));
    const old = world.afterKill();
    clock.ms = T0 + 24 * HOUR_MS - 1;
    expect(await vault.renewKekIfDue()).toBe(false);
    clock.ms += 1;
    await vault.upkeep();
    expect(vault.kekGeneration).toBe(2);
    expect(vault.kekCreatedAtMs).toBe(clock.ms);
    expect(await vault.renewKekIfDue()).toBe(false);
    await vault.close();
    expect(world.secretNames()).toEqual([expect.stringMatching(/\/kek\/2$/)]);
    const again = await open(world, { clock });
    expect(again.existingDek(day(0))?.equals(dek)).toBe(true);
    // An older copy of the file opens nothing: its KEK is gone.
    const replay = new CrashingWorld({ files: old.files, secrets: world.afterKill().secrets });
    await expect(open(replay, { clock })).rejects.toMatchObject(code('vault/key-missing'));
  });

  it('is due too when the KEK was made under a clock far ahead', async () => {
    const world = new CrashingWorld();
    const clock = new TestClock(T0 + 1000 * 24 * HOUR_MS);
    const vault = await create(world, clock);
    clock.ms = T0;
    expect(await vault.renewKekIfDue()).toBe(true);
  });

  it('shreds: no copy of the file, with any KEK still in the keychain, opens the block', async () => {
    const world = new CrashingWorld();
    const vault = await create(world);
    await vault.ensureDeks([day(0), day(1)]);
    const sealed = sealEnvelope(await vault.dek(day(1)), Buffer.from('event'), Buffer.from('aad'));
    const old = world.afterKill();
    await vault.shredDeks([day(1)]);
    expect(vault.existingDek(day(1))).toBeNull();
    expect(vault.existingDek(day(0))).not.toBeNull();
    await vault.close();
    const replay = new CrashingWorld({ files: old.files, secrets: world.afterKill().secrets });
    await expect(open(replay)).rejects.toMatchObject(code('vault/key-missing'));
    const again = await open(world);
    const fresh = await again.dek(day(1));
    expect(() => openEnvelope(fresh, sealed, Buffer.from('aad'))).toThrow('authenticate');
  });

  it('has not shredded until the keychain let go of the old KEK, and finishes when asked again', async () => {
    const world = new CrashingWorld();
    const secrets = {
      backend: world.backend,
      get: (name: string) => world.get(name),
      set: (name: string, secret: Buffer) => world.set(name, secret),
      delete: (name: string) =>
        locked ? Promise.reject(new AppError('keychain/locked', 'locked')) : world.delete(name),
    };
    await (await create(world)).close();
    const place = {
      dir: DIR,
      vaultId: VAULT_ID,
      secrets,
      files: world,
      clock: new TestClock(),
      password: PASSWORD,
    };
    let locked = false;
    const vault = await openVault({ ...place, mode: { kind: 'offline' } });
    await vault.dek(day(1));
    await vault.upkeep();
    locked = true;
    await expect(vault.shredDeks([day(1)])).rejects.toMatchObject(code('keychain/locked'));
    await expect(vault.shredDeks([day(1)])).rejects.toMatchObject(code('keychain/locked'));
    expect(vault.existingDek(day(1))).toBeNull();
    expect(world.secretNames().length).toBe(2);
    locked = false;
    await vault.shredDeks([day(1)]);
    expect(world.secretNames()).toEqual([expect.stringMatching(/\/kek\/2$/)]);
  });

  it('puts a new password in place: the old one opens nothing any more', async () => {
    const world = new CrashingWorld();
    const vault = await create(world);
    const database = vault.databaseKey();
    await vault.close();
    const old = world.afterKill();
    const at = {
      dir: DIR,
      vaultId: VAULT_ID,
      secrets: world,
      files: world,
      clock: new TestClock(),
      poolNowMs: T0,
      scryptCost: CHEAP,
    };
    await expect(changeVaultPassword({ ...at, oldPassword: 'no', newPassword: 'new' })).rejects.toMatchObject(
      code('vault/wrong-password'),
    );
    const changed = await changeVaultPassword({ ...at, oldPassword: PASSWORD, newPassword: 'new' });
    expect(changed.databaseKey()).toEqual(database);
    await changed.renewKek();
    await changed.close();
    await expect(open(world)).rejects.toMatchObject(code('vault/wrong-password'));
    expect((await open(world, { password: 'new' })).databaseKey()).toEqual(database);
    const replay = new CrashingWorld({ files: old.files, secrets: world.afterKill().secrets });
    await expect(open(replay)).rejects.toMatchObject(code('vault/key-missing'));
  });

  it('opens with the cost that it was made with, and takes the present one at the next online sign-in', async () => {
    const earlier = { logN: 2, r: 8, p: 1 } as const;
    const world = new CrashingWorld();
    const made = await create(world, new TestClock(), PASSWORD, earlier);
    const database = made.databaseKey();
    await made.close();
    const before = world.afterKill();
    const offline = await open(world);
    expect(offline.scryptCost).toEqual(earlier);
    await offline.close();
    const online = await open(world, { mode: { kind: 'online', poolNowMs: T0 } });
    expect(online.scryptCost).toEqual(CHEAP);
    expect(await online.confirmsPassword(PASSWORD)).toBe(true);
    await online.close();
    const again = await open(world);
    expect(again.databaseKey()).toEqual(database);
    expect(again.scryptCost).toEqual(CHEAP);
    await expect(open(world, { password: 'no' })).rejects.toMatchObject(code('vault/wrong-password'));
    // The cheaper file of before must not become a second way in.
    const replay = new CrashingWorld({ files: before.files, secrets: world.afterKill().secrets });
    await expect(open(replay)).rejects.toMatchObject(code('vault/key-missing'));
  });

  it('is not stretched anew where the cost is the present one, and is where the password changes', async () => {
    const world = new CrashingWorld();
    await (await create(world)).close();
    const opened = await open(world, { mode: { kind: 'online', poolNowMs: T0 } });
    expect(opened.kekGeneration).toBe(1);
    await opened.close();
    const dearer = { logN: 2, r: 8, p: 3 } as const;
    const changed = await changeVaultPassword({
      dir: DIR,
      vaultId: VAULT_ID,
      secrets: world,
      files: world,
      clock: new TestClock(),
      poolNowMs: T0,
      oldPassword: PASSWORD,
      newPassword: 'new',
      scryptCost: dearer,
    });
    await changed.close();
    expect((await open(world, { password: 'new' })).scryptCost).toEqual(dearer);
  });
});

describe('bad luck while writing', () => {
  it('keeps the old keys when the disk is full, and goes on when there is room again', async () => {
    const world = new CrashingWorld();
    const vault = await create(world);
    world.fault = 'disk-full';
    await expect(vault.dek(day(0))).rejects.toMatchObject(code('store/disk-full'));
    await expect(vault.renewKek()).rejects.toMatchObject(code('store/disk-full'));
    expect(vault.existingDek(day(0))).toBeNull();
    world.fault = 'none';
    await vault.dek(day(0));
    await vault.upkeep();
    expect(vault.kekGeneration).toBe(1);
    expect(world.secretNames()).toEqual([expect.stringMatching(/\/kek\/1$/)]);
    await vault.renewKek();
    expect(world.secretNames()).toEqual([expect.stringMatching(/\/kek\/2$/)]);
  });

  it('deletes no KEK when a write ended in doubt, and must be opened again', async () => {
    const world = new CrashingWorld();
    const vault = await create(world);
    world.fault = 'folder-sync';
    await expect(vault.renewKek()).rejects.toMatchObject({
      code: 'vault/locked',
      detail: { reason: 'uncertain-write' },
    });
    world.fault = 'none';
    await expect(vault.upkeep()).rejects.toMatchObject(code('vault/locked'));
    expect(world.secretNames().length).toBe(2);
    expect(vault.databaseKey().length).toBe(32);
    for (const remains of [world.afterKill(), world.afterPowerCut()]) {
      const left = new CrashingWorld(remains);
      const again = await open(left);
      await again.upkeep();
      expect(left.secretNames()).toEqual([expect.stringMatching(new RegExp(`/kek/${again.kekGeneration}$`))]);
    }
  });

  it('leaves file and keychain alone when another writer was there', async () => {
    const world = new CrashingWorld();
    await (await create(world)).close();
    const first = await open(world);
    const second = await open(world);
    await second.renewKek();
    const state = world.afterKill();
    for (const write of [
      () => first.upkeep(),
      () => first.renewKek(),
      () => first.dek(day(3)),
      () => first.shredDeks([]),
    ]) {
      await expect(write()).rejects.toMatchObject({
        code: 'vault/locked',
        detail: { reason: 'changed-elsewhere' },
      });
    }
    expect(world.afterKill()).toEqual(state);
    await expect(second.dek(day(3))).resolves.toBeDefined();
  });
});
