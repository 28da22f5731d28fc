const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Writes the SRP timestamp, Java's `EEE MMM d HH:mm:ss z yyyy` in English and UTC: `Wed Apr 5 22:42:34 UTC 2017`. */
export function formatTimestamp(ms: number): string {
  const date = new Date(ms);
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const weekday = WEEKDAYS[date.getUTCDay()] ?? '';
  const month = MONTHS[date.getUTCMonth()] ?? '';
  return `${weekday} ${month} ${date.getUTCDate()} ${time} UTC ${date.getUTCFullYear()}`;
}

/**
 * Reads an SRP timestamp to milliseconds, or undefined if it is not exactly as {@link formatTimestamp} writes it: Cognito
 * refuses a zero-padded day (`Apr 05`) and a weekday that does not fit.
 */
export function parseTimestamp(text: string): number | undefined {
  const match = /^\w{3} (\w{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) UTC (\d{4})$/.exec(text);
  if (!match) return undefined;
  const month = MONTHS.findIndex((name) => name === match[1]);
  const ms = Date.UTC(
    Number(match[6]),
    month,
    Number(match[2]),
    Number(match[3]),
    Number(match[4]),
    Number(match[5]),
  );
  return formatTimestamp(ms) === text ? ms : undefined;
}
