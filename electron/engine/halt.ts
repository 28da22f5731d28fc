import type { SessionState } from '../../shared/domain/session.ts';
import { AppError, isAppError, toErrorValue } from '../../shared/errors.ts';

/** Why nothing runs. `setup`: no connections were chosen yet, or those that were cannot be used. */
export type Halt =
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'setup'; readonly reason: AppError | null };

/** What the page hears while nothing runs; null: the services are on their way. */
export function stateOfHalt(halt: Halt | null): SessionState {
  switch (halt?.kind) {
    case undefined:
      return { kind: 'starting' };
    case 'failed':
      return { kind: 'failed', error: toErrorValue(halt.error) };
    case 'setup':
      return { kind: 'setup', reason: halt.reason === null ? null : toErrorValue(halt.reason) };
  }
}

/** Why a call is refused while nothing runs. */
export function causeOf(halt: Halt | null): AppError {
  switch (halt?.kind) {
    case undefined:
      return new AppError('engine/unavailable', 'The engine is starting.');
    case 'failed':
      return halt.error;
    case 'setup':
      return halt.reason ?? new AppError('settings/missing', 'No connections are set up yet.');
  }
}

export function startFailure(error: unknown): AppError {
  return isAppError(error) ? error : new AppError('engine/internal', 'The engine could not start.');
}
