import type { ErrorCode, ErrorDetail } from '../../shared/errors.ts';

/** A failure as the page needs it; an AppError, an ErrorValue and a pushed error all fit. */
export interface Failure {
  readonly code: ErrorCode;
  readonly detail?: ErrorDetail | undefined;
}

/** What a person reads about a failure: what happened, why, what can be done. */
export interface Words {
  readonly title: string;
  readonly explanation: string;
  readonly remedy: string;
}

const RESTART = 'Close MedMinder Console and start it again.';
const TELL_IT = 'If it happens again, tell your IT department the code below.';
const NOTHING_LOST = 'Nothing that was stored is lost.';

/** The one place that maps a code to words. Complete by type: a new code does not compile without words. */
const WORDS: Readonly<Record<ErrorCode, Words>> = {
  'call/unknown': {
    title: 'This part of the console does not fit the rest',
    explanation: 'The page asked for something that this version of the console does not know.',
    remedy: RESTART,
  },
  'call/invalid-request': {
    title: 'The request was refused',
    explanation: 'What was entered is not in a form that the console accepts.',
    remedy: 'Change what you entered and try again.',
  },
  'call/invalid-response': {
    title: 'The answer could not be used',
    explanation: 'The console checked its own answer, found it malformed and did not show it.',
    remedy: TELL_IT,
  },
  'call/untrusted-sender': {
    title: 'The request was refused',
    explanation: 'It did not come from the console’s own page.',
    remedy: RESTART,
  },
  'call/too-large': {
    title: 'The request is too large',
    explanation: 'It holds more than the console accepts at once.',
    remedy: 'Use fewer or shorter filters.',
  },
  'call/cancelled': {
    title: 'Cancelled',
    explanation: 'The request was stopped before it finished.',
    remedy: 'Try again if you still need it.',
  },
  'call/timeout': {
    title: 'No answer in time',
    explanation: 'The console’s data process took too long.',
    remedy: 'Try again. A narrower time range is faster.',
  },
  'engine/unavailable': {
    title: 'The console’s data process is not running',
    explanation: `It is started again by itself. ${NOTHING_LOST}`,
    remedy: 'Wait a few seconds. If it does not come back, restart the console.',
  },
  'engine/internal': {
    title: 'Something went wrong inside the console',
    explanation:
      'The failure was not foreseen. Its details are kept out of this page, for they could hold personal data.',
    remedy: `Try again. ${TELL_IT}`,
  },

  'auth/not-signed-in': {
    title: 'Nobody is signed in',
    explanation: 'The session has ended.',
    remedy: 'Sign in.',
  },
  'auth/locked': {
    title: 'The desk is locked',
    explanation: 'It locks after a time without activity, and when you lock it.',
    remedy: 'Unlock it with your password.',
  },
  'auth/forbidden': {
    title: 'Your role does not allow this',
    explanation: 'The console checks every request against the role that your account has in the user pool.',
    remedy: 'If you need it for your work, ask the person who manages accounts.',
  },
  'auth/step-up-required': {
    title: 'Your password was not confirmed',
    explanation: 'This needs your password again, because it shows or changes more than usual.',
    remedy: 'Try again and give your password.',
  },
  'auth/wrong-credentials': {
    title: 'User name or password is wrong',
    explanation: 'The user pool does not say which of the two, so that nobody can find out names by trying.',
    remedy: 'Check both, and whether Caps Lock is on.',
  },
  'auth/wrong-code': {
    title: 'That code is not right',
    explanation: 'A code is valid for about 30 seconds and only once.',
    remedy: 'Wait for the next code in your authenticator and enter that.',
  },
  'auth/code-expired': {
    title: 'The sign-in took too long',
    explanation: 'The code must be given within three minutes of the password.',
    remedy: 'Give your password again.',
  },
  'auth/too-many-attempts': {
    title: 'Too many attempts',
    explanation: 'The user pool refuses further attempts on this account for a while.',
    remedy: 'Wait until the time is over. Trying earlier can make the wait longer.',
  },
  'auth/user-disabled': {
    title: 'This account is disabled',
    explanation: 'Somebody who manages accounts has disabled it.',
    remedy: 'Ask the person who manages accounts at your clinic.',
  },
  'auth/user-not-confirmed': {
    title: 'This account is not confirmed yet',
    explanation: 'The account was created but its confirmation was never finished.',
    remedy: 'Follow the message you were sent, or ask the person who manages accounts.',
  },
  'auth/password-change-required': {
    title: 'A new password is required first',
    explanation: 'The account still has a temporary password. This console cannot set a new one.',
    remedy: 'Set a new password in the MedMinder app, then sign in here.',
  },
  'auth/mfa-setup-required': {
    title: 'An authenticator must be set up first',
    explanation: 'This desk opens only with a one-time code, and the account has no authenticator yet.',
    remedy: 'Set one up in the MedMinder app, then sign in here.',
  },
  'auth/challenge-unsupported': {
    title: 'This way of signing in is not supported',
    explanation:
      'The user pool asked for a proof that this console cannot give. It knows one-time codes of an authenticator.',
    remedy: 'Ask the person who manages accounts to switch the account to an authenticator app.',
  },
  'auth/session-expired': {
    title: 'The session has ended',
    explanation:
      'The user pool no longer renews it, because too much time has passed since the last sign-in.',
    remedy: 'Sign in again.',
  },
  'auth/session-revoked': {
    title: 'The session was ended by somebody else',
    explanation: 'The user pool has signed this account out everywhere, or disabled it.',
    remedy: 'Sign in again. If you did not expect this, tell your compliance officer.',
  },
  'auth/token-invalid': {
    title: 'The sign-in could not be verified',
    explanation:
      'The proof that the user pool sent does not pass the check of its signature, its issuer or its time.',
    remedy: 'Try again. If it persists, the settings may point to another pool than intended.',
  },
  'auth/no-role': {
    title: 'This account has no role at this desk',
    explanation:
      'The password and the code are right, but the account is in none of the groups that may work here.',
    remedy: 'Ask the person who manages accounts to add you to the right group.',
  },
  'auth/clock-skew': {
    title: 'This computer’s clock is wrong',
    explanation:
      'It differs too much from the user pool’s clock, so that no proof of sign-in can be checked.',
    remedy: 'Set date, time and time zone of this computer, or let it follow a time server. Then try again.',
  },

  'pool/unreachable': {
    title: 'The user pool cannot be reached',
    explanation: 'There is no network, or something between this computer and the pool blocks the way.',
    remedy:
      'Check the network and try again. Somebody who has signed in on this computer in the last 72 hours can unlock it without the pool.',
  },
  'pool/throttled': {
    title: 'The user pool is busy',
    explanation: 'It has had more requests than its quota allows.',
    remedy: 'Wait until the time is over, then try again.',
  },
  'pool/not-found': {
    title: 'The user pool does not exist',
    explanation: 'The settings of this console name a pool or client that the service does not know.',
    remedy: 'Ask your IT department to check the settings.',
  },
  'pool/failed': {
    title: 'The user pool could not answer',
    explanation: 'It reported a failure of its own.',
    remedy: 'Try again in a minute.',
  },
  'pool/insecure-endpoint': {
    title: 'The connection to the user pool is not protected',
    explanation: 'The settings name an address without TLS. The console refuses to send a password there.',
    remedy: 'Ask your IT department to correct the settings.',
  },

  'keychain/unavailable': {
    title: 'This computer’s keychain is not available',
    explanation:
      'The console keeps its keys in the keychain of the operating system and nowhere else. Without it, it stays closed.',
    remedy:
      'Start the keychain service of this computer (on Linux: a secret service such as gnome-keyring), then check again.',
  },
  'keychain/locked': {
    title: 'This computer’s keychain is locked',
    explanation: 'The keys of this desk are in it and cannot be read.',
    remedy: 'Unlock the keychain of the operating system, then check again.',
  },
  'keychain/emptied': {
    title: 'The keys of this desk are gone from the keychain',
    explanation:
      'The stored trail is still on this computer, sealed, but its keys were removed from the keychain. The console never makes new keys over existing data in silence.',
    remedy:
      'If the keychain can be restored from a backup, do that and check again. Otherwise set the sealed data aside: nothing is deleted, and the trail is fetched again from the audit server.',
  },
  'keychain/backend-changed': {
    title: 'This computer now uses another keychain',
    explanation: 'The keys of this desk were kept in a different one and are not in this one.',
    remedy:
      'Switch back to the keychain that was used before and check again. Otherwise set the sealed data aside: nothing is deleted, and the trail is fetched again.',
  },
  'keychain/write-failed': {
    title: 'The keychain did not keep a key',
    explanation: 'What was written could not be read back, so that the old key stays in use.',
    remedy: 'Make sure that the keychain is unlocked and has room, then try again.',
  },
  'vault/not-found': {
    title: 'Nothing is stored here for this account',
    explanation:
      'This computer has no sealed data of this account, so that it cannot be opened without the user pool.',
    remedy: 'Connect to the network and sign in.',
  },
  'vault/wrong-password': {
    title: 'That password does not open this desk',
    explanation: 'Without the user pool, only the password of your last sign-in on this computer opens it.',
    remedy: 'Check the password, and whether Caps Lock is on.',
  },
  'vault/password-changed': {
    title: 'Your password has changed',
    explanation: 'The data on this computer is still sealed with the previous one.',
    remedy: 'Give your previous password once, or set the sealed data aside.',
  },
  'vault/key-missing': {
    title: 'A key of this desk is missing',
    explanation:
      'The stored trail is still on this computer, sealed, but a key that opens it is not in the keychain.',
    remedy:
      'If the keychain can be restored from a backup, do that and check again. Otherwise set the sealed data aside: nothing is deleted, and the trail is fetched again.',
  },
  'vault/key-mismatch': {
    title: 'The keys do not fit the stored data',
    explanation:
      'The key in the keychain belongs to other data, for instance after a backup was restored in part.',
    remedy:
      'Restore the keychain and the data folder from the same time and check again. Otherwise set the sealed data aside: nothing is deleted.',
  },
  'vault/corrupt': {
    title: 'The keyring file is damaged',
    explanation: 'The file that holds the sealed keys does not pass its check. It was left as it is.',
    remedy:
      'Restore it from a backup and check again. Otherwise set the sealed data aside: nothing is deleted, and the trail is fetched again.',
  },
  'vault/from-future': {
    title: 'This desk was used by a newer console',
    explanation: 'Its keyring file has a newer form than this version can read. It was not touched.',
    remedy: 'Install the newer version of MedMinder Console.',
  },
  'vault/offline-expired': {
    title: 'The time without the user pool is over',
    explanation: 'A desk opens without the pool for 72 hours after the last contact. That time has passed.',
    remedy: 'Connect to the network and unlock again. The stored trail is still here.',
  },
  'vault/clock-rolled-back': {
    title: 'This computer’s clock was set back',
    explanation:
      'It shows an earlier time than the desk has already seen, so that the offline limit cannot be judged.',
    remedy: 'Set the clock right, or connect to the network and sign in.',
  },
  'vault/locked': {
    title: 'The stored data is sealed',
    explanation: 'It opens with your password.',
    remedy: 'Unlock the desk.',
  },

  'store/corrupt': {
    title: 'The stored trail is damaged',
    explanation: 'The database does not pass its check. It is put aside under another name, not deleted.',
    remedy: 'Sign in again: a new database is begun, and the trail is fetched again from the audit server.',
  },
  'store/from-future': {
    title: 'The stored trail was written by a newer console',
    explanation: 'Its form is newer than this version can read. It was not touched.',
    remedy: 'Install the newer version of MedMinder Console.',
  },
  'store/disk-full': {
    title: 'The disk is full',
    explanation: `New events cannot be stored. ${NOTHING_LOST}`,
    remedy: 'Free some space. The console goes on by itself.',
  },
  'store/busy': {
    title: 'The store is busy',
    explanation: 'Another piece of work is writing to it.',
    remedy: 'Try again in a moment.',
  },
  'store/write-failed': {
    title: 'The store could not be written',
    explanation: `The operating system refused the write. ${NOTHING_LOST}`,
    remedy: 'Check free space and access rights of the data folder, then try again.',
  },
  'store/wrong-key': {
    title: 'The stored trail does not open with its key',
    explanation: 'The database was replaced, or belongs to other keys.',
    remedy:
      'Restore database and keyring from the same time and check again. Otherwise set the sealed data aside: nothing is deleted.',
  },
  'store/not-found': {
    title: 'That event is not stored here',
    explanation: 'It may have reached the end of its retention time.',
    remedy: 'Go back to the list.',
  },
  'store/closed': {
    title: 'The store is closed',
    explanation: 'The desk is just being locked or restarted.',
    remedy: 'Try again in a moment.',
  },

  'source/unreachable': {
    title: 'The audit server cannot be reached',
    explanation:
      'What is stored on this computer stays searchable. New events are fetched once the server is back.',
    remedy: 'The console tries again by itself.',
  },
  'source/unauthorised': {
    title: 'The audit server does not accept the sign-in',
    explanation: 'It refused the proof of who you are.',
    remedy: 'Sign out and in again. If it persists, the server and the user pool may not know each other.',
  },
  'source/forbidden': {
    title: 'The audit server refuses this account',
    explanation: 'It knows who you are and does not let you read the trail.',
    remedy: 'Ask the person who manages the audit server.',
  },
  'source/throttled': {
    title: 'The audit server asks for a pause',
    explanation: 'It has had more requests than it allows.',
    remedy: 'The console waits as long as the server asked and goes on by itself.',
  },
  'source/not-fhir': {
    title: 'The audit server does not speak FHIR R4',
    explanation: 'What answers at its address is something else, for instance a sign-in page of the network.',
    remedy: 'Check the network first, then the address in the settings.',
  },
  'source/bad-answer': {
    title: 'The audit server sent an answer that cannot be read',
    explanation: 'It was not stored, and nothing was skipped: the console asks for the same part again.',
    remedy: TELL_IT,
  },
  'source/foreign-link': {
    title: 'The audit server pointed to another server',
    explanation:
      'A link to the next page leads to a different address. The console does not follow it, for your sign-in would go along.',
    remedy: 'Tell the person who manages the audit server.',
  },
  'source/loop': {
    title: 'The audit server’s pages lead in a circle',
    explanation:
      'A link to the next page was already followed. Fetching stopped, and what came before is stored.',
    remedy: 'Tell the person who manages the audit server.',
  },
  'source/failed': {
    title: 'The audit server could not answer',
    explanation: 'It reported a failure of its own.',
    remedy: 'The console tries again by itself.',
  },

  'settings/invalid': {
    title: 'The settings are not valid',
    explanation: 'The file that names user pool and audit server does not pass its check.',
    remedy: 'Ask your IT department to correct it, then start the console again.',
  },
  'settings/missing': {
    title: 'This console is not set up yet',
    explanation: 'It does not know which user pool and which audit server to use.',
    remedy: 'Ask your IT department for the settings file, then start the console again.',
  },
};

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
