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
