import type { ErrorCode } from '../../shared/errors.ts';
import type { Failure, Words } from './failure.ts';
import { ACCESS_WORDS } from './words-access.ts';
import { DATA_WORDS } from './words-data.ts';

/** The one place that maps a code to words. Complete by type: a new code does not compile without words. */
const WORDS: Readonly<Record<ErrorCode, Words>> = { ...ACCESS_WORDS, ...DATA_WORDS };

export function wordsFor(error: Pick<Failure, 'code'>): Words {
  return WORDS[error.code];
}

/** How long to wait before trying again, where the failure says so; null otherwise. */
export function retryAfterMs(error: Pick<Failure, 'detail'>): number | null {
  const value = error.detail?.['retryAfterMs'];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

/** Failures that leave sealed data which may be set aside once the pool accepted the sign-in. */
const ASIDE: ReadonlySet<ErrorCode> = new Set([
  'keychain/emptied',
  'keychain/backend-changed',
  'vault/key-missing',
  'vault/key-mismatch',
  'vault/password-changed',
  'vault/corrupt',
  'store/wrong-key',
]);

export function maySetCacheAside(code: ErrorCode): boolean {
  return ASIDE.has(code);
}

/** Failures of the whole desk whose way out is to set every stored trail aside; the engine refuses it for any other. */
const ALL_ASIDE: ReadonlySet<ErrorCode> = new Set([
  'keychain/emptied',
  'keychain/backend-changed',
  'vault/corrupt',
]);

export function maySetAllCachesAside(code: ErrorCode): boolean {
  return ALL_ASIDE.has(code);
}
