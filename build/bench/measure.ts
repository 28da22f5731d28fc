export type Figures = Readonly<Record<string, string | number | boolean>>;

/** One machine-readable line per figure. */
export function report(figures: Figures): void {
  console.log(`BENCH ${JSON.stringify(figures)}`);
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** Milliseconds that each call takes, one after the other. */
export async function timed(calls: readonly (() => unknown)[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const call of calls) {
    const startMs = performance.now();
    await call();
    times.push(performance.now() - startMs);
  }
  return times;
}
