import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.ts';
import { fromErrorValue, type ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { refreshSession } from './session-store.ts';
import { stepUp } from './step-up.ts';

/** Answers that mean the page shows a session that is over: it asks where the desk stands. */
const SESSION_OVER: ReadonlySet<ErrorCode> = new Set([
  'auth/not-signed-in',
  'auth/locked',
  'auth/session-expired',
  'auth/session-revoked',
]);

/** Makes a call of the contract; a failure is thrown as an AppError with its code. Asks for no password. */
export async function askPlainly<Name extends CallName>(
  name: Name,
  request: RequestOf<Name>,
): Promise<ResponseOf<Name>> {
  return unwrap(await window.medminder.call(name, request));
}

/**
 * Makes a call of the contract; where the desk wants the password again, asks the person and repeats the call once.
 * Throws an AppError; `auth/step-up-required` where the person declined.
 */
export async function ask<Name extends CallName>(
  name: Name,
  request: RequestOf<Name>,
): Promise<ResponseOf<Name>> {
  const first = await window.medminder.call(name, request);
  if (first.ok || first.error.code !== 'auth/step-up-required') return unwrap(first);
  return (await stepUp.request()) ? askPlainly(name, request) : unwrap(first);
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  if (SESSION_OVER.has(result.error.code)) void refreshSession();
  throw fromErrorValue(result.error);
}
