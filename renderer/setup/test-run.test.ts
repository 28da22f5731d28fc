import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TEST_STEPS, type TestResult, type TestStep } from '../../shared/domain/setup.ts';
import {
  againFrom,
  mayRun,
  NEEDS,
  NOT_RUN,
  skipped,
  STEPS,
  summaryOf,
  withStep,
  type Run,
} from './test-run.ts';

const done = (run: Run, step: TestStep, outcome: TestResult['outcome']): Run =>
  withStep(run, step, {
    kind: 'done',
    result: { step, outcome, code: 'test/unreachable', detail: {}, ms: 1 },
  });

/** What a run from first to last finds, when these steps fail. */
function runWith(failing: ReadonlySet<TestStep>): Run {
  let run = NOT_RUN;
  for (const step of STEPS) {
    run = mayRun(run, step)
      ? done(run, step, failing.has(step) ? 'failed' : 'passed')
      : withStep(run, step, skipped(step));
  }
  return run;
}

describe('the test', () => {
  it('goes in the order of the contract, and each step after what it needs', () => {
    expect(STEPS).toEqual(TEST_STEPS);
    const needed = STEPS.flatMap((step) => (NEEDS[step] === null ? [] : [[NEEDS[step], step] as const]));
    for (const [need, step] of needed) expect(STEPS.indexOf(need)).toBeLessThan(STEPS.indexOf(step));
  });

  it('asks nothing of a pool in a region that is not there, and still tests the audit server', () => {
    const run = runWith(new Set(['region']));
    expect(summaryOf(run)).toEqual({ finished: true, passed: 3, warnings: 0, failed: 1, skipped: 3 });
    expect(run['audit-search']).toMatchObject({ result: { outcome: 'passed' } });
  });

  it('goes on after a warning', () => {
    expect(mayRun(done(NOT_RUN, 'region', 'warning'), 'pool')).toBe(true);
    expect(mayRun(done(NOT_RUN, 'region', 'failed'), 'pool')).toBe(false);
  });

  it('tests with a step those that waited for it, and no others', () => {
    expect(againFrom(runWith(new Set(['region'])), 'region')).toEqual([
      'region',
      'pool',
      'client',
      'identity-pool',
    ]);
    expect(againFrom(runWith(new Set(['client'])), 'client')).toEqual(['client']);
    expect(againFrom(runWith(new Set(['audit-server'])), 'audit-server')).toEqual([
      'audit-server',
      'audit-search',
    ]);
  });

  it('is finished whatever fails, with every step counted once; mended step by step it passes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...STEPS)), (failing) => {
        let run = runWith(new Set(failing));
        const { finished, passed, failed, skipped: left } = summaryOf(run);
        expect(finished).toBe(true);
        expect(passed + failed + left).toBe(STEPS.length);
        for (const step of STEPS) {
          if (run[step].kind === 'done' && run[step].result.outcome === 'passed') continue;
          for (const again of againFrom(run, step)) run = done(run, again, 'passed');
        }
        expect(summaryOf(run).passed).toBe(STEPS.length);
      }),
    );
  });

  it('counts what the console itself could not do as failed', () => {
    const run = withStep(NOT_RUN, 'region', { kind: 'broken', error: { code: 'engine/unavailable' } });
    expect(summaryOf(run)).toMatchObject({ finished: false, failed: 1 });
    expect(mayRun(run, 'pool')).toBe(false);
  });
});
