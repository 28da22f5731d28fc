import { join } from 'node:path';
import type { KeychainBackend, SecretStore } from '../../keychain/secret-store.ts';
import { diskFiles, replaceDurably } from '../file-port.ts';

/** For the kill test only: a keychain as files, which outlives a killed process as the real one does. */
export class FileSecretStore implements SecretStore {
  readonly backend: KeychainBackend = { kind: 'libsecret', protects: true };
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  get(name: string): Promise<Buffer | null> {
    return diskFiles.read(this.#path(name));
  }

  set(name: string, secret: Buffer): Promise<void> {
    return replaceDurably(diskFiles, this.#path(name), secret);
  }

  delete(name: string): Promise<void> {
    return diskFiles.remove(this.#path(name));
  }

  /** The names of all secrets, without what a cut write left. */
  async names(): Promise<string[]> {
    const names = (await diskFiles.list(this.#dir)) ?? [];
    return names.filter((name) => !name.endsWith('.new'));
  }

  #path(name: string): string {
    return join(this.#dir, name.replaceAll('/', '_'));
  }
}
