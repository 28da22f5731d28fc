import type { KeychainBackend, SecretStore } from '../secret-store.ts';
import { checkEntryName } from '../secret-store.ts';

/** A secret store for tests only: secrets in a map that the test may look into, snapshot and empty. */
export class MemorySecretStore implements SecretStore {
  readonly backend: KeychainBackend;
  readonly entries: Map<string, Buffer>;

  constructor(
    entries: ReadonlyMap<string, Buffer> = new Map(),
    backend: KeychainBackend = { kind: 'libsecret', protects: true },
  ) {
    this.entries = new Map(entries);
    this.backend = backend;
  }

  async get(name: string): Promise<Buffer | null> {
    checkEntryName(name);
    const secret = this.entries.get(name);
    return Promise.resolve(secret === undefined ? null : Buffer.from(secret));
  }

  async set(name: string, secret: Buffer): Promise<void> {
    checkEntryName(name);
    this.entries.set(name, Buffer.from(secret));
    await Promise.resolve();
  }

  async delete(name: string): Promise<void> {
    checkEntryName(name);
    this.entries.delete(name);
    await Promise.resolve();
  }
}
