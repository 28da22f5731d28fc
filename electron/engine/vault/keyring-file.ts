import { createHash, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

export const KEYRING_FORMAT = 1;
export const KEYRING_FILE = 'keyring.json';

/** Ten times what six years of daily keys in several classes need. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

const base64 = (bytes: number): z.ZodString =>
  z.string().refine((text) => {
    const decoded = Buffer.from(text, 'base64');
    return decoded.length === bytes && decoded.toString('base64') === text;
  });
const id = z.string().regex(/^[0-9a-f]{32}$/);
const timeMs = z.int().min(0);

const WrapSchema = z.strictObject({
  id: z.string().min(1).max(128),
  /** base64 of an envelope around 32 bytes */
  sealed: base64(61),
});

const BodySchema = z.strictObject({
  format: z.literal(KEYRING_FORMAT),
  vaultId: id,
  /** Random, made with the vault: a vault set aside and its successor share the vault id but no keychain entry. */
  instanceId: id,
  /** Grows by one with every write of this file. */
  writes: z.int().min(1),
  kekGeneration: z.int().min(1).max(0xffff_ffff),
  kekCreatedAtMs: timeMs,
  salt: base64(16),
  scrypt: z.strictObject({ logN: z.int().min(1).max(20), r: z.literal(8), p: z.int().min(1).max(16) }),
  secretCheck: base64(16),
  kekCheck: base64(16),
  signingPublicKey: base64(32),
  /** The last online sign-in; see clock-rules.ts for whose clock. */
  lastOnlineAtMs: timeMs,
  /** The latest time ever seen, so that a clock that was put back is noticed. */
  lastSeenAtMs: timeMs,
  /** Sorted by id. */
  wraps: z.array(WrapSchema),
});

const FileSchema = z.strictObject({ ...BodySchema.shape, mac: base64(32), sha256: base64(32) });

export type KeyringBody = z.infer<typeof BodySchema>;
type KeyringFile = z.infer<typeof FileSchema>;

/** A keyring file that is whole, but not yet proven to be ours: that needs the password ({@link macMatches}). */
export interface ReadKeyring {
  readonly body: KeyringBody;
  readonly mac: string;
}

/** The exact bytes of a keyring file. */
export function serialiseKeyring(body: KeyringBody, macKey: KeyObject): Buffer {
  return Buffer.from(fileText(body, macOf(body, macKey).toString('base64')));
}

/**
 * Reads a keyring file. Whatever is not byte for byte what {@link serialiseKeyring} writes is refused: unknown and
 * duplicate fields, other spellings, damage of any kind.
 *
 * @throws `vault/from-future` for a newer format, which is never touched; else `vault/corrupt`
 */
export function parseKeyring(bytes: Uint8Array): ReadKeyring {
  if (bytes.length > MAX_FILE_BYTES) throw corrupt('size');
  const text = Buffer.from(bytes).toString('utf8');
  const json = parseJson(text);
  const format = z.object({ format: z.int().positive() }).safeParse(json);
  if (format.success && format.data.format > KEYRING_FORMAT) {
    throw new AppError('vault/from-future', 'The keyring was written by a newer version of this console.', {
      detail: { format: format.data.format, known: KEYRING_FORMAT },
    });
  }
  const file = FileSchema.safeParse(json);
  if (!file.success) throw corrupt('shape');
  const { mac, sha256: _sha256, ...body } = file.data;
  if (fileText(body, mac) !== text) throw corrupt('checksum');
  const ids = body.wraps.map((wrap) => wrap.id);
  if (ids.some((wrapId, index) => index > 0 && wrapId <= (ids[index - 1] ?? ''))) throw corrupt('order');
  return { body, mac };
}

/** True if the file was written by whoever holds this generation's keys: nothing dropped, added back or replayed. */
export function macMatches(file: ReadKeyring, macKey: KeyObject): boolean {
  return timingSafeEqual(macOf(file.body, macKey), Buffer.from(file.mac, 'base64'));
}

/** Tells whether the file is still the one that was last read or written. */
export function fingerprint(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

export function corrupt(reason: string): AppError {
  return new AppError('vault/corrupt', 'The keyring file is damaged.', { detail: { reason } });
}

/** Field order is fixed here, for the MAC and for comparing a file with its own re-serialisation. */
function bodyText(body: KeyringBody): string {
  const ordered: KeyringBody = {
    format: body.format,
    vaultId: body.vaultId,
    instanceId: body.instanceId,
    writes: body.writes,
    kekGeneration: body.kekGeneration,
    kekCreatedAtMs: body.kekCreatedAtMs,
    salt: body.salt,
    scrypt: { logN: body.scrypt.logN, r: body.scrypt.r, p: body.scrypt.p },
    secretCheck: body.secretCheck,
    kekCheck: body.kekCheck,
    signingPublicKey: body.signingPublicKey,
    lastOnlineAtMs: body.lastOnlineAtMs,
    lastSeenAtMs: body.lastSeenAtMs,
    wraps: body.wraps.map((wrap) => ({ id: wrap.id, sealed: wrap.sealed })),
  };
  return JSON.stringify(ordered);
}

/** The checksum needs no key: it tells damage from a wrong password before anybody types one. */
function fileText(body: KeyringBody, mac: string): string {
  const text = bodyText(body);
  const sha256 = createHash('sha256').update(`${text}\n${mac}`).digest('base64');
  const tail: Pick<KeyringFile, 'mac' | 'sha256'> = { mac, sha256 };
  return `${text.slice(0, -1)},${JSON.stringify(tail).slice(1)}\n`;
}

function macOf(body: KeyringBody, macKey: KeyObject): Buffer {
  return createHmac('sha256', macKey).update(bodyText(body)).digest();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw corrupt('json');
  }
}
