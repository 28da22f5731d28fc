import { useCallback, useEffect, useRef, useState } from 'react';
import type { TestStep } from '../../shared/domain/setup.ts';
import { toErrorValue } from '../../shared/errors.ts';
import { askPlainly } from '../api/ask.ts';
import type { Draft } from './form.ts';
import {
  againFrom,
  mayRun,
  NOT_RUN,
  skipped,
  STEPS,
  withStep,
  type Run,
  type StepState,
} from './test-run.ts';

export interface TestRun {
  readonly run: Run;
  /** Tests everything, unless this very draft was tested before. */
  readonly begin: (draft: Draft) => void;
  /** Tests everything again, or one step with those that waited for it. */
  readonly again: (step?: TestStep) => void;
  readonly stop: () => void;
}

/** Runs the steps of the test one after another. What was found stays until another draft is tested. */
export function useTestRun(): TestRun {
  const [run, setRun] = useState<Run>(NOT_RUN);
  const latest = useRef<Run>(NOT_RUN);
  const tested = useRef<Draft>({});
  /** Raised by each start and stop, so that a slow answer to an earlier one is let go. */
  const turn = useRef(0);
  const put = useCallback((next: Run) => {
    latest.current = next;
    setRun(next);
  }, []);

  const go = useCallback(
    async (draft: Draft, steps: readonly TestStep[]) => {
      turn.current += 1;
      const mine = turn.current;
      put(steps.reduce((each, step) => withStep(each, step, { kind: 'waiting' }), latest.current));
      for (const step of steps) {
        if (!mayRun(latest.current, step)) {
          put(withStep(latest.current, step, skipped(step)));
          continue;
        }
        put(withStep(latest.current, step, { kind: 'running' }));
        const state = await testOne(draft, step);
        if (turn.current !== mine) return;
        put(withStep(latest.current, step, state));
      }
    },
    [put],
  );
  const stop = useCallback(() => {
    turn.current += 1;
  }, []);
  useEffect(() => stop, [stop]);

  return {
    run,
    begin: (draft) => {
      const same = JSON.stringify(draft) === JSON.stringify(tested.current);
      const finished = STEPS.every((step) => ['done', 'broken'].includes(latest.current[step].kind));
      if (same && finished) return;
      tested.current = draft;
      void go(draft, STEPS);
    },
    again: (step) => void go(tested.current, step === undefined ? STEPS : againFrom(latest.current, step)),
    stop,
  };
}

async function testOne(draft: Draft, step: TestStep): Promise<StepState> {
  try {
    return { kind: 'done', result: await askPlainly('setup.test', { draft: { ...draft }, step }) };
  } catch (error) {
    return { kind: 'broken', error: toErrorValue(error) };
  }
}
