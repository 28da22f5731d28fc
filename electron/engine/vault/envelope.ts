import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';

/** The only sizes spoken here (NIST SP 800-38D, 5.2.1.1 and 8.2.2): 256-bit key, random 96-bit IV, 128-bit tag. */
export const KEY_BYTES = 32;
export const IV_BYTES = 12;
export const TAG_BYTES = 16;

/** First byte of every envelope. Any other value is refused, so that a later scheme can be told apart. */
const FORMAT = 1;
const OVERHEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

const ALGORITHM = 'aes-256-gcm';

/** What AES-GCM makes of a plaintext. */
export interface GcmSealed {
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/**
 * Encrypts under a given IV. Only for {@link sealEnvelope} and test vectors: an IV used twice under one key gives the
 * authentication key away.
 */
export function gcmEncrypt(
  key: KeyObject,
  iv: Uint8Array,
  plaintext: Uint8Array,
  aad: Uint8Array,
): GcmSealed {
  checkKey(key);
  if (iv.length !== IV_BYTES) throw new AppError('engine/internal', 'An AES-GCM IV must have 96 bits.');
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
}

/**
 * Encrypts and authenticates.
 *
 * @param key 256-bit secret key; at most 2^32 envelopes under one key (SP 800-38D, 8.3)
 * @param aad is authenticated but not stored: it must be given again to open
 * @returns `01 ‖ IV (12) ‖ ciphertext ‖ tag (16)`, 29 bytes longer than the plaintext
 */
export function sealEnvelope(key: KeyObject, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES);
  const { ciphertext, tag } = gcmEncrypt(key, iv, plaintext, aad);
  return joinEnvelope(iv, ciphertext, tag);
}

/** The envelope of given parts. */
export function joinEnvelope(iv: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(FORMAT), iv, ciphertext, tag]);
}

/**
 * Opens an envelope.
 *
 * @throws `vault/corrupt` if the format, key, IV, ciphertext, tag or `aad` is not the one it was sealed with
 */
export function openEnvelope(key: KeyObject, envelope: Uint8Array, aad: Uint8Array): Buffer {
  checkKey(key);
  if (envelope.length < OVERHEAD_BYTES || envelope[0] !== FORMAT) throw refused();
  const tagStart = envelope.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, envelope.subarray(1, 1 + IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(envelope.subarray(tagStart));
  const plaintext = decipher.update(envelope.subarray(1 + IV_BYTES, tagStart));
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    throw refused();
  } finally {
    // Unauthenticated plaintext (or our second copy of it) must not linger.
    plaintext.fill(0);
  }
}

/** A fresh random AES-256 key. A KeyObject can be posted to a worker thread; its bytes stay out of the JS heap. */
export function newSecretKey(): KeyObject {
  return secretKeyFrom(randomBytes(KEY_BYTES));
}

/** Takes a key's bytes into a KeyObject and wipes the buffer that they came in. */
export function secretKeyFrom(bytes: Buffer): KeyObject {
  try {
    const key = createSecretKey(bytes);
    checkKey(key);
    return key;
  } finally {
    bytes.fill(0);
  }
}

function checkKey(key: KeyObject): void {
  if (key.type !== 'secret' || key.symmetricKeySize !== KEY_BYTES) {
    throw new AppError('engine/internal', 'An envelope key must have 256 bits.');
  }
}

function refused(): AppError {
  return new AppError('vault/corrupt', 'A sealed block does not authenticate.');
}
