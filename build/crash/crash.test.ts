import { describe, expect, it } from 'vitest';
import { killTrials } from '../../electron/engine/testing/kill-trials.ts';
import { OPERATION_NAMES, operationNamed } from './operations.ts';
import { Trials } from './trials.ts';

/** Of each of the four. `npm run soak` does a thousand. */
const TRIALS = killTrials(50);
/** A failure names its seed; given again, it draws the same moments. */
const SEED = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Far fewer than land in fact, so that a busy machine does not fail; but kills that miss prove nothing. */
const WITHIN = Math.ceil(TRIALS / 5);

describe('kill -9 at any moment', () => {
  it.each(OPERATION_NAMES)(
    `of %s loses nothing acknowledged and doubles nothing, in ${TRIALS} trials`,
    { timeout: 60_000 + TRIALS * 10_000 },
    async (name) => {
      const trials = new Trials(await operationNamed(name), SEED);
      await trials.prepare();
      await trials.run(TRIALS);
      const tally = await trials.finish();
      console.log(`kills ${JSON.stringify({ ...tally, seed: SEED })}`);
      expect(tally.failures).toEqual([]);
      expect(tally.trials).toBe(TRIALS);
      expect(tally.within).toBeGreaterThanOrEqual(WITHIN);
    },
  );
});
