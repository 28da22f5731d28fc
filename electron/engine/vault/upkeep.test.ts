import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startUpkeep } from './upkeep.ts';

describe('upkeep', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs soon after opening and then each minute, whatever a turn says, until it is stopped', async () => {
    const errors: unknown[] = [];
    let turns = 0;
    const upkeep = startUpkeep(
      {
        upkeep: async () => {
          turns += 1;
          if (turns === 2) throw new Error('keychain locked');
          await Promise.resolve();
        },
      },
      { onError: (error) => errors.push(error) },
    );
    await vi.advanceTimersByTimeAsync(1_999);
    expect(turns).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(turns).toBe(1);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(turns).toBe(3);
    expect(errors.length).toBe(1);
    await upkeep.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(turns).toBe(3);
  });
});
