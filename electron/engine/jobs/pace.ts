const WINDOW_MS = 60_000;
/** Less than this says nothing yet: the first step is often the slowest. */
const SHORTEST_MS = 2_000;

/** How far a job was at a moment, in its unit. */
export interface Sample {
  readonly atMs: number;
  readonly done: number;
}

/** The samples of the last minute and the last one before it, in order of time. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const all = [...samples, sample];
  const within = all.findIndex(({ atMs }) => atMs >= sample.atMs - WINDOW_MS);
  return all.slice(Math.max(0, within - 1));
}

/** When it will be done at the pace of the samples; null while nobody can say. */
export function estimateEndMs(samples: readonly Sample[], total: number | null): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || total === null) return null;
  const [ms, done] = [last.atMs - first.atMs, last.done - first.done];
  if (ms < SHORTEST_MS || done <= 0) return null;
  return Math.round(last.atMs + (Math.max(0, total - last.done) * ms) / done);
}
