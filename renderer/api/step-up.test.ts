import { describe, expect, it, vi } from 'vitest';
import { createStepUpGate } from './step-up.ts';

describe('the step-up gate', () => {
  it('asks once for several callers and answers them all', async () => {
    const gate = createStepUpGate();
    const heard = vi.fn<() => void>();
    gate.subscribe(heard);
    const first = gate.request();
    const second = gate.request();
    expect(gate.isOpen()).toBe(true);
    expect(heard).toHaveBeenCalledTimes(1);
    gate.settle(true);
    await expect(Promise.all([first, second])).resolves.toEqual([true, true]);
    expect(gate.isOpen()).toBe(false);
  });

  it('answers false when declined and asks anew the next time', async () => {
    const gate = createStepUpGate();
    const declined = gate.request();
    gate.settle(false);
    await expect(declined).resolves.toBe(false);
    const again = gate.request();
    gate.settle(true);
    await expect(again).resolves.toBe(true);
  });

  it('is quiet when settled with nobody waiting, and after unsubscribing', () => {
    const gate = createStepUpGate();
    const heard = vi.fn<() => void>();
    const stop = gate.subscribe(heard);
    stop();
    gate.settle(false);
    expect(heard).not.toHaveBeenCalled();
    expect(gate.isOpen()).toBe(false);
  });
});
