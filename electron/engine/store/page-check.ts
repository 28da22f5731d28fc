import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * SQLCipher 4's page layout: 4,096 bytes, the last 80 of them an IV (16) and an HMAC-SHA512 (64) over ciphertext, IV and
 * page number; the first 16 bytes of page 1 are the salt (https://www.zetetic.net/sqlcipher/design/).
 */
const PAGE_BYTES = 4096;
const HMAC_BYTES = 64;
const SALT_BYTES = 16;
const HMAC_SALT_MASK = 0x3a;
const HMAC_KEY_ITERATIONS = 2;
const SAMPLE_PAGES = 64;

/**
 * True if some page near the beginning of the file was written with this key. SQLite says the same of a wrong key and of
 * a damaged first page; a person must not be told to fetch everything again when only the key is wrong.
 */
export function isWrittenWith(file: string, databaseKey: Uint8Array): boolean {
  const handle = openSync(file, 'r');
  try {
    const pages = Math.min(SAMPLE_PAGES, Math.floor(fstatSync(handle).size / PAGE_BYTES));
    const salt = Buffer.alloc(SALT_BYTES);
    readSync(handle, salt, 0, SALT_BYTES, 0);
    const hmacKey = pbkdf2Sync(
      databaseKey,
      salt.map((byte) => byte ^ HMAC_SALT_MASK),
      HMAC_KEY_ITERATIONS,
      32,
      'sha512',
    );
    const page = Buffer.alloc(PAGE_BYTES);
    for (let number = 1; number <= pages; number += 1) {
      readSync(handle, page, 0, PAGE_BYTES, (number - 1) * PAGE_BYTES);
      if (isAuthentic(page, number, hmacKey)) return true;
    }
    return false;
  } finally {
    closeSync(handle);
  }
}

function isAuthentic(page: Buffer, number: number, hmacKey: Uint8Array): boolean {
  const pageNumber = Buffer.alloc(4);
  pageNumber.writeUInt32LE(number);
  const expected = createHmac('sha512', hmacKey)
    .update(page.subarray(number === 1 ? SALT_BYTES : 0, PAGE_BYTES - HMAC_BYTES))
    .update(pageNumber)
    .digest();
  return timingSafeEqual(expected, page.subarray(PAGE_BYTES - HMAC_BYTES));
}
