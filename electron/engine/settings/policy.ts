import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { settingsSchema, type Settings } from '../../../shared/domain/settings.ts';
import { profileSchema } from '../../../shared/domain/setup.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import type { PolicyPlace } from '../../ipc/engine-messages.ts';
import { faultsOf, readJson } from './parse-settings.ts';

/** Room for a few hundred managed profiles. */
const MAX_POLICY_BYTES = 256 * 1024;

/** What an IT department decided for this machine. */
export interface Policy {
  /** Values that win over every profile. */
  readonly fixed: Partial<Settings>;
  readonly profiles: readonly { readonly id: string; readonly settings: Settings }[];
  readonly mayAddProfiles: boolean;
}

export const NO_POLICY: Policy = { fixed: {}, profiles: [], mayAddProfiles: true };

/** The settings as this console may use them. */
export function underPolicy(settings: Settings, { fixed }: Pick<Policy, 'fixed'>): Settings {
  return { ...settings, ...fixed };
}

/**
 * Reads the policy file; {@link NO_POLICY} where there is none.
 *
 * SECURITY: docs/threat-model.md#settings — a policy that cannot be read, is not valid, or that others than its owner could
 * have written is no reason to go on without one.
 *
 * @throws `settings/invalid` with the file and the `reason` or the fields at fault
 */
export async function readPolicy(place: PolicyPlace): Promise<Policy> {
  let handle: FileHandle;
  try {
    // A pipe in its place must not hold the engine up; Windows has no such flag, nor such pipes.
    handle = await open(place.file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (!place.mustExist && isAbsence(error)) return NO_POLICY;
    throw refusal(place, 'The policy file cannot be read.', { reason: 'unreadable' });
  }
  try {
    await refuseOthersFile(place, handle);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_POLICY_BYTES + 1), 0);
    return policyFrom(readJson(buffer.subarray(0, bytesRead), MAX_POLICY_BYTES));
  } catch (error) {
    if (!isAppError(error)) throw refusal(place, 'The policy file cannot be read.', { reason: 'unreadable' });
    throw error.detail?.['policy'] === undefined ? refusal(place, error.message, error.detail) : error;
  } finally {
    await handle.close();
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Whoever could write the file, or put another in its place, could lift the policy. Windows keeps that in its ACLs. */
async function refuseOthersFile(place: PolicyPlace, handle: FileHandle): Promise<void> {
  const file = await handle.stat();
  if (!file.isFile()) throw refusal(place, 'The policy is not a file.', { reason: 'not-a-file' });
  if (process.platform === 'win32') return;
  const folder = await stat(path.dirname(place.file));
  const owners = place.mayBelongToUser ? [0, process.getuid?.()] : [0];
  if (!owners.includes(file.uid))
    throw refusal(place, 'The policy file does not belong to root.', { reason: 'not-roots' });
  if ((file.mode & 0o022) !== 0)
    throw refusal(place, 'The policy file can be written by others.', { reason: 'writable-by-others' });
  if (!place.mayBelongToUser && (folder.uid !== 0 || (folder.mode & 0o022) !== 0)) {
    throw refusal(place, 'The folder of the policy file can be written by others.', {
      reason: 'folder-writable-by-others',
    });
  }
}

function policyFrom(json: unknown): Policy {
  const parsed = policySchema().safeParse(json);
  if (!parsed.success) {
    throw new AppError('settings/invalid', 'The policy file does not fit.', {
      detail: { fields: faultsOf(parsed.error).join(', ') },
    });
  }
  const { profiles, mayAddProfiles } = parsed.data;
  if (new Set(profiles.map(({ id }) => id)).size < profiles.length) {
    throw new AppError('settings/invalid', 'Two profiles of the policy have one id.', {
      detail: { fields: 'profiles' },
    });
  }
  return { fixed: fixedOf(json, parsed.data.fixed), profiles, mayAddProfiles };
}

/** Made when there is a policy, which most machines do not have. */
function policySchema() {
  return z.strictObject({
    fixed: settingsSchema.partial().prefault({}),
    profiles: z.array(profileSchema.pick({ id: true, settings: true })).default([]),
    mayAddProfiles: z.boolean().default(true),
  });
}

/** A field that the policy does not name is not fixed, whatever default the settings have for it. */
function fixedOf(json: unknown, parsed: { readonly [Key in keyof Settings]?: Settings[Key] | undefined }) {
  const named: unknown = typeof json === 'object' && json !== null && 'fixed' in json ? json.fixed : null;
  return Object.fromEntries(
    Object.entries(parsed).filter(
      ([field]) => typeof named === 'object' && named !== null && Object.hasOwn(named, field),
    ),
  ) as Partial<Settings>;
}

function refusal(place: PolicyPlace, message: string, detail: AppError['detail']): AppError {
  return new AppError('settings/invalid', message, { detail: { ...detail, policy: place.file } });
}
