import { diskFiles, type FilePort } from './file-port.ts';
import type { Clock } from './clock-rules.ts';
import type { SecretStore } from '../keychain/secret-store.ts';

/** Where a vault lives and what it works with. */
export interface VaultPlace {
  readonly dir: string;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly files: FilePort;
}

/** The same, as callers give it: the disk is understood. */
export type VaultPlaceOptions = Omit<VaultPlace, 'files'> & { readonly files?: FilePort };

export function placeOf(options: VaultPlaceOptions): VaultPlace {
  const { dir, secrets, clock, files = diskFiles } = options;
  return { dir, secrets, clock, files };
}

/** The keychain entry of a KEK generation. The instance id keeps a vault set aside and its successor apart. */
export function kekEntry(
  vault: { readonly vaultId: string; readonly instanceId: string },
  generation: number,
): string {
  return `${vault.vaultId}/${vault.instanceId}/kek/${generation}`;
}
