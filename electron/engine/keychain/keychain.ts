import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { loadKeytar, type KeytarBinding } from './keytar-binding.ts';
import { toKeychainError, type KeychainCall } from './keychain-failure.ts';
import { deleteSecret, getSecret, setSecret, type TextEntries } from './large-secrets.ts';
import { checkEntryName, MAX_SECRET_BYTES, type KeychainBackend, type SecretStore } from './secret-store.ts';
import { SerialCalls } from './serial-calls.ts';

const CANARY = 'probe/canary';

/** Long enough for a person to type the keyring's own password into the desktop's prompt. */
const CALL_TIMEOUT_MS = 30_000;

export interface OpenKeychainOptions {
  /** The name under which the operating system lists our entries. */
  readonly service: string;
  /** The value of MEDMINDER_KEYCHAIN_LABEL: `private-keyring-unprotected` if `npm start` runs its own keyring. */
  readonly label?: string | undefined;
  readonly timeoutMs?: number;
  readonly platform?: NodeJS.Platform;
  /** For tests: another binding than the native one. */
  readonly loadBinding?: () => Promise<KeytarBinding>;
}

/**
 * Opens the keychain and proves that it works: writes, reads back and deletes a canary. A locked keyring answers null to
 * reads, so only a write tells it from an empty one.
 *
 * @throws `keychain/unavailable` (no service, or the native module cannot load), `keychain/locked`,
 *   `keychain/write-failed`; `settings/invalid` for an unknown label
 */
export async function openKeychain(options: OpenKeychainOptions): Promise<SecretStore> {
  const backend = backendOf(options.platform ?? process.platform, options.label);
  const binding = await loadKeytar(options.loadBinding);
  const store = new KeytarSecretStore(
    options.service,
    backend,
    binding,
    options.timeoutMs ?? CALL_TIMEOUT_MS,
  );
  await store.probe();
  return store;
}

/** Names the keychain of a platform; the label marks the private keyring, which protects nothing. */
export function backendOf(platform: NodeJS.Platform, label: string | undefined): KeychainBackend {
  if (label !== undefined && label !== '') {
    if (label !== 'private-keyring-unprotected') {
      throw new AppError('settings/invalid', 'MEDMINDER_KEYCHAIN_LABEL holds an unknown label.');
    }
    return { kind: 'private-keyring-unprotected', protects: false };
  }
  if (platform === 'darwin') return { kind: 'macos-keychain', protects: true };
  if (platform === 'win32') return { kind: 'windows-credential-manager', protects: true };
  return { kind: 'libsecret', protects: true };
}

class KeytarSecretStore implements SecretStore {
  readonly backend: KeychainBackend;
  readonly #calls: SerialCalls;
  readonly #entries: TextEntries;

  constructor(service: string, backend: KeychainBackend, binding: KeytarBinding, timeoutMs: number) {
    this.backend = backend;
    this.#calls = new SerialCalls(timeoutMs);
    const native = <T>(call: KeychainCall, run: () => Promise<T>): Promise<T> =>
      this.#calls.run(async () => {
        try {
          return await run();
        } catch (cause) {
          throw toKeychainError(call, cause);
        }
      });
    this.#entries = {
      get: (name) => native('get', () => binding.getPassword(service, name)),
      set: (name, text) => native('set', () => binding.setPassword(service, name, text)),
      delete: (name) => native('delete', () => binding.deletePassword(service, name)),
    };
  }

  /** Writes, reads back and deletes a random canary. */
  async probe(): Promise<void> {
    const canary = randomBytes(16).toString('hex');
    await this.#entries.set(CANARY, canary);
    if ((await this.#entries.get(CANARY)) !== canary) throw notReadBack();
    await this.#entries.delete(CANARY);
  }

  async get(name: string): Promise<Buffer | null> {
    checkEntryName(name);
    const first = await getSecret(this.#entries, name);
    if (first !== null) return first;
    // A keyring that was locked since we opened it answers null as well. Only after a write went through is null true,
    // and then only for a read that came after it.
    await this.probe();
    return getSecret(this.#entries, name);
  }

  async set(name: string, secret: Buffer): Promise<void> {
    checkEntryName(name);
    if (secret.length === 0 || secret.length > MAX_SECRET_BYTES) {
      throw new AppError('keychain/write-failed', 'A secret is empty or too large for the keychain.', {
        detail: { bytes: secret.length, maxBytes: MAX_SECRET_BYTES },
      });
    }
    await setSecret(this.#entries, name, secret);
    const stored = await getSecret(this.#entries, name);
    const same = stored !== null && stored.length === secret.length && timingSafeEqual(stored, secret);
    stored?.fill(0);
    if (!same) throw notReadBack();
  }

  async delete(name: string): Promise<void> {
    checkEntryName(name);
    if (await deleteSecret(this.#entries, name)) return;
    // "Nothing deleted" is what a locked keyring answers too: prove that it is open, then ask again.
    await this.probe();
    await deleteSecret(this.#entries, name);
  }
}

function notReadBack(): AppError {
  return new AppError('keychain/write-failed', 'The keychain did not give back what was stored in it.', {
    detail: { reason: 'read-back' },
  });
}
