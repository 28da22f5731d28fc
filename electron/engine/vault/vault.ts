import { randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { AttemptCounter } from './attempts.ts';
import { kekIsDue, OFFLINE_LIMIT_MS, SEEN_STEP_MS } from './clock-rules.ts';
import { ed25519Sign } from './ed25519.ts';
import { KEY_BYTES, secretKeyFrom } from './envelope.ts';
import { replaceDurably, UncertainWrite } from './file-port.ts';
import {
  deriveKeys,
  KEYCHAIN_SECRET_BYTES,
  secretCheck,
  stretchPassword,
  type GenerationKeys,
  type ScryptCost,
} from './key-derivation.ts';
import { fingerprint, KEYRING_FILE, serialiseKeyring, type KeyringBody } from './keyring-file.ts';
import { DATABASE_KEY, dekId, dekNameOf, SIGNING_SEED, unwrap, wrap, type DekName } from './wraps.ts';
import { kekEntry, type VaultPlace } from './vault-place.ts';

/** What opening a vault found out; it is handed to {@link Vault} and to nobody else. */
export interface OpenedKeyring {
  readonly body: KeyringBody;
  readonly keys: GenerationKeys;
  /** scrypt(password): needed again at each renewal. Owned by the vault, wiped on close. */
  readonly stretched: Buffer;
  /** Of the file as read, or null when there is none yet. */
  readonly fingerprint: string | null;
}

/** What a renewal may change besides the KEK. */
interface RenewalChange {
  readonly drop?: ReadonlySet<string>;
  readonly password?: StretchedPassword;
}

/** scrypt(password), and what it was made with. */
export interface StretchedPassword {
  readonly stretched: Buffer;
  readonly salt: Buffer;
  readonly cost: ScryptCost;
}

type Times = Partial<Pick<KeyringBody, 'lastOnlineAtMs' | 'lastSeenAtMs'>>;

/**
 * An open vault: every key of one operator in one pool. Made by `createVault` and `openVault`.
 *
 * Writes run one after another and are on the disk before their promise resolves; what is in memory changes only after
 * that. All methods fail with `vault/locked` once it is closed, and writing ones also after the keyring file was changed
 * by somebody else (`detail.reason = 'changed-elsewhere'`) or a write ended in doubt (`'uncertain-write'`): then it must
 * be opened again. Keys already handed out go on working.
 */
export class Vault {
  readonly #place: VaultPlace;
  #body: KeyringBody;
  #keys: GenerationKeys;
  #stretched: Buffer;
  #fingerprint: string | null;
  #wraps: ReadonlyMap<string, string>;
  readonly #deks = new Map<string, KeyObject>();
  readonly #stale: Set<number>;
  #stopped: 'closed' | 'changed-elsewhere' | 'uncertain-write' | null = null;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(place: VaultPlace, opened: OpenedKeyring) {
    this.#place = place;
    this.#body = opened.body;
    this.#keys = opened.keys;
    this.#stretched = opened.stretched;
    this.#fingerprint = opened.fingerprint;
    this.#wraps = new Map(opened.body.wraps.map((entry) => [entry.id, entry.sealed]));
    // A crash may have left the generation before (not yet deleted) or after (not yet used) in the keychain.
    this.#stale = new Set(
      [opened.body.kekGeneration - 1, opened.body.kekGeneration + 1].filter((n) => n > 0),
    );
  }

  get vaultId(): string {
    return this.#body.vaultId;
  }

  get kekGeneration(): number {
    return this.#body.kekGeneration;
  }

  /** When the KEK in use was made. */
  get kekCreatedAtMs(): number {
    return this.#body.kekCreatedAtMs;
  }

  get lastOnlineAtMs(): number {
    return this.#body.lastOnlineAtMs;
  }

  /** Until when the vault opens without the pool. */
  get offlineUntilMs(): number {
    return this.#body.lastOnlineAtMs + OFFLINE_LIMIT_MS;
  }

  /** The 32 raw bytes for SQLCipher's `PRAGMA key="x'HEX'"`; the caller wipes its copy after use. */
  databaseKey(): Buffer {
    return this.#secret(DATABASE_KEY);
  }

  /** The Ed25519 public key that verifies this vault's checkpoints, 32 raw bytes. */
  signingPublicKey(): Buffer {
    return Buffer.from(this.#body.signingPublicKey, 'base64');
  }

  /** Signs a checkpoint; the seed never leaves the vault. 64 bytes. */
  signCheckpoint(message: Uint8Array): Buffer {
    const seed = this.#secret(SIGNING_SEED);
    try {
      return ed25519Sign(seed, message);
    } finally {
      seed.fill(0);
    }
  }

  /** The data key of a day and class, or null if there is none (never made, or shredded). */
  existingDek(name: DekName): KeyObject | null {
    this.#checkOpen();
    const id = dekId(name);
    const known = this.#deks.get(id);
    if (known !== undefined) return known;
    if (!this.#wraps.has(id)) return null;
    const key = secretKeyFrom(this.#secret(id));
    this.#deks.set(id, key);
    return key;
  }

  /** The data key of a day and class, made if there is none. For several, {@link ensureDeks} first: one write for all. */
  async dek(name: DekName): Promise<KeyObject> {
    const known = this.existingDek(name);
    if (known !== null) return known;
    await this.ensureDeks([name]);
    const made = this.existingDek(name);
    if (made === null) throw new AppError('engine/internal', 'A data key vanished after it was made.');
    return made;
  }

  /** Makes the data keys that are missing, with one write of the file; they are on the disk when this resolves. */
  async ensureDeks(names: readonly DekName[]): Promise<void> {
    const ids = names.map(dekId);
    await this.#exclusive(async () => {
      const missing = new Set(ids.filter((id) => !this.#wraps.has(id)));
      if (missing.size === 0) return;
      const wraps = new Map(this.#wraps);
      for (const id of missing) {
        const secret = randomBytes(KEY_BYTES);
        wraps.set(id, wrap(this.#keys.wrapKey, this.#body, id, secret));
        secret.fill(0);
      }
      await this.#commit(this.#body, wraps, this.#keys);
    });
  }

  /** All data keys that exist. */
  dekNames(): readonly DekName[] {
    this.#checkOpen();
    return [...this.#wraps.keys()].map(dekNameOf).filter((name) => name !== null);
  }

  /**
   * Shreds data keys: one renewal writes a keyring without them, then the old KEK goes, so that no older copy of the file
   * opens them. If it rejects, call it again: the promise resolves only when the old KEK is out of the keychain.
   */
  async shredDeks(names: readonly DekName[]): Promise<void> {
    const drop = new Set(names.map(dekId));
    await this.#exclusive(async () => {
      const present = [...drop].some((id) => this.#wraps.has(id));
      if (present) await this.#renew({ drop });
      else await this.#deleteStale();
    });
  }

  /**
   * Notes an online sign-in or refresh: the 72 hours begin anew, and the latest time seen is now, even if it was later.
   *
   * @param poolNowMs the pool's own time, so that a clock that is ahead does not stretch the offline days
   */
  async markOnline(poolNowMs: number): Promise<void> {
    await this.#exclusive(async () => {
      const nowMs = this.#place.clock.nowMs();
      await this.#commitTimes({ lastOnlineAtMs: Math.min(poolNowMs, nowMs), lastSeenAtMs: nowMs });
    });
  }

  /** Renews the KEK if it is 24 h old; true if it did. */
  async renewKekIfDue(): Promise<boolean> {
    return this.#exclusive(async () => {
      if (!kekIsDue(this.#body.kekCreatedAtMs, this.#place.clock.nowMs())) return false;
      await this.#renew({});
      return true;
    });
  }

  /** Renews the KEK now. */
  async renewKek(): Promise<void> {
    await this.#exclusive(async () => {
      await this.#renew({});
    });
  }

  /** What must happen now and then while the vault is open: delete what a crash left, note the time, renew the KEK. */
  async upkeep(): Promise<void> {
    await this.#exclusive(async () => {
      await this.#deleteStale();
      const nowMs = this.#place.clock.nowMs();
      if (kekIsDue(this.#body.kekCreatedAtMs, nowMs)) await this.#renew({});
      else if (nowMs - this.#body.lastSeenAtMs >= SEEN_STEP_MS)
        await this.#commitTimes({ lastSeenAtMs: nowMs });
    });
  }

  /** What the password is stretched with. */
  get scryptCost(): ScryptCost {
    return this.#body.scrypt;
  }

  /**
   * Puts another password in place, or the same one under another cost, with a new salt and a new KEK. Takes over (and
   * wipes) `stretched`.
   */
  async replacePassword(password: StretchedPassword): Promise<void> {
    await this.#exclusive(async () => {
      await this.#renew({ password });
    });
  }

  /**
   * Is this the password of the vault? For unlocking after idle time. Wrong guesses count as they do when opening.
   *
   * @throws `auth/too-many-attempts`
   */
  async confirmsPassword(password: string): Promise<boolean> {
    this.#checkOpen();
    const attempts = new AttemptCounter(this.#place.files, this.#place.dir, this.#place.clock);
    await attempts.begin();
    const { salt, scrypt } = this.#body;
    const stretched = await stretchPassword(password, Buffer.from(salt, 'base64'), scrypt);
    this.#checkOpen();
    const same = timingSafeEqual(stretched, this.#stretched);
    stretched.fill(0);
    if (same) await attempts.succeed();
    return same;
  }

  /** Writes the first keyring file of a new vault; used by `createVault` only. */
  async writeFirst(secrets: ReadonlyMap<string, Buffer>): Promise<void> {
    await this.#exclusive(async () => {
      const wraps = new Map<string, string>();
      for (const [id, secret] of secrets) wraps.set(id, wrap(this.#keys.wrapKey, this.#body, id, secret));
      await this.#commit(this.#body, wraps, this.#keys);
    });
  }

  /** Waits for running writes, then wipes what can be wiped and forgets the rest. Closing twice is no error. */
  async close(): Promise<void> {
    await this.#tail;
    this.#stopped = 'closed';
    // KeyObjects cannot be wiped from here; Node frees their memory once nobody refers to them.
    this.#stretched.fill(0);
    this.#deks.clear();
    this.#wraps = new Map();
  }

  async #renew(change: RenewalChange): Promise<void> {
    await this.#deleteStale();
    const { secrets, clock } = this.#place;
    const before = this.#body;
    const kekGeneration = before.kekGeneration + 1;
    const salt = change.password?.salt.toString('base64') ?? before.salt;
    const stretched = change.password?.stretched ?? this.#stretched;
    const keychainSecret = randomBytes(KEYCHAIN_SECRET_BYTES);
    try {
      this.#stale.add(kekGeneration);
      await secrets.set(kekEntry(before, kekGeneration), keychainSecret);
      const keys = deriveKeys(keychainSecret, stretched, Buffer.from(salt, 'base64'), kekGeneration);
      const nowMs = clock.nowMs();
      const body: KeyringBody = {
        ...before,
        kekGeneration,
        salt,
        scrypt: change.password?.cost ?? before.scrypt,
        kekCreatedAtMs: nowMs,
        lastSeenAtMs: Math.max(before.lastSeenAtMs, nowMs),
        secretCheck: secretCheck(keychainSecret, before.instanceId, kekGeneration).toString('base64'),
        kekCheck: keys.check.toString('base64'),
      };
      const wraps = new Map<string, string>();
      for (const [id, sealed] of this.#wraps) {
        if (change.drop?.has(id) === true) continue;
        const secret = unwrap(this.#keys.wrapKey, before, id, sealed);
        wraps.set(id, wrap(keys.wrapKey, body, id, secret));
        secret.fill(0);
      }
      await this.#commit(body, wraps, keys);
    } finally {
      keychainSecret.fill(0);
    }
    for (const id of change.drop ?? []) this.#deks.delete(id);
    if (change.password !== undefined) {
      this.#stretched.fill(0);
      this.#stretched = change.password.stretched;
    }
    this.#stale.delete(kekGeneration);
    this.#stale.add(before.kekGeneration);
    await this.#deleteStale();
  }

  async #deleteStale(): Promise<void> {
    await this.#checkUnchanged();
    for (const generation of this.#stale) {
      await this.#place.secrets.delete(kekEntry(this.#body, generation));
      this.#stale.delete(generation);
    }
  }

  async #commitTimes(times: Times): Promise<void> {
    await this.#commit({ ...this.#body, ...times }, this.#wraps, this.#keys);
  }

  /** Writes the keyring; memory follows only once the file is certainly there. */
  async #commit(body: KeyringBody, wraps: ReadonlyMap<string, string>, keys: GenerationKeys): Promise<void> {
    await this.#checkUnchanged();
    const sorted = [...wraps].map(([id, sealed]) => ({ id, sealed })).sort((a, b) => (a.id < b.id ? -1 : 1));
    const next: KeyringBody = { ...body, writes: this.#body.writes + 1, wraps: sorted };
    const bytes = serialiseKeyring(next, keys.macKey);
    try {
      await replaceDurably(this.#place.files, this.#path, bytes);
    } catch (error) {
      if (error instanceof UncertainWrite) this.#stop('uncertain-write');
      throw error;
    }
    this.#body = next;
    this.#keys = keys;
    this.#wraps = new Map(wraps);
    this.#fingerprint = fingerprint(bytes);
  }

  /**
   * The app's single-instance lock keeps a second writer away. If one came all the same, its keys must survive: so this
   * is asked before the file is replaced and before any keychain entry is written or deleted.
   */
  async #checkUnchanged(): Promise<void> {
    const onDisk = await this.#place.files.read(this.#path);
    if ((onDisk === null ? null : fingerprint(onDisk)) !== this.#fingerprint) this.#stop('changed-elsewhere');
  }

  get #path(): string {
    return join(this.#place.dir, KEYRING_FILE);
  }

  #secret(id: string): Buffer {
    this.#checkOpen();
    const sealed = this.#wraps.get(id);
    if (sealed === undefined) throw new AppError('vault/corrupt', 'A key is missing from the keyring.');
    return unwrap(this.#keys.wrapKey, this.#body, id, sealed);
  }

  #exclusive<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(() => {
      this.#checkOpen();
      if (this.#stopped !== null) this.#stop(this.#stopped);
      return run();
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  #checkOpen(): void {
    if (this.#stopped === 'closed') this.#stop('closed');
  }

  #stop(reason: 'closed' | 'changed-elsewhere' | 'uncertain-write'): never {
    this.#stopped = reason;
    throw new AppError('vault/locked', 'The vault must be opened again.', { detail: { reason } });
  }
}
