import { toErrorValue, type ErrorValue } from './errors.ts';

/** How every answer crosses a boundary: a value or a failure, told apart by `ok`. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorValue };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(error: unknown): Result<never> {
  return { ok: false, error: toErrorValue(error) };
}
