import type { Times } from './facts.ts';

/** Runs `work` and notes its time under `name`. */
export async function timed<T>(times: Times, name: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await work();
  times[name] = Math.round(performance.now() - from);
  return result;
}
