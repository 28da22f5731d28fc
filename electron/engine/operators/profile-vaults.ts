import type { SecretStore } from '../keychain/secret-store.ts';
import { diskFiles } from '../vault/file-port.ts';
import {
  changeVaultPassword,
  createVault,
  openVault,
  summariseVault,
  vaultExists,
} from '../vault/opening.ts';
import { OFFLINE_LIMIT_MS, type Clock } from '../vault/clock-rules.ts';
import { setAsideVault, type Profile } from '../vault/profile.ts';
import type { Vault } from '../vault/vault.ts';
import type { Vaults } from './ports.ts';

export interface ProfileVaultsOptions {
  readonly profile: Profile;
  readonly vaultsDir: string;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly userPoolId: string;
  /** As in `OpenVaultOptions`, when a vault is opened offline. */
  readonly whileStretching?: () => void;
}

/** The vaults of one profile and pool, by user name. */
export function profileVaults(options: ProfileVaultsOptions): Vaults<Vault> {
  const { profile, vaultsDir, secrets, clock, userPoolId, whileStretching } = options;
  const place = (vaultId: string) => ({ dir: profile.vaultDir(vaultId), vaultId, secrets, clock });
  return {
    idFor: (username) => profile.vaultId(userPoolId, username),
    exists: async (vaultId) => vaultExists({ dir: profile.vaultDir(vaultId), files: diskFiles }),
    offlineUntilMs: async (vaultId) => {
      try {
        const { lastOnlineAtMs } = await summariseVault({ dir: profile.vaultDir(vaultId), files: diskFiles });
        return lastOnlineAtMs + OFFLINE_LIMIT_MS;
      } catch {
        // A damaged vault is reported when it is opened; until then there is only no time to show.
        return null;
      }
    },
    create: async (vaultId, password, poolNowMs) => createVault({ ...place(vaultId), password, poolNowMs }),
    openOnline: async (vaultId, password, poolNowMs) =>
      openVault({ ...place(vaultId), password, mode: { kind: 'online', poolNowMs } }),
    openOffline: async (vaultId, password) =>
      openVault({ ...place(vaultId), password, mode: { kind: 'offline' }, whileStretching }),
    changePassword: async (vaultId, oldPassword, newPassword, poolNowMs) =>
      changeVaultPassword({ ...place(vaultId), oldPassword, newPassword, poolNowMs }),
    setAside: async (vaultId, reason) => {
      if ((await diskFiles.list(profile.vaultDir(vaultId))) === null) return;
      await setAsideVault({ vaultsDir, vaultId, reason, nowMs: clock.nowMs() });
    },
  };
}
