import { createHmac, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { KEYCHAIN_KINDS, type SecretStore } from '../keychain/secret-store.ts';
import { diskFiles, replaceDurably, toWriteError, UncertainWrite, type FilePort } from './file-port.ts';

const PROFILE_FILE = 'profile.json';
const SET_ASIDE = 'set-aside';
const VAULT_ID = /^[0-9a-f]{32}$/;

const ProfileSchema = z.strictObject({
  format: z.literal(1),
  profileId: z.string().regex(VAULT_ID),
  keychain: z.enum(KEYCHAIN_KINDS),
});
type ProfileFile = z.infer<typeof ProfileSchema>;

export interface ProfileOptions {
  /** `<userData>/vaults` */
  readonly vaultsDir: string;
  readonly secrets: SecretStore;
  readonly files?: FilePort;
}

/** The vaults of one profile folder. Nothing in it names an operator: folders are called by a keyed hash. */
export interface Profile {
  /** Random, 32 hex digits: keeps the keychain entries of two profiles apart. */
  readonly profileId: string;
  /** 32 hex digits: HMAC-SHA-256 under the profile's own key of the pool id and the user name in lower case. */
  vaultId(poolId: string, username: string): string;
  vaultDir(vaultId: string): string;
}

/**
 * Opens the profile: finds the key that names its vaults, or makes it when there are no vaults yet.
 *
 * @throws `keychain/backend-changed` if the vaults were made with another kind of keychain; `keychain/emptied` if their
 *   key is gone from it; `vault/corrupt` if `profile.json` is damaged or gone beside vaults; `vault/from-future`. The way
 *   out of all four, offered but never taken unasked: {@link setAsideAllVaults}.
 */
export async function openProfile(options: ProfileOptions): Promise<Profile> {
  const { vaultsDir, secrets, files = diskFiles } = options;
  const path = join(vaultsDir, PROFILE_FILE);
  const hasVaults = (await vaultIds(vaultsDir, files)).length > 0;
  const file = await readProfile(path, files, hasVaults);
  let found: { profileId: string; idKey: Buffer } | null = null;
  if (file !== null) {
    if (hasVaults && file.keychain !== secrets.backend.kind) {
      throw new AppError('keychain/backend-changed', 'The vaults were made with another kind of keychain.', {
        detail: { recorded: file.keychain, found: secrets.backend.kind },
      });
    }
    const { profileId } = file;
    const idKey = file.keychain === secrets.backend.kind ? await secrets.get(idKeyEntry(profileId)) : null;
    if (idKey !== null) found = { profileId, idKey };
    if (idKey === null && hasVaults) {
      throw new AppError(
        'keychain/emptied',
        'The keychain no longer holds the keys of the vaults on this disk.',
      );
    }
  }
  return profileOf(vaultsDir, found ?? (await mintProfile(vaultsDir, secrets, files)));
}

/**
 * Puts a vault out of the way, with everything in its folder; nothing is deleted, and its keychain entries stay, so that
 * it can be put back by hand. A new vault can then be made and filled from the server. The store must be closed.
 *
 * @param reason the code of the error that made it necessary; kept beside the vault
 * @returns the new folder
 */
export async function setAsideVault(
  options: Pick<ProfileOptions, 'vaultsDir' | 'files'> & {
    readonly vaultId: string;
    readonly reason: ErrorCode;
    readonly nowMs: number;
  },
): Promise<string> {
  const { vaultsDir, files = diskFiles } = options;
  const from = vaultDirOf(vaultsDir, options.vaultId);
  const at = new Date(options.nowMs).toISOString();
  const to = join(vaultsDir, SET_ASIDE, `${options.vaultId}-${at.replaceAll(/[:.]/g, '-')}`);
  try {
    await files.makeFolder(dirname(to));
    const note = Buffer.from(`${JSON.stringify({ reason: options.reason, at })}\n`);
    // On a full disk the vault can still be moved; only the note is lost.
    await files.writeSynced(join(from, 'set-aside.json'), note).catch(() => undefined);
    await files.rename(from, to);
    await files.syncFolder(dirname(to));
    await files.syncFolder(vaultsDir);
  } catch (cause) {
    throw toWriteError(cause);
  }
  return to;
}

/** Sets every vault aside: after the keychain was emptied or changed, none of them can be opened any more. */
export async function setAsideAllVaults(
  options: Pick<ProfileOptions, 'vaultsDir' | 'files'> & {
    readonly reason: ErrorCode;
    readonly nowMs: number;
  },
): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const vaultId of await vaultIds(options.vaultsDir, options.files ?? diskFiles)) {
    folders.push(await setAsideVault({ ...options, vaultId }));
  }
  return folders;
}

function profileOf(vaultsDir: string, key: { profileId: string; idKey: Buffer }): Profile {
  const { profileId, idKey } = key;
  return {
    profileId,
    vaultId: (poolId, username) =>
      createHmac('sha256', idKey).update(`${poolId}\0${username.toLowerCase()}`).digest('hex').slice(0, 32),
    vaultDir: (vaultId) => vaultDirOf(vaultsDir, vaultId),
  };
}

function vaultDirOf(vaultsDir: string, vaultId: string): string {
  if (!VAULT_ID.test(vaultId)) throw new AppError('engine/internal', 'A vault id has 32 hex digits.');
  return join(vaultsDir, vaultId);
}

/** Only while there are no vaults. The random profile id keeps two profiles in one keychain apart. */
async function mintProfile(
  vaultsDir: string,
  secrets: SecretStore,
  files: FilePort,
): Promise<{ profileId: string; idKey: Buffer }> {
  const profileId = randomBytes(16).toString('hex');
  const idKey = randomBytes(32);
  await secrets.set(idKeyEntry(profileId), idKey);
  const file: ProfileFile = { format: 1, profileId, keychain: secrets.backend.kind };
  try {
    await files.makeFolder(vaultsDir);
    await replaceDurably(files, join(vaultsDir, PROFILE_FILE), Buffer.from(`${JSON.stringify(file)}\n`));
  } catch (error) {
    throw error instanceof UncertainWrite ? toWriteError(error.cause) : error;
  }
  return { profileId, idKey };
}

async function readProfile(path: string, files: FilePort, hasVaults: boolean): Promise<ProfileFile | null> {
  const bytes = await files.read(path);
  const json = bytes === null ? null : parseJson(bytes);
  const format = z.object({ format: z.int() }).safeParse(json);
  if (format.success && format.data.format > 1) {
    throw new AppError('vault/from-future', 'The profile was written by a newer version of this console.', {
      detail: { format: format.data.format, known: 1 },
    });
  }
  const file = ProfileSchema.safeParse(json);
  if (file.success) return file.data;
  if (!hasVaults) return null;
  throw new AppError('vault/corrupt', 'The file that names the vaults of this profile is damaged or gone.', {
    detail: { reason: 'profile-file' },
  });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

async function vaultIds(vaultsDir: string, files: FilePort): Promise<readonly string[]> {
  return ((await files.list(vaultsDir)) ?? []).filter((name) => VAULT_ID.test(name));
}

function idKeyEntry(profileId: string): string {
  return `profile/${profileId}/id-key`;
}
