import type { TestResult, TestStep } from '../../shared/domain/setup.ts';
import type { Failure } from '../errors/failure.ts';

/** Where one step of the test stands. `broken`: the console itself could not make the test. */
export type StepState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly result: TestResult }
  | { readonly kind: 'broken'; readonly error: Failure };

export type Run = Readonly<Record<TestStep, StepState>>;

/** What each step needs to have been found before, in the order of the contract. */
export const NEEDS: Readonly<Record<TestStep, TestStep | null>> = {
  region: null,
  pool: 'region',
  client: 'pool',
  'identity-pool': 'region',
  roles: null,
  'audit-server': null,
  'audit-search': 'audit-server',
};
export const STEPS = Object.keys(NEEDS) as readonly TestStep[];

export const NOT_RUN: Run = allOf({ kind: 'waiting' });

function allOf(state: StepState): Run {
  return Object.fromEntries(STEPS.map((step) => [step, state])) as Run;
}

/** The run with one step in another state. */
export function withStep(run: Run, step: TestStep, state: StepState): Run {
  return { ...run, [step]: state };
}

/** True where nothing that this step needs was refused: it can find something out. */
export function mayRun(run: Run, step: TestStep): boolean {
  const need = NEEDS[step];
  if (need === null) return true;
  return !stands(run[need]);
}

/** The answer for a step that was not run, since an earlier one stands in the way. */
export function skipped(step: TestStep): StepState {
  return {
    kind: 'done',
    result: { step, outcome: 'skipped', code: 'test/earlier-step', detail: {}, ms: 0 },
  };
}

/** This step and those that waited for it: what is to run when it is tested again. */
export function againFrom(run: Run, step: TestStep): readonly TestStep[] {
  const wanted = new Set<TestStep>([step]);
  for (const other of STEPS) {
    const need = NEEDS[other];
    const state = run[other];
    const waited = state.kind === 'done' && state.result.code === 'test/earlier-step';
    if (need !== null && wanted.has(need) && waited) wanted.add(other);
  }
  return STEPS.filter((each) => wanted.has(each));
}

export interface Summary {
  readonly finished: boolean;
  readonly passed: number;
  readonly warnings: number;
  readonly failed: number;
  readonly skipped: number;
}

export function summaryOf(run: Run): Summary {
  const states = STEPS.map((step) => run[step]);
  const count = (outcome: TestResult['outcome']): number =>
    states.filter((state) => state.kind === 'done' && state.result.outcome === outcome).length;
  return {
    finished: states.every((state) => state.kind === 'done' || state.kind === 'broken'),
    passed: count('passed'),
    warnings: count('warning'),
    failed: count('failed') + states.filter((state) => state.kind === 'broken').length,
    skipped: count('skipped'),
  };
}

/** True for a state that leaves the steps which need it with nothing to find out. */
function stands(state: StepState): boolean {
  if (state.kind === 'broken') return true;
  return (
    state.kind === 'done' && (state.result.outcome === 'failed' || state.result.code === 'test/earlier-step')
  );
}
