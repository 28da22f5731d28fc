import type { ErrorCode } from '../../shared/errors.ts';
import type { Words } from './failure.ts';

const DONE_STAYS = 'What was done until then stays.';

export type WorkCode = Extract<ErrorCode, `${'job' | 'files' | 'settings'}/${string}`>;

/** Words for failures of long work, of files that come in or go out, and of the settings. */
export const WORK_WORDS: Readonly<Record<WorkCode, Words>> = {
  'job/not-found': {
    title: 'That work is not known here',
    explanation: 'This desk has no record of it. It may belong to another operator of this computer.',
    remedy: 'Go back to the list.',
  },
  'job/not-possible': {
    title: 'That cannot be done with this work now',
    explanation: 'It has gone on meanwhile: it may just have ended, or already be paused or cancelled.',
    remedy: 'Look at its present state in the list.',
  },
  'job/keeps-crashing': {
    title: 'The console gave this work up',
    explanation: `It ended the console several times at the same place, so it is no longer tried. ${DONE_STAYS}`,
    remedy: 'Tell your IT department, with the file that was being read.',
  },

  'files/offer-expired': {
    title: 'The choice of files is no longer valid',
    explanation:
      'What was picked or dropped counts for a limited time and for one use, so that nothing is read or written later without a person wishing it.',
    remedy: 'Choose again.',
  },
  'files/unreadable': {
    title: 'The files cannot be read',
    explanation: `They may have been moved, or the drive removed, or your account on this computer may not read them. ${DONE_STAYS}`,
    remedy: 'Check that they are still in their place and can be opened, then choose them again.',
  },
  'files/not-writable': {
    title: 'The folder cannot be written',
    explanation: `The drive may be write-protected or removed, or your account on this computer may not write there. ${DONE_STAYS}`,
    remedy: 'Choose another folder, then export again.',
  },
  'files/disk-full': {
    title: 'There is no room left in the folder',
    explanation: `Its drive is full, or your share of it is used up. ${DONE_STAYS}`,
    remedy: 'Make room, then export into the same folder again: what is there already is not written twice.',
  },
  'files/nothing-to-do': {
    title: 'There is nothing to do',
    explanation: 'What was chosen holds no file to read, or no event to write.',
    remedy: 'Choose other files or another folder, or a wider selection.',
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
  'settings/locked-by-policy': {
    title: 'Your IT department has fixed this setting',
    explanation: 'A policy file on this computer decides it, and the policy wins over what is entered here.',
    remedy: 'Ask your IT department if it must be changed.',
  },
  'settings/not-now': {
    title: 'Connections can be changed only while nobody is signed in',
    explanation: 'Somebody is at this desk, or its connections were given when the console was started.',
    remedy: 'Sign out first. If nobody is signed in, ask your IT department how the console is started.',
  },
  'settings/not-found': {
    title: 'Those connections are no longer kept here',
    explanation: 'They were removed from this computer, perhaps in another window.',
    remedy: 'Choose others, or set them up again.',
  },
  'settings/write-failed': {
    title: 'The settings could not be kept',
    explanation:
      'The operating system refused to write the file of settings. The ones that were there before still count.',
    remedy: 'Check free space and access rights of the data folder, then try again.',
  },
};
