import type { ErrorCode } from '../../shared/errors.ts';
import type { Words } from './failure.ts';

const TELL_IT = 'If it happens again, tell your IT department the code below.';
const NOTHING_LOST = 'Nothing that was stored is lost.';

export type DataCode = Extract<ErrorCode, `${'keychain' | 'vault' | 'store' | 'source'}/${string}`>;

/** Words for failures of keychain, vault, store and audit server. */
export const DATA_WORDS: Readonly<Record<DataCode, Words>> = {
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
  'vault/other-person': {
    title: 'The stored trail belongs to somebody else',
    explanation:
      'Another person of the same user name used this desk before. What is stored was sealed for them.',
    remedy:
      'Set the stored trail aside: nothing is deleted, and your own trail is fetched from the audit server.',
  },
  'vault/other-scope': {
    title: 'The stored trail is of your earlier role',
    explanation:
      'Your role or clinic was changed. What is stored holds events that you may no longer see, or lacks some that you may.',
    remedy: 'Set the stored trail aside: nothing is deleted, and the trail of your new role is fetched.',
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
};
