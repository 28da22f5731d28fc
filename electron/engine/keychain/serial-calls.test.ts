import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SerialCalls } from './serial-calls.ts';

describe('serial calls', () => {
  it('run one after another, in order, whatever one of them says', async () => {
    const calls = new SerialCalls(1000);
    const log: string[] = [];
    const call = (name: string, ms: number) =>
      calls.run(async () => {
        log.push(`${name} begins`);
        await delay(ms);
        log.push(`${name} ends`);
        if (name === 'b') throw new Error('refused');
        return name;
      });
    const results = await Promise.allSettled([call('a', 20), call('b', 5), call('c', 1)]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('work again once a call that hung has answered: somebody typed the password of the keyring', async () => {
    const calls = new SerialCalls(20);
    let answer: (value: string) => void = () => undefined;
    const hanging = calls.run(
      () =>
        new Promise<string>((resolve) => {
          answer = resolve;
        }),
    );
    await expect(hanging).rejects.toMatchObject({ code: 'keychain/locked', detail: { timeoutMs: 20 } });
    await expect(calls.run(() => Promise.resolve('b'))).rejects.toMatchObject({ code: 'keychain/locked' });
    answer('late');
    await delay(1);
    await expect(calls.run(() => Promise.resolve('c'))).resolves.toBe('c');
  });
});
