import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { knowEvents } from './known-events.ts';

const known = { fires: ['closed'], neverFires: ['lock-screen'] };

it('throws by name for an event that never comes, and adds no listener', () => {
  const emitter = knowEvents('app', new EventEmitter(), known);
  for (const listen of ['on', 'once', 'addListener', 'prependListener'] as const)
    expect(() => emitter[listen]('gpu-info-update', () => undefined)).toThrow(
      'app event gpu-info-update is not part of the Chromium runtime',
    );
  expect(emitter.listenerCount('gpu-info-update')).toBe(0);
});

it('lets the known ones through, and says once of a silent one that it is silent', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const emitter = knowEvents('powerMonitor', new EventEmitter(), known);
  emitter.on('closed', () => undefined);
  emitter.on('lock-screen', () => undefined);
  emitter.on('lock-screen', () => undefined);
  expect(write.mock.calls).toEqual([['Chromium runtime: powerMonitor event lock-screen never comes\n']]);
  expect(emitter.listenerCount('lock-screen')).toBe(2);
  write.mockRestore();
});
