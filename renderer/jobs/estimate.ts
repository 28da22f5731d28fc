const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "about 4 min left": coarser the longer it takes, for an estimate is no clock. Null where there is none. */
export function estimateWords(endIso: string | null, nowMs: number): string | null {
  const endMs = endIso === null ? Number.NaN : Date.parse(endIso);
  if (Number.isNaN(endMs)) return null;
  const leftMs = endMs - nowMs;
  if (leftMs < MINUTE_MS) return 'less than a minute left';
  if (leftMs < 90 * MINUTE_MS) {
    const minutes = Math.ceil(leftMs / MINUTE_MS);
    return `about ${minutes > 15 ? Math.ceil(minutes / 5) * 5 : minutes} min left`;
  }
  if (leftMs < 2 * DAY_MS) return `about ${Math.round(leftMs / HOUR_MS)} h left`;
  return `about ${Math.round(leftMs / DAY_MS)} days left`;
}

/** "8 s", "4 min 12 s", "2 h 5 min": how long something took. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
