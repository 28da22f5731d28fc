import type { Vault } from './vault.ts';

/** A running upkeep; stopping waits for the turn that is running. */
export interface Upkeep {
  stop(): Promise<void>;
}

export interface UpkeepOptions {
  /** Off the way to the first painted row: deleting what a crash left asks the keychain several times. */
  readonly firstAfterMs?: number;
  readonly intervalMs?: number;
  /** Told of every failed turn; the next turn tries again. */
  readonly onError: (error: unknown) => void;
}

/** Keeps an open vault fresh: cleans up after a crash, notes the time each minute, renews the KEK each 24 h. */
export function startUpkeep(vault: Pick<Vault, 'upkeep'>, options: UpkeepOptions): Upkeep {
  const { firstAfterMs = 2_000, intervalMs = 60_000, onError } = options;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer = plan(firstAfterMs);

  function plan(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      running = turn();
    }, delayMs).unref();
  }

  async function turn(): Promise<void> {
    try {
      await vault.upkeep();
    } catch (error) {
      onError(error);
    }
    if (!stopped) timer = plan(intervalMs);
  }

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
