/**
 * Dates in FHIR search (R4, "Search", 3.1.1.4.5): every date is a range as wide as its precision, and a prefix compares
 * the range that was asked with the range that the resource has. Times are whole microseconds since the epoch.
 */
export interface TimeRange {
  readonly lowUs: number;
  /** First microsecond after the range. */
  readonly highUs: number;
}

export const DATE_PREFIXES = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'] as const;
export type DatePrefix = (typeof DATE_PREFIXES)[number];

export interface DateClause {
  readonly prefix: DatePrefix;
  readonly range: TimeRange;
}

const DATE =
  /^(?<year>\d{4})(?:-(?<month>\d{2})(?:-(?<day>\d{2})(?:T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d+))?)?(?<zone>Z|[+ -]\d{2}:\d{2})?)?)?)?$/u;

const SECOND_US = 1_000_000;
const MINUTE_US = 60 * SECOND_US;

function offsetUs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  // An unencoded plus sign arrives as a blank.
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_US;
}

/** The range that a FHIR date, dateTime or instant covers, or undefined if it is none. Without a zone it is UTC. */
export function parseDateRange(text: string): TimeRange | undefined {
  const parts = DATE.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { year, month, day, hour, minute, second, fraction, zone } = parts;
  const at = [
    Number(year),
    Number(month ?? 1),
    Number(day ?? 1),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  ] as const;
  const startMs = Date.UTC(at[0], at[1] - 1, at[2], at[3], at[4], at[5]);
  // Date.UTC rolls 30 February over; a date that does not come back is none.
  const back = new Date(startMs);
  if (back.getUTCFullYear() !== at[0] || back.getUTCMonth() + 1 !== at[1] || back.getUTCDate() !== at[2])
    return undefined;
  if (at[3] > 23 || at[4] > 59 || at[5] > 59) return undefined;
  const lowUs = startMs * 1000 - offsetUs(zone);
  if (month === undefined) return { lowUs, highUs: Date.UTC(at[0] + 1, 0, 1) * 1000 };
  if (day === undefined) return { lowUs, highUs: Date.UTC(at[0], at[1], 1) * 1000 };
  if (hour === undefined) return { lowUs, highUs: Date.UTC(at[0], at[1] - 1, at[2] + 1) * 1000 };
  if (second === undefined) return { lowUs, highUs: lowUs + MINUTE_US };
  if (fraction === undefined) return { lowUs, highUs: lowUs + SECOND_US };
  const digits = Math.min(fraction.length, 6);
  const widthUs = 10 ** (6 - digits);
  const fractionLowUs = lowUs + Number(fraction.slice(0, digits)) * widthUs;
  return { lowUs: fractionLowUs, highUs: fractionLowUs + widthUs };
}

/** `ge2026-01` → prefix and range; undefined if it is not one (`ap` among them: this server does not approximate). */
export function parseDateClause(value: string): DateClause | undefined {
  const prefix = DATE_PREFIXES.find((candidate) => value.startsWith(candidate));
  const range = parseDateRange(prefix === undefined ? value : value.slice(2));
  return range === undefined ? undefined : { prefix: prefix ?? 'eq', range };
}

/** Whether a resource's time fulfils the clause. */
export function matchesDate(clause: DateClause, lowUs: number, highUs: number): boolean {
  const { range } = clause;
  const contained = lowUs >= range.lowUs && highUs <= range.highUs;
  switch (clause.prefix) {
    case 'eq':
      return contained;
    case 'ne':
      return !contained;
    case 'gt':
      return highUs > range.highUs;
    case 'lt':
      return lowUs < range.lowUs;
    case 'ge':
      return contained || highUs > range.highUs;
    case 'le':
      return contained || lowUs < range.lowUs;
    case 'sa':
      return lowUs >= range.highUs;
    case 'eb':
      return highUs <= range.lowUs;
    default:
      return false;
  }
}
