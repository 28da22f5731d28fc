import { z } from 'zod';
import type { SecretStore } from '../keychain/secret-store.ts';

/** Who used this desk last: enough to greet them on the lock screen. Kept in the keychain, for it names a person. */
const lastOperatorSchema = z.strictObject({
  username: z.string(),
  displayName: z.string(),
  userPoolId: z.string(),
});
export type LastOperator = z.infer<typeof lastOperatorSchema>;

const refreshEntry = (vaultId: string): string => `${vaultId}/refresh-token`;

/** What the keychain remembers of a session between two runs. */
export class Remembered {
  readonly #secrets: SecretStore;
  readonly #lastOperatorEntry: string;

  /** @param profileId keeps two profiles in one keychain apart */
  constructor(secrets: SecretStore, profileId: string) {
    this.#secrets = secrets;
    this.#lastOperatorEntry = `profile/${profileId}/last-operator`;
  }

  /** The last operator of this pool; null after a sign-out or for another pool. */
  async lastOperator(userPoolId: string): Promise<LastOperator | null> {
    const entry = await this.#secrets.get(this.#lastOperatorEntry);
    if (entry === null) return null;
    const parsed = lastOperatorSchema.safeParse(parseJson(entry));
    return parsed.success && parsed.data.userPoolId === userPoolId ? parsed.data : null;
  }

  async keepLastOperator(operator: LastOperator): Promise<void> {
    await this.#secrets.set(this.#lastOperatorEntry, Buffer.from(JSON.stringify(operator)));
  }

  async forgetLastOperator(): Promise<void> {
    await this.#secrets.delete(this.#lastOperatorEntry);
  }

  async refreshToken(vaultId: string): Promise<string | null> {
    const entry = await this.#secrets.get(refreshEntry(vaultId));
    return entry === null ? null : entry.toString('utf8');
  }

  async keepRefreshToken(vaultId: string, token: string): Promise<void> {
    await this.#secrets.set(refreshEntry(vaultId), Buffer.from(token, 'utf8'));
  }

  async forgetRefreshToken(vaultId: string): Promise<void> {
    await this.#secrets.delete(refreshEntry(vaultId));
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
