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
    const open = JOB_STATES.filter((each) => !isFinal(each));
    expect(open.map((state) => nextState(state, 'fail'))).toEqual(open.map(() => 'failed'));
    expect(open.map((state) => [state, nextState(state, 'cancel')])).toEqual([
      ['waiting', 'cancelled'],
      ['running', 'cancelling'],
      ['paused', 'cancelled'],
      ['cancelling', null],
    ]);
  });

  it('runs only after it was begun, and is done only from running', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const states = walk(list);
        const changes = list.flatMap((act, index) => {
          const [from, to] = [states[index], states[index + 1]];
          return from === to ? [] : [{ from, act, to }];
        });
        for (const change of changes.filter(({ to }) => to === 'running')) {
          expect(change).toMatchObject({ from: 'waiting', act: 'begin' });
        }
        for (const change of changes.filter(({ to }) => to === 'done')) {
          expect(change).toMatchObject({ from: 'running', act: 'finish' });
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
