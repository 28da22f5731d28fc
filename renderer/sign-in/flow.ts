import { assertNever } from '../../shared/assert-never.ts';
import type { SignInStep } from '../../shared/domain/session.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Failure } from '../errors/failure.ts';
import { maySetCacheAside } from '../errors/words.ts';

/** Where a person is on the way in. */
export type Stage =
  | { readonly kind: 'password' }
  | { readonly kind: 'code'; readonly challengeId: string; readonly expiresAt: string }
  | { readonly kind: 'previous-password' }
  /** The pool accepted the person; the sealed data cannot be opened. */
  | { readonly kind: 'cache-unreadable' }
  | { readonly kind: 'entering' };

export interface Flow {
  readonly stage: Stage;
  readonly error: Failure | null;
}

export const FLOW_START: Flow = { stage: { kind: 'password' }, error: null };

/** Failures after which the code step is over and the password is asked again. */
const CODE_OVER: ReadonlySet<ErrorCode> = new Set([
  'auth/code-expired',
  'auth/wrong-credentials',
  'auth/session-expired',
  'auth/user-disabled',
  'auth/no-role',
  'auth/not-signed-in',
]);

/** What a successful step leads to. */
export function stepped(step: SignInStep): Flow {
  switch (step.kind) {
    case 'signed-in':
      return { stage: { kind: 'entering' }, error: null };
    case 'code-required':
      return {
        stage: { kind: 'code', challengeId: step.challengeId, expiresAt: step.expiresAt },
        error: null,
      };
    case 'previous-password-required':
      return { stage: { kind: 'previous-password' }, error: null };
    default:
      return assertNever(step);
  }
}

/**
 * What a failed step leads to: the same stage with the words, or the stage that can mend it. `unlocking`: nobody has
 * asked the pool, so the mending stages, which need its consent, are not open.
 */
export function failed(flow: Flow, error: Failure, unlocking = false): Flow {
  if (unlocking) return { stage: flow.stage, error };
  if (error.code === 'vault/password-changed') return { stage: { kind: 'previous-password' }, error: null };
  if (maySetCacheAside(error.code)) return { stage: { kind: 'cache-unreadable' }, error };
  if (flow.stage.kind === 'code' && CODE_OVER.has(error.code)) {
    return { stage: { kind: 'password' }, error };
  }
  return { stage: flow.stage, error };
}

/** The six digits of a code out of whatever was typed or pasted: spaces and dashes are fine. */
export function codeDigits(typed: string): string {
  return typed.replace(/\D/g, '').slice(0, 6);
}
