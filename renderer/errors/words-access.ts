import type { ErrorCode } from '../../shared/errors.ts';
import type { Words } from './failure.ts';

const RESTART = 'Close MedMinder Console and start it again.';
const TELL_IT = 'If it happens again, tell your IT department the code below.';
const NOTHING_LOST = 'Nothing that was stored is lost.';

export type AccessCode = Extract<ErrorCode, `${'call' | 'engine' | 'auth' | 'pool'}/${string}`>;

/** Words for failures of the call itself, of signing in, and of the user pool. */
export const ACCESS_WORDS: Readonly<Record<AccessCode, Words>> = {
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
  'auth/scope-changed': {
    title: 'Your role or clinic was changed',
    explanation: 'The desk was opened for what you could see before, so it was closed.',
    remedy:
      'Sign in again. What is stored for your earlier role is kept aside, and the trail is fetched anew.',
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
      'Check the network and try again. A desk that was locked, and not signed out, also opens without the pool for 72 hours after its last contact.',
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
};
