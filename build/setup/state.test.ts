import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askOnce, readState, remember } from './state.mjs';

let dir = '';
let file = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'setup-state-'));
  file = join(dir, 'deep', 'setup.json');
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('set-up state', () => {
  it('is empty without a file and with a damaged one', () => {
    expect(readState(file)).toEqual({});
    for (const damaged of ['{"electron', 'null', '[]', '"x"']) {
      writeFileSync(join(dir, 'damaged.json'), damaged);
      expect(readState(join(dir, 'damaged.json'))).toEqual({});
    }
  });

  it('keeps what is not mentioned and forgets what is set to undefined', () => {
    remember({ electronUnreachableAt: '2026-01-01T00:00:00Z' }, file);
    remember({ runs: { a: true } }, file);
    expect(readState(file)).toEqual({ electronUnreachableAt: '2026-01-01T00:00:00Z', runs: { a: true } });
    remember({ electronUnreachableAt: undefined }, file);
    expect(readState(file)).toEqual({ runs: { a: true } });
  });

  it('asks about a program once, and again when it has changed', () => {
    const program = join(dir, 'chromium');
    let asked = 0;
    const ask = (): boolean => {
      asked += 1;
      return asked === 1;
    };
    expect(askOnce(program, ask, file)).toBe(false);
    expect(asked).toBe(0);
    writeFileSync(program, 'one');
    expect(askOnce(program, ask, file)).toBe(true);
    expect(askOnce(program, ask, file)).toBe(true);
    expect(asked).toBe(1);
    writeFileSync(program, 'another');
    expect(askOnce(program, ask, file)).toBe(false);
    expect(askOnce(program, ask, file)).toBe(false);
    expect(asked).toBe(2);
  });
});
