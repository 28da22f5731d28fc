/** FHIR R4 `instant`: at least seconds, and an offset (hl7.org/fhir/R4/datatypes.html#instant). */
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;
const MINUTE_MS = 60_000;

/**
 * Milliseconds since the epoch of a FHIR instant; null where it is none (wrong form, 30 February, offset beyond
 * 14:00). A leap second counts as the first second of the next minute, as POSIX time does; digits beyond
 * milliseconds are cut off.
 */
export function instantMs(text: string): number | null {
  if (text.length > 512) return null;
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = Number(match[6]);
  if (year < 1 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return null;
  if (day > daysInMonth(year, month)) return null;
  const offset = offsetMs(match[8], match[9], match[10]);
  if (offset === null) return null;
  const fractionMs = match[7] === undefined ? 0 : Number(match[7].slice(0, 3).padEnd(3, '0'));
  return midnightMs(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1_000 + fractionMs - offset;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function offsetMs(
  sign: string | undefined,
  hours: string | undefined,
  minutes: string | undefined,
): number | null {
  if (sign === undefined) return 0;
  const total = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || total > 14 * 60) return null;
  return (sign === '-' ? -total : total) * MINUTE_MS;
}

/** Date.UTC takes the years 0–99 for 1900–1999. */
function midnightMs(year: number, month: number, day: number): number {
  if (year >= 100) return Date.UTC(year, month - 1, day);
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
