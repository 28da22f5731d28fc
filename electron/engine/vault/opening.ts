import { randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { AttemptCounter, ATTEMPTS_FILE } from './attempts.ts';
import { checkOffline } from './clock-rules.ts';
import { ed25519PublicKey, SEED_BYTES } from './ed25519.ts';
import { KEY_BYTES } from './envelope.ts';
import { diskFiles, type FilePort } from './file-port.ts';
import { deriveKeys, isSameCost, secretCheck, stretchPassword } from './key-derivation.ts';
import { KEYCHAIN_SECRET_BYTES, SALT_BYTES, SCRYPT_COST, type ScryptCost } from './key-derivation.ts';
import { corrupt, fingerprint, KEYRING_FILE, KEYRING_FORMAT } from './keyring-file.ts';
import { macMatches, parseKeyring, type KeyringBody, type ReadKeyring } from './keyring-file.ts';
import { DATABASE_KEY, SIGNING_SEED } from './wraps.ts';
import { Vault, type OpenedKeyring, type StretchedPassword } from './vault.ts';
import { kekEntry, placeOf, type VaultPlace, type VaultPlaceOptions } from './vault-place.ts';

/** What a password is stretched with from now on. */
export interface CostOption {
  /** Tests use a cheaper one. It is kept in the file. */
  readonly scryptCost?: ScryptCost;
}

export interface CreateVaultOptions extends VaultPlaceOptions, CostOption {
  readonly vaultId: string;
  readonly password: string;
  /** The pool's own time of the sign-in that allows this. */
  readonly poolNowMs: number;
}

export type OpenMode =
  /** The pool has just accepted this password. */
  { readonly kind: 'online'; readonly poolNowMs: number } | { readonly kind: 'offline' };

export interface OpenVaultOptions extends VaultPlaceOptions, CostOption {
  readonly vaultId: string;
  readonly password: string;
  readonly mode: OpenMode;
  /** Called when the password is being stretched, which takes one core and leaves the others idle. */
  readonly whileStretching?: (() => void) | undefined;
}

export interface ChangePasswordOptions extends VaultPlaceOptions, CostOption {
  readonly vaultId: string;
  readonly oldPassword: string;
  readonly newPassword: string;
  readonly poolNowMs: number;
}

/** What may be said of a vault before anybody typed a password. Not yet authenticated: for words, not for decisions. */
export interface VaultSummary {
  readonly lastOnlineAtMs: number;
  readonly lastSeenAtMs: number;
}

/** A folder that may hold a vault. */
export interface VaultFolder {
  readonly dir: string;
  readonly files?: FilePort;
}

/** Is there a vault in this folder (whole or not)? */
export async function vaultExists({ dir, files = diskFiles }: VaultFolder): Promise<boolean> {
  return (await files.read(join(dir, KEYRING_FILE))) !== null;
}

/** @throws `vault/not-found`, `vault/from-future`, `vault/corrupt` */
export async function summariseVault({ dir, files = diskFiles }: VaultFolder): Promise<VaultSummary> {
  const { body } = await readKeyring({ dir, files });
  return { lastOnlineAtMs: body.lastOnlineAtMs, lastSeenAtMs: body.lastSeenAtMs };
}

/**
 * Makes a new vault with a database key and a checkpoint signing key.
 *
 * @throws `vault/key-missing` if the folder holds data without a keyring: a new key would make that data unreadable in
 *   silence. Set the folder aside first. Also the keychain's and the disk's errors.
 */
export async function createVault(options: CreateVaultOptions): Promise<Vault> {
  const place = placeOf(options);
  await refuseOverData(place);
  await place.files.makeFolder(place.dir);
  const instanceId = randomBytes(16).toString('hex');
  const { stretched, salt, cost } = await stretchAnew(options.password, options);
  const keychainSecret = randomBytes(KEYCHAIN_SECRET_BYTES);
  const seed = randomBytes(SEED_BYTES);
  const database = randomBytes(KEY_BYTES);
  try {
    await place.secrets.set(kekEntry({ vaultId: options.vaultId, instanceId }, 1), keychainSecret);
    const keys = deriveKeys(keychainSecret, stretched, salt, 1);
    const nowMs = place.clock.nowMs();
    const body: KeyringBody = {
      format: KEYRING_FORMAT,
      vaultId: options.vaultId,
      instanceId,
      writes: 0,
      kekGeneration: 1,
      kekCreatedAtMs: nowMs,
      salt: salt.toString('base64'),
      scrypt: cost,
      secretCheck: secretCheck(keychainSecret, instanceId, 1).toString('base64'),
      kekCheck: keys.check.toString('base64'),
      signingPublicKey: ed25519PublicKey(seed).toString('base64'),
      lastOnlineAtMs: Math.min(options.poolNowMs, nowMs),
      lastSeenAtMs: nowMs,
      wraps: [],
    };
    const vault = new Vault(place, { body, keys, stretched, fingerprint: null });
    await vault.writeFirst(
      new Map([
        [DATABASE_KEY, database],
        [SIGNING_SEED, seed],
      ]),
    );
    return vault;
  } finally {
    for (const secret of [keychainSecret, seed, database]) secret.fill(0);
  }
}

/**
 * Opens a vault. Both ways need the password and the keychain, so that a stolen disk with an open keychain is not enough.
 *
 * @throws `vault/not-found`, `vault/corrupt`, `vault/from-future`; `vault/key-missing` and `vault/key-mismatch` (the
 *   keychain); offline `vault/wrong-password`, `auth/too-many-attempts`, `vault/offline-expired`,
 *   `vault/clock-rolled-back`; online `vault/password-changed` (the pool accepted a password that this vault does not
 *   know: offer {@link changeVaultPassword} or setting aside); the keychain's and the disk's own errors
 *
 * Online, a password that was stretched with another cost is stretched anew: once, and where nobody minds the time.
 */
export async function openVault(options: OpenVaultOptions): Promise<Vault> {
  const place = placeOf(options);
  const online = options.mode.kind === 'online';
  const read = await readKeyring(place);
  if (!online) checkOffline(read.body, place.clock.nowMs());
  const opened = online
    ? await unlock(place, options.vaultId, read, options.password)
    : await unlockCounted(place, options.vaultId, read, options.password, options.whileStretching);
  if (opened === null) {
    throw online
      ? new AppError('vault/password-changed', 'The password of the vault is an older one.')
      : new AppError('vault/wrong-password', 'The password does not open the vault.');
  }
  const vault = new Vault(place, opened);
  if (options.mode.kind === 'online') {
    await place.files.remove(join(place.dir, ATTEMPTS_FILE));
    await vault.markOnline(options.mode.poolNowMs);
    if (!isSameCost(vault.scryptCost, options.scryptCost ?? SCRYPT_COST)) {
      await vault.replacePassword(await stretchAnew(options.password, options));
    }
  }
  return vault;
}

/**
 * After the password was changed in the pool: opens with the old one and puts the new one in place, with a new KEK, so
 * that the old password opens no copy of the file any more. Guesses at the old password are counted.
 *
 * @throws as {@link openVault} offline, without its time limits
 */
export async function changeVaultPassword(options: ChangePasswordOptions): Promise<Vault> {
  const place = placeOf(options);
  const read = await readKeyring(place);
  const opened = await unlockCounted(place, options.vaultId, read, options.oldPassword);
  if (opened === null)
    throw new AppError('vault/wrong-password', 'The old password does not open the vault.');
  const vault = new Vault(place, opened);
  await vault.replacePassword(await stretchAnew(options.newPassword, options));
  await vault.markOnline(options.poolNowMs);
  return vault;
}

async function stretchAnew(
  password: string,
  { scryptCost = SCRYPT_COST }: CostOption,
): Promise<StretchedPassword> {
  const salt = randomBytes(SALT_BYTES);
  return { stretched: await stretchPassword(password, salt, scryptCost), salt, cost: scryptCost };
}

async function refuseOverData(place: VaultPlace): Promise<void> {
  const names = (await place.files.list(place.dir)) ?? [];
  // What a creation that was cut short may leave; there are no data under its keys yet.
  const harmless = new Set([`${KEYRING_FILE}.new`, ATTEMPTS_FILE, `${ATTEMPTS_FILE}.new`]);
  if (names.some((name) => !harmless.has(name))) {
    throw new AppError(
      'vault/key-missing',
      'The folder of the vault holds data already; no new keys are made over it.',
      {
        detail: { reason: 'not-empty' },
      },
    );
  }
}

async function readKeyring(
  place: Pick<VaultPlace, 'dir' | 'files'>,
): Promise<ReadKeyring & { bytes: Buffer }> {
  const bytes = await place.files.read(join(place.dir, KEYRING_FILE));
  if (bytes === null) throw new AppError('vault/not-found', 'There is no vault here yet.');
  return { ...parseKeyring(bytes), bytes };
}

async function unlockCounted(
  place: VaultPlace,
  vaultId: string,
  read: ReadKeyring & { bytes: Buffer },
  password: string,
  whileStretching?: () => void,
): Promise<OpenedKeyring | null> {
  const attempts = new AttemptCounter(place.files, place.dir, place.clock);
  const opened = await unlock(place, vaultId, read, password, { attempts, whileStretching });
  if (opened !== null) await attempts.succeed();
  return opened;
}

interface UnlockOptions {
  readonly attempts?: AttemptCounter;
  readonly whileStretching?: (() => void) | undefined;
}

/** Null for a wrong password. Everything that is not about the password is checked before an attempt is counted. */
async function unlock(
  place: VaultPlace,
  vaultId: string,
  read: ReadKeyring & { bytes: Buffer },
  password: string,
  { attempts, whileStretching }: UnlockOptions = {},
): Promise<OpenedKeyring | null> {
  const { body } = read;
  if (body.vaultId !== vaultId) throw corrupt('other-vault');
  const keychainSecret = await place.secrets.get(kekEntry(body, body.kekGeneration));
  if (keychainSecret === null) {
    throw new AppError('vault/key-missing', 'The keychain no longer holds the key of this vault.');
  }
  try {
    const expected = Buffer.from(body.secretCheck, 'base64');
    if (!timingSafeEqual(secretCheck(keychainSecret, body.instanceId, body.kekGeneration), expected)) {
      throw new AppError('vault/key-mismatch', 'The keychain holds another key than the one of this vault.');
    }
    await attempts?.begin();
    const salt = Buffer.from(body.salt, 'base64');
    const stretching = stretchPassword(password, salt, body.scrypt);
    whileStretching?.();
    const stretched = await stretching;
    const keys = deriveKeys(keychainSecret, stretched, salt, body.kekGeneration);
    const rightPassword = timingSafeEqual(keys.check, Buffer.from(body.kekCheck, 'base64'));
    const whole = rightPassword && macMatches(read, keys.macKey);
    if (whole) return { body, keys, stretched, fingerprint: fingerprint(read.bytes) };
    stretched.fill(0);
    if (rightPassword) throw corrupt('mac');
    return null;
  } finally {
    keychainSecret.fill(0);
  }
}
