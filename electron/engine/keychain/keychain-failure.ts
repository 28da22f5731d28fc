import { AppError } from '../../../shared/errors.ts';

/** Which of the three calls failed: it decides what an unknown failure is called. */
export type KeychainCall = 'get' | 'set' | 'delete';

/**
 * Words of the secret services, seen with gnome-keyring 42 through libsecret 0.20. "Object does not exist … collection"
 * is what a started but never unlocked keyring says: the default collection appears only with its password.
 */
const LOCKED = [
  /locked/i,
  /prompt (was )?dismissed/i,
  /object does not exist at path .*\/collection\//i,
  /no such object path .*\/collection\//i,
  /user interaction is not allowed/i,
  /user name or passphrase you entered is not correct/i,
  /canceled|cancelled/i,
];

/** No bus, nobody owning org.freedesktop.secrets, a service that left while we spoke. */
const UNAVAILABLE = [
  /autolaunch d-bus/i,
  /could not connect/i,
  /cannot connect/i,
  /connection refused/i,
  /connection is closed/i,
  /no such file or directory/i,
  /was not provided by any \.service files/i,
  /serviceunknown|service ?unknown/i,
  /namehasnoowner|has no owner/i,
  /not activatable|spawn\./i,
  /no keychain is available/i,
  /exhausted all available authentication mechanisms/i,
  /transport endpoint is not connected/i,
];

/**
 * Gives a keytar failure its stable code. The message of the service is dropped: it may quote paths with a user name.
 * It stays reachable as `cause` inside the process.
 */
export function toKeychainError(call: KeychainCall, cause: unknown): AppError {
  const words = cause instanceof Error ? cause.message : '';
  if (LOCKED.some((pattern) => pattern.test(words))) {
    return new AppError('keychain/locked', 'The keychain is locked.', { cause, detail: { call } });
  }
  if (call !== 'set' || UNAVAILABLE.some((pattern) => pattern.test(words))) {
    return new AppError('keychain/unavailable', 'The keychain of this system cannot be reached.', {
      cause,
      detail: { call },
    });
  }
  return new AppError('keychain/write-failed', 'The keychain refused to store a secret.', {
    cause,
    detail: { call },
  });
}
