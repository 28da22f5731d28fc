import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFileState, createMemoryState } from './state.ts';
import type { StateKeep } from './state.ts';

const folder = mkdtempSync(join(tmpdir(), 'clinic-keep-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each<[string, () => StateKeep]>([
  ['in memory', createMemoryState],
  ['in files', () => createFileState(mkdtempSync(join(folder, 'x-')), 'seed')],
])('a state kept %s', (_name, create) => {
  it('gives back what was saved, as a copy', () => {
    const state = create();
    const value = { a: [1] };
    state.save('doc', value);
    value.a.push(2);
    expect(state.load('doc')).toEqual({ a: [1] });
    expect(state.load('other')).toBeUndefined();
  });

  it('knows nothing of an earlier generation', () => {
    const state = create();
    state.save('doc', 1);
    state.renew();
    expect(state.generation()).toBe(1);
    expect(state.load('doc')).toBeUndefined();
  });
});

it('a state in files outlives its process, its generation too', () => {
  const path = join(folder, 'kept');
  const first = createFileState(path, 'seed');
  first.renew();
  first.save('doc', { kept: true });
  const second = createFileState(path, 'seed');
  expect(second.generation()).toBe(1);
  expect(second.load('doc')).toEqual({ kept: true });
});

it('a state in files is not in the clear, and reads as absent under another seed or when damaged', () => {
  const path = join(folder, 'sealed');
  createFileState(path, 'seed').save('doc', { who: 'ruth.okonkwo' });
  const file = join(path, readdirSync(path)[0] ?? '');
  expect(readFileSync(file, 'latin1')).not.toContain('ruth');
  expect(createFileState(path, 'other').load('doc')).toBeUndefined();
  writeFileSync(file, readFileSync(file).subarray(0, 20));
  expect(createFileState(path, 'seed').load('doc')).toBeUndefined();
});
