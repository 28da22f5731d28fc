import { UNREADABLE_CACHE, UNREADABLE_PROFILE } from '../../shared/unreadable.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Failure, Words } from './failure.ts';
import { ACCESS_WORDS } from './words-access.ts';
import { DATA_WORDS } from './words-data.ts';
import { WORK_WORDS } from './words-work.ts';

/** The one place that maps a code to words. Complete by type: a new code does not compile without words. */
const WORDS: Readonly<Record<ErrorCode, Words>> = { ...ACCESS_WORDS, ...DATA_WORDS, ...WORK_WORDS };

export function wordsFor(error: Pick<Failure, 'code'>): Words {
  return WORDS[error.code];
}

/** How long to wait before trying again, where the failure says so; null otherwise. */
export function retryAfterMs(error: Pick<Failure, 'detail'>): number | null {
  const value = error.detail?.['retryAfterMs'];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

/** May the stored trail be set aside, once the pool accepted the sign-in? */
export function maySetCacheAside(code: ErrorCode): boolean {
  return UNREADABLE_CACHE.has(code);
}

/** May every stored trail be set aside, since none can be opened? The engine refuses it for any other failure. */
export function maySetAllCachesAside(code: ErrorCode): boolean {
  return UNREADABLE_PROFILE.has(code);
}

/** Does only a full sign-in help, since the password alone cannot open the desk? */
export function needsFullSignIn(code: ErrorCode): boolean {
  return UNREADABLE_CACHE.has(code) || FULL_SIGN_IN.has(code);
}

const FULL_SIGN_IN: ReadonlySet<ErrorCode> = new Set([
  'auth/session-expired',
  'vault/offline-expired',
  'vault/clock-rolled-back',
]);
