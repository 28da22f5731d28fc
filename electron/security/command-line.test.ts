import { afterEach, expect, it, vi } from 'vitest';
import { REFUSED_SWITCHES, refuseLooseSwitches } from './command-line.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function startWith(...switches: readonly string[]): readonly (number | undefined)[] {
  const exits: (number | undefined)[] = [];
  refuseLooseSwitches({
    commandLine: { hasSwitch: (name) => switches.includes(name) },
    exit: (code) => {
      exits.push(code);
    },
  });
  return exits;
}

it.each(REFUSED_SWITCHES)('does not start with --%s, and says so', (name) => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  expect(startWith(name)).toEqual([1]);
  expect(said).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(`--${name}`));
});

it('starts with anything else', () => {
  expect(startWith('settings', 'user-data-dir', 'lang')).toEqual([]);
});
