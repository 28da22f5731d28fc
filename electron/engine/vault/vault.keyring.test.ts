/** The whole chain with the real keychain and the real disk. Needs a keyring: see keychain.keyring.test.ts. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeychain } from '../keychain/keychain.ts';
import type { SecretStore } from '../keychain/secret-store.ts';
import { createVault, openVault } from './opening.ts';
import { openProfile, setAsideAllVaults } from './profile.ts';

const clock = { nowMs: () => Date.now() };

describe('a vault on the real keychain and disk', () => {
  let root: string;
  let real: SecretStore;
  let secrets: SecretStore;
  const names = new Set<string>();

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'medminder-vault-'));
    try {
      real = await openKeychain({
        service: `medminder-console-test-vault-${process.pid}`,
        timeoutMs: 10_000,
      });
    } catch (cause) {
      throw new Error(
        'This test needs a keyring: node build/keyring/with-keyring.mjs --ephemeral -- COMMAND',
        { cause },
      );
    }
    secrets = {
      backend: real.backend,
      get: (name) => real.get(name),
      set: (name, secret) => {
        names.add(name);
        return real.set(name, secret);
      },
      delete: (name) => real.delete(name),
    };
  });

  async function emptyKeychain(): Promise<void> {
    for (const name of names) await real.delete(name);
  }

  afterAll(async () => {
    await emptyKeychain();
    await rm(root, { recursive: true, force: true });
  });

  it('is made, renewed, closed, opened with the real scrypt cost, and lost with the keychain until set aside', async () => {
    const vaultsDir = join(root, 'vaults');
    const profile = await openProfile({ vaultsDir, secrets });
    const vaultId = profile.vaultId('pool', 'officer');
    const place = { dir: profile.vaultDir(vaultId), vaultId, secrets, clock, password: 'Correct horse 1!' };
    const made = await createVault({ ...place, poolNowMs: Date.now() });
    const dek = await made.dek({ day: '2026-01-15', retentionClass: 'standard' });
    await made.renewKek();
    await made.close();
    expect(await readdir(place.dir)).toEqual(['keyring.json']);
    const vault = await openVault({ ...place, mode: { kind: 'offline' } });
    expect(vault.kekGeneration).toBe(2);
    expect(vault.existingDek({ day: '2026-01-15', retentionClass: 'standard' })?.equals(dek)).toBe(true);
    await vault.close();
    await emptyKeychain();
    await expect(openVault({ ...place, mode: { kind: 'offline' } })).rejects.toMatchObject({
      code: 'vault/key-missing',
    });
    await expect(openProfile({ vaultsDir, secrets })).rejects.toMatchObject({ code: 'keychain/emptied' });
    const [folder = ''] = await setAsideAllVaults({
      vaultsDir,
      reason: 'keychain/emptied',
      nowMs: Date.now(),
    });
    expect((await readdir(folder)).toSorted()).toEqual(['keyring.json', 'set-aside.json']);
    const anew = await openProfile({ vaultsDir, secrets });
    expect(anew.vaultId('pool', 'officer')).not.toBe(vaultId);
  });
});
