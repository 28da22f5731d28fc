/** Whether times are read in the place's own time or in UTC. */
export type TimeZoneChoice = 'local' | 'utc';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string | undefined): Intl.DateTimeFormat {
  const key = timeZone ?? '';
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone !== undefined && { timeZone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  formats.set(key, made);
  return made;
}

export interface TimeParts {
  /** 2026-11-22 */
  readonly date: string;
  /** 14:03:07 */
  readonly time: string;
  /** +01:00; UTC for none */
  readonly offset: string;
}

/** An ISO 8601 time as a person writes it, in the given zone; undefined takes this computer's zone. */
export function timeParts(iso: string, timeZone?: string): TimeParts | null {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return null;
  const parts = new Map(
    format(timeZone)
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const zone = of('timeZoneName').replace('GMT', '');
  return {
    date: `${of('year')}-${of('month')}-${of('day')}`,
    time: `${of('hour')}:${of('minute')}:${of('second')}`,
    // Chromium and Node differ in how they write no offset at all.
    offset: zone === '' || zone === '+00:00' ? 'UTC' : zone,
  };
}

export function zoneOf(choice: TimeZoneChoice): string | undefined {
  return choice === 'utc' ? 'UTC' : undefined;
}

/** "2026-11-22 14:03:07" in the chosen zone; the text itself where it is no time. */
export function formatTime(iso: string, timeZone?: string): string {
  const parts = timeParts(iso, timeZone);
  return parts === null ? iso : `${parts.date} ${parts.time}`;
}

/** Both readings, for a tooltip: in an hour that a clock change repeats, the offset tells the two apart. */
export function formatBoth(iso: string, timeZone?: string): string {
  const local = timeParts(iso, timeZone);
  const utc = timeParts(iso, 'UTC');
  if (local === null || utc === null) return iso;
  if (local.offset === 'UTC') return `${utc.date} ${utc.time} UTC`;
  return `${local.date} ${local.time} (${local.offset}) · ${utc.date} ${utc.time} UTC`;
}

/** The clock alone if it is today, else with the date: "14:03", "2026-11-20 14:03". */
export function formatMoment(iso: string, nowMs: number = Date.now(), timeZone?: string): string {
  const parts = timeParts(iso, timeZone);
  if (parts === null) return iso;
  const today = timeParts(new Date(nowMs).toISOString(), timeZone);
  const clock = parts.time.slice(0, 5);
  return today?.date === parts.date ? clock : `${parts.date} ${clock}`;
}

/** "2:41": what is left, never negative, rounded up so that 0:00 means over. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const number = new Intl.NumberFormat('en-US');

/** "1,234" */
export function formatCount(count: number): string {
  return number.format(count);
}
