import { createHmac, hkdfSync, scrypt } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { secretKeyFrom } from './envelope.ts';
import type { KeyObject } from 'node:crypto';

export const SALT_BYTES = 16;
export const KEYCHAIN_SECRET_BYTES = 32;
export const CHECK_BYTES = 16;

/** scrypt cost as it stands in the keyring file: N = 2^logN (RFC 7914). */
export interface ScryptCost {
  readonly logN: number;
  readonly r: 8;
  readonly p: number;
}

/** One of OWASP's equal choices: 32 MiB, a quarter of a second (docs/decisions/0014-start.md says why this one). */
export const SCRYPT_COST: ScryptCost = { logN: 15, r: 8, p: 3 };

/** Old keyring files name the cost that they were written with, and open with it. */
export function isSameCost(one: ScryptCost, other: ScryptCost): boolean {
  return one.logN === other.logN && one.p === other.p;
}

/**
 * scrypt of the password, 32 bytes, off the event loop. The password is taken as its UTF-8 bytes exactly as typed:
 * Cognito normalises nothing, so NFC and NFD spellings are two passwords there and must be two here.
 */
export async function stretchPassword(password: string, salt: Uint8Array, cost: ScryptCost): Promise<Buffer> {
  const N = 2 ** cost.logN;
  // A JS string cannot be wiped; the copy that we make can.
  const bytes = Buffer.from(password, 'utf8');
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const options = { N, r: cost.r, p: cost.p, maxmem: 2 * 128 * N * cost.r + 1024 * 1024 };
      scrypt(bytes, salt, 32, options, (error, key) => {
        if (error === null) resolve(key);
        else reject(new AppError('engine/internal', 'scrypt failed.', { cause: error }));
      });
    });
  } finally {
    bytes.fill(0);
  }
}

/** What a KEK generation is used for; the KEK itself exists only inside {@link deriveKeys}. */
export interface GenerationKeys {
  /** Wraps data keys (AES-256-GCM). */
  readonly wrapKey: KeyObject;
  /** Authenticates the whole keyring file (HMAC-SHA-256). */
  readonly macKey: KeyObject;
  /** 16 bytes that tell a wrong password from a damaged file. */
  readonly check: Buffer;
}

/**
 * KEK_N = HKDF-SHA-256(S_N ‖ P, salt, "medminder/vault/kek/v1" ‖ N), and from it, by HKDF again, one key per use.
 * Neither the keychain's secret S_N nor the password alone is enough.
 *
 * @param stretched P, 32 bytes from {@link stretchPassword}; not wiped here, renewal needs it again
 */
export function deriveKeys(
  keychainSecret: Uint8Array,
  stretched: Uint8Array,
  salt: Uint8Array,
  generation: number,
): GenerationKeys {
  const input = Buffer.concat([keychainSecret, stretched]);
  const suffix = Buffer.alloc(4);
  suffix.writeUInt32BE(generation);
  const kek = hkdf(input, salt, Buffer.concat([Buffer.from('medminder/vault/kek/v1'), suffix]), 32);
  input.fill(0);
  try {
    return {
      wrapKey: secretKeyFrom(hkdf(kek, salt, Buffer.from('medminder/vault/wrap/v1'), 32)),
      macKey: secretKeyFrom(hkdf(kek, salt, Buffer.from('medminder/vault/keyring-mac/v1'), 32)),
      check: hkdf(kek, salt, Buffer.from('medminder/vault/kek-check/v1'), CHECK_BYTES),
    };
  } finally {
    kek.fill(0);
  }
}

/** 16 bytes that tell a wrong or foreign keychain secret from a wrong password. Says nothing of the 256-bit secret. */
export function secretCheck(keychainSecret: Uint8Array, instanceId: string, generation: number): Buffer {
  return createHmac('sha256', keychainSecret)
    .update(`medminder/vault/secret-check/v1\0${instanceId}\0${generation}`)
    .digest()
    .subarray(0, CHECK_BYTES);
}

function hkdf(input: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', input, salt, info, length));
}
