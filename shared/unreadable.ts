import type { ErrorCode } from './errors.ts';

/**
 * What keeps one operator's stored trail from opening after the pool accepted them. The way out, offered and never taken
 * unasked, is `session.setCacheAside`.
 */
export const UNREADABLE_CACHE: ReadonlySet<ErrorCode> = new Set([
  'vault/password-changed',
  'vault/key-missing',
  'vault/key-mismatch',
  'vault/corrupt',
  'vault/not-found',
  'vault/other-person',
  'vault/other-scope',
  'store/corrupt',
  'store/wrong-key',
  'store/not-found',
]);

/** What keeps the whole profile from opening. The way out is `session.setAllCachesAside`. */
export const UNREADABLE_PROFILE: ReadonlySet<ErrorCode> = new Set([
  'keychain/emptied',
  'keychain/backend-changed',
  'vault/corrupt',
]);
