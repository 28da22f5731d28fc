/** What was typed for the beginning or the end of a range. */
export type TypedTime = { readonly ok: true; readonly iso: string } | { readonly ok: false };

const TYPED = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/;

/**
 * Reads "2026-11-22" or "2026-11-22 14:03" in local time or UTC. A day alone means its first moment, or as the end of a
 * range the first moment of the next day, since ranges exclude their end. A local time that a clock change skips is
 * moved on by the change, as ECMAScript does; in a repeated hour the first one is meant.
 */
export function parseTyped(text: string, zone: 'local' | 'utc', edge: 'from' | 'to'): TypedTime {
  const match = TYPED.exec(text);
  if (match === null) return { ok: false };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => (part === undefined ? 0 : Number(part)));
  if (!isRealDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return { ok: false };
  const dayAlone = match[4] === undefined;
  const shifted = day + (dayAlone && edge === 'to' ? 1 : 0);
  const ms =
    zone === 'utc'
      ? Date.UTC(year, month - 1, shifted, hour, minute, second)
      : new Date(year, month - 1, shifted, hour, minute, second).getTime();
  return { ok: true, iso: new Date(ms).toISOString() };
}

function isRealDay(year: number, month: number, day: number): boolean {
  if (year < 1900 || year > 2999) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
