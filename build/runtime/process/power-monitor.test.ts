import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPowerMonitor } from './small-modules.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells of a sleep afterwards, by the clock, and of nothing while the clock goes on', () => {
  const monitor = createPowerMonitor();
  const heard: string[] = [];
  monitor.on('suspend', () => heard.push('suspend'));
  monitor.on('resume', () => heard.push('resume'));
  vi.advanceTimersByTime(60_000);
  expect(heard).toEqual([]);
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(5_000);
  expect(heard).toEqual(['suspend', 'resume']);
});
