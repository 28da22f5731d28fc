import { AppError } from '../../../shared/errors.ts';

/** Where secrets rest. `private-keyring-unprotected` is our own gnome-keyring with a known password: no protection. */
export const KEYCHAIN_KINDS = [
  'libsecret',
  'macos-keychain',
  'windows-credential-manager',
  'private-keyring-unprotected',
] as const;

export type KeychainKind = (typeof KEYCHAIN_KINDS)[number];

/** What is recorded beside the data, so that a changed keychain over existing data is noticed. */
export interface KeychainBackend {
  readonly kind: KeychainKind;
  /** False when anybody who can read the disk can read the secrets too. */
  readonly protects: boolean;
}

/**
 * The narrow port to the operating system's keychain. It is a port so that it can move: macOS grants access per
 * executable, so the calls may have to be made by the main process with the engine asking for them.
 *
 * Every method rejects with `keychain/unavailable`, `keychain/locked` or `keychain/write-failed`.
 */
export interface SecretStore {
  readonly backend: KeychainBackend;
  /** The secret, or null if there certainly is none (a locked keychain is an error, never null). */
  get(name: string): Promise<Buffer | null>;
  /** Stores up to {@link MAX_SECRET_BYTES}, reads it back and compares. */
  set(name: string, secret: Buffer): Promise<void>;
  /** Deletes the secret; deleting what is not there is no error. */
  delete(name: string): Promise<void>;
}

/** The largest secret: room for a Cognito refresh token (about 2 KB), which spans several small entries. */
export const MAX_SECRET_BYTES = 8192;

const ENTRY_NAME = /^[a-z0-9][a-z0-9/.-]{0,127}$/;

/**
 * Refuses names that could hold personal data by accident (`@`, capitals, spaces): keychains list names in the clear.
 * Names are built from random or keyed-hash identifiers only.
 */
export function checkEntryName(name: string): void {
  if (!ENTRY_NAME.test(name)) {
    throw new AppError('engine/internal', 'A keychain entry name may hold only a-z, 0-9, "/", "." and "-".');
  }
}
