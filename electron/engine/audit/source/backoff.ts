import type { ErrorCode } from '../../../../shared/errors.ts';

const FIRST_MS = 500;
const CAP_MS = 30_000;
/** A server that refuses or lies will not change its mind within seconds: do not hammer it. */
const STUBBORN_MS = 300_000;
/** Longest time a server may send us away for. */
const RETRY_AFTER_CAP_MS = 600_000;

const STUBBORN: ReadonlySet<ErrorCode> = new Set([
  'source/forbidden',
  'source/foreign-link',
  'source/loop',
  'source/not-fhir',
  'source/unauthorised',
]);

/**
 * How long to wait after `failures` failures in a row (1 for the first): exponential with full jitter, capped at 30 s;
 * five minutes for refusals. `random` is uniform in [0, 1).
 */
export function backoffMs(failures: number, code: ErrorCode, random: number): number {
  if (STUBBORN.has(code)) return STUBBORN_MS;
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
  return Math.round(ceiling * random);
}

/** Retry-After in ms (RFC 9110 §10.2.3: seconds or an HTTP date); null where there is none or it is nonsense. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const waitMs = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : httpDateMs(text) - nowMs;
  if (Number.isNaN(waitMs)) return null;
  return Math.min(Math.max(waitMs, 0), RETRY_AFTER_CAP_MS);
}

/** Date.parse reads too much: "-5" would be a year. An HTTP date begins with the name of a day. */
function httpDateMs(text: string): number {
  return /^[A-Z][a-z]{2,8}, /.test(text) ? Date.parse(text) : Number.NaN;
}
