import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/result.ts';
import type { Vault } from '../vault/vault.ts';
import type { Identity } from './identity.ts';

/** The slice of an open vault that operators need; the desk gets the whole. */
export type OpenedVault = Pick<
  Vault,
  'vaultId' | 'offlineUntilMs' | 'markOnline' | 'upkeep' | 'confirmsPassword' | 'close'
>;

/** Vaults by user name, in this profile and pool. Errors: see `electron/engine/vault/opening.ts`. */
export interface Vaults<V extends OpenedVault = OpenedVault> {
  readonly idFor: (username: string) => string;
  readonly exists: (vaultId: string) => Promise<boolean>;
  /** Until when the vault opens offline, for the words on the lock screen; null if it cannot be told. */
  readonly offlineUntilMs: (vaultId: string) => Promise<number | null>;
  readonly create: (vaultId: string, password: string, poolNowMs: number) => Promise<V>;
  readonly openOnline: (vaultId: string, password: string, poolNowMs: number) => Promise<V>;
  readonly openOffline: (vaultId: string, password: string) => Promise<V>;
  readonly changePassword: (vaultId: string, old: string, password: string, poolNowMs: number) => Promise<V>;
  /** Renames the vault's folder, if there is one, so that a new vault can be made. Nothing is deleted. */
  readonly setAside: (vaultId: string, reason: ErrorCode) => Promise<void>;
}

/** How the services of a desk reach the servers as the operator. */
export interface AccessTokens {
  /** @throws `pool/*` or `auth/*` */
  readonly get: () => Promise<string>;
  /** @throws `pool/*` or `auth/*` */
  readonly refresh: () => Promise<string>;
}

/** All services that live while a vault is open: store, source, action log. */
export interface Desk {
  readonly readIdentity: () => Promise<Identity | null>;
  readonly keepIdentity: (identity: Identity) => Promise<void>;
  /** The session is open, online or not: work that was interrupted goes on. */
  readonly begin: () => void;
  /** Writes the operator's act into the action log. */
  readonly record: (entry: ActionEntry, outcome: Result<unknown>) => Promise<void>;
  /** The pool answers again, or no longer. */
  readonly connectionChanged: (connection: 'online' | 'offline') => void;
  readonly close: () => Promise<void>;
}

export type OpenDesk<V extends OpenedVault, D extends Desk> = (vault: V, tokens: AccessTokens) => Promise<D>;
