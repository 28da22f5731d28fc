/** What a check says. `unknown`: the question could not be asked (no network, no such service); it is not a pass. */
export interface Verdict {
  readonly state: 'passed' | 'failed' | 'unknown';
  /** One line. */
  readonly says: string;
  readonly details: readonly string[];
}

export interface Check {
  readonly name: string;
  readonly what: string;
  readonly run: () => Promise<Verdict>;
}

/** 0: all passed. 1: something failed. 2: nothing failed, and something could not be asked. */
export function exitCodeOf(verdicts: readonly Verdict[]): 0 | 1 | 2 {
  if (verdicts.some(({ state }) => state === 'failed')) return 1;
  return verdicts.some(({ state }) => state === 'unknown') ? 2 : 0;
}
