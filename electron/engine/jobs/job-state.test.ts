import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFinal, JOB_STATES, type JobState } from '../../../shared/domain/jobs.ts';
import { JOB_ACTS, nextState } from './job-state.ts';

const acts = fc.array(fc.constantFrom(...JOB_ACTS), { maxLength: 40 });
const walk = (list: readonly (typeof JOB_ACTS)[number][]): JobState[] => {
  const states: JobState[] = ['waiting'];
  for (const act of list) states.push(nextState(states.at(-1)!, act) ?? states.at(-1)!);
  return states;
};

describe('nextState', () => {
  it('lets nothing happen to a job that has ended', () => {
    for (const state of JOB_STATES.filter(isFinal))
      for (const act of JOB_ACTS) expect(nextState(state, act)).toBeNull();
  });

  it('lets a person cancel, and an error fail, whatever has not ended', () => {
    for (const state of JOB_STATES.filter((each) => !isFinal(each))) {
      expect(nextState(state, 'fail')).toBe('failed');
      if (state !== 'cancelling') expect(nextState(state, 'cancel')).toMatch(/^cancell/);
    }
  });

  it('runs only after it was begun, and is done only from running', () => {
    fc.assert(
      fc.property(acts, (list) => {
        for (const [index, state] of walk(list).entries()) {
          const before = walk(list)[index - 1];
          if (state === before || before === undefined) continue;
          if (state === 'running') expect([before, list[index - 1]]).toEqual(['waiting', 'begin']);
          if (state === 'done') expect(before).toBe('running');
        }
      }),
    );
  });

  it('never takes back a cancellation', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const states = walk(list);
        const told = states.indexOf('cancelling');
        if (told === -1) return;
        for (const state of states.slice(told))
          expect(['cancelling', 'cancelled', 'failed']).toContain(state);
      }),
    );
  });

  it('leaves a way to an end from every state', () => {
    for (const state of JOB_STATES.filter((each) => !isFinal(each))) {
      expect(JOB_ACTS.some((act) => isFinal(nextState(state, act) ?? state))).toBe(true);
    }
  });
});
