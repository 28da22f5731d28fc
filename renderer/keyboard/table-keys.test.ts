import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableStep, type KeyPress } from './table-keys.ts';

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

describe('tableStep', () => {
  const place = { active: 10, count: 100, page: 20 };

  it.each([
    ['ArrowDown', 11],
    ['j', 11],
    ['ArrowUp', 9],
    ['k', 9],
    ['PageDown', 29],
    ['PageUp', 0],
    ['Home', 0],
    ['End', 99],
  ])('%s moves from 10 to %d', (key, to) => {
    expect(tableStep(press(key), place)).toEqual({ kind: 'move', to });
  });

  it('opens the active row only', () => {
    expect(tableStep(press('Enter'), place)).toEqual({ kind: 'open' });
    expect(tableStep(press('Enter'), { ...place, active: null })).toEqual({ kind: 'ignore' });
  });

  it('starts at the first row', () => {
    expect(tableStep(press('ArrowDown'), { ...place, active: null })).toEqual({ kind: 'move', to: 0 });
    expect(tableStep(press('k'), { ...place, active: null })).toEqual({ kind: 'move', to: 0 });
  });

  it('leaves shortcuts and other keys alone', () => {
    expect(tableStep(press('k', { ctrlKey: true }), place)).toEqual({ kind: 'ignore' });
    expect(tableStep(press('k', { metaKey: true }), place)).toEqual({ kind: 'ignore' });
    expect(tableStep(press('ArrowDown', { altKey: true }), place)).toEqual({ kind: 'ignore' });
    expect(tableStep(press('x'), place)).toEqual({ kind: 'ignore' });
  });

  it('never leaves the table', () => {
    const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'j', 'k'];
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.integer({ min: 0, max: 50 }),
        fc.option(fc.nat(49)),
        fc.integer({ min: 0, max: 80 }),
        (key, count, active, page) => {
          const step = tableStep(press(key), { active, count, page });
          const inside = step.kind === 'move' && step.to >= 0 && step.to < count;
          expect(count === 0 ? step.kind === 'ignore' : inside).toBe(true);
        },
      ),
    );
  });
});
