/** What became of one external collection of vectors or examples. */
export interface ConformanceResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** Not run, each kind with its reason in `detail`: the data is absent. */
  readonly skipped: number;
  /** One line per failure or skip, at most a few dozen. */
  readonly detail: readonly string[];
}
