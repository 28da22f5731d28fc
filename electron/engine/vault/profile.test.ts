import { describe, expect, it } from 'vitest';
import { MemorySecretStore } from '../keychain/testing/memory-secret-store.ts';
import { openProfile, setAsideAllVaults, setAsideVault } from './profile.ts';
import { CrashingWorld } from './testing/crashing-world.ts';
import { T0 } from './testing/fixture.ts';

const vaultsDir = '/profile/vaults';
const code = (expected: string) => ({ code: expected });

async function withVault() {
  const files = new CrashingWorld();
  const secrets = new MemorySecretStore();
  const profile = await openProfile({ vaultsDir, secrets, files });
  const vaultId = profile.vaultId('eu-west-1_clinic', 'Mary');
  await files.writeSynced(`${profile.vaultDir(vaultId)}/keyring.json`, Buffer.from('{}'));
  return { files, secrets, vaultId };
}

describe('a profile', () => {
  it('names vaults by operator and pool, the same after a restart, and names nobody on the disk', async () => {
    const { files, secrets, vaultId } = await withVault();
    const again = await openProfile({ vaultsDir, secrets, files });
    expect(again.vaultId('eu-west-1_clinic', 'mary')).toBe(vaultId);
    expect(again.vaultId('eu-west-1_clinic', 'john')).not.toBe(vaultId);
    expect(again.vaultId('eu-west-1_other', 'mary')).not.toBe(vaultId);
    const all =
      [...files.afterKill().files].flat().map(String).join('\n') + [...secrets.entries.keys()].join('\n');
    expect(all).not.toMatch(/mary|clinic/i);
    expect(vaultId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('keeps two profiles in one keychain apart', async () => {
    const secrets = new MemorySecretStore();
    const one = await openProfile({ vaultsDir, secrets, files: new CrashingWorld() });
    const two = await openProfile({ vaultsDir, secrets, files: new CrashingWorld() });
    expect(one.vaultId('p', 'u')).not.toBe(two.vaultId('p', 'u'));
    expect(secrets.entries.size).toBe(2);
  });

  it('refuses vault ids that are no ids', async () => {
    const profile = await openProfile({
      vaultsDir,
      secrets: new MemorySecretStore(),
      files: new CrashingWorld(),
    });
    expect(() => profile.vaultDir('../../etc')).toThrow('32 hex');
  });

  it('makes no new key in silence over vaults: emptied keychain, other keychain, lost or damaged file', async () => {
    const { files, secrets } = await withVault();
    const other = new MemorySecretStore(secrets.entries, {
      kind: 'private-keyring-unprotected',
      protects: false,
    });
    await expect(openProfile({ vaultsDir, secrets: other, files })).rejects.toMatchObject({
      code: 'keychain/backend-changed',
      detail: { recorded: 'libsecret', found: 'private-keyring-unprotected' },
    });
    const emptied = new MemorySecretStore();
    await expect(openProfile({ vaultsDir, secrets: emptied, files })).rejects.toMatchObject(
      code('keychain/emptied'),
    );
    expect(emptied.entries.size).toBe(0);
    await files.writeSynced(`${vaultsDir}/profile.json`, Buffer.from('{"format":1'));
    await expect(openProfile({ vaultsDir, secrets, files })).rejects.toMatchObject(code('vault/corrupt'));
    await files.remove(`${vaultsDir}/profile.json`);
    await expect(openProfile({ vaultsDir, secrets, files })).rejects.toMatchObject(code('vault/corrupt'));
    await files.writeSynced(`${vaultsDir}/profile.json`, Buffer.from('{"format":2}'));
    await expect(openProfile({ vaultsDir, secrets, files })).rejects.toMatchObject(code('vault/from-future'));
  });

  it('begins anew once all vaults are set aside, and deletes nothing', async () => {
    const { files, vaultId } = await withVault();
    const emptied = new MemorySecretStore();
    const [folder] = await setAsideAllVaults({ vaultsDir, files, reason: 'keychain/emptied', nowMs: T0 });
    expect(folder).toBe(`${vaultsDir}/set-aside/${vaultId}-2026-01-15T08-00-00-000Z`);
    const kept = files.afterKill().files;
    expect(kept.get(`${folder}/keyring.json`)?.toString()).toBe('{}');
    expect(kept.get(`${folder}/set-aside.json`)?.toString()).toContain('keychain/emptied');
    const profile = await openProfile({ vaultsDir, secrets: emptied, files });
    expect(profile.vaultId('eu-west-1_clinic', 'Mary')).not.toBe(vaultId);
    expect(await files.read(`${folder}/keyring.json`)).not.toBeNull();
  });

  it('sets aside on a full disk too, without the note', async () => {
    const { files, vaultId } = await withVault();
    files.fault = 'disk-full';
    const folder = await setAsideVault({ vaultsDir, files, vaultId, reason: 'vault/corrupt', nowMs: T0 });
    expect([...files.afterKill().files.keys()].filter((path) => path.startsWith(folder)).length).toBe(1);
  });
});
