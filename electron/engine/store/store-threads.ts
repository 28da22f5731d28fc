import { Worker } from 'node:worker_threads';
import type { PrepareCalls, ReadCalls, WriteCalls } from './protocol.ts';
import { WorkerClient } from './rpc.ts';
import type { Role, ThreadData } from './threads.ts';

/** A bulk load would let V8 grow each thread's nursery to 100 MB; this costs no measurable time (docs/performance.md). */
const YOUNG_GENERATION_MB = 12;

export interface StoreThreadsOptions {
  /** out/store-worker.js, or worker.ts in tests. */
  readonly workerUrl: URL;
  /** Where absolute references of events are at home; null joins none. */
  readonly sourceBaseUrl: string | null;
}

/** The store's threads. They hold no key and no file until a store opens with them. */
export class StoreThreads {
  readonly preparer: WorkerClient<PrepareCalls>;
  readonly writer: WorkerClient<WriteCalls>;
  readonly reader: WorkerClient<ReadCalls>;
  /** Counts, which may be long, so that a page of rows never waits behind one. */
  readonly counter: WorkerClient<ReadCalls>;
  #onCrash: (() => void) | null = null;
  #crashed = false;

  constructor({ workerUrl, sourceBaseUrl }: StoreThreadsOptions) {
    const start = (role: Role): Worker => {
      const workerData: ThreadData = { role, sourceBaseUrl };
      const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
      return new Worker(workerUrl, { workerData, name: `store-${role}`, resourceLimits });
    };
    const crashed = (): void => {
      this.#crashed = true;
      this.#onCrash?.();
    };
    this.preparer = new WorkerClient(start('prepare'), crashed);
    this.writer = new WorkerClient(start('write'), crashed);
    this.reader = new WorkerClient(start('read'), crashed);
    this.counter = new WorkerClient(start('read'), crashed);
  }

  /** False once a thread has died by itself. */
  get usable(): boolean {
    return !this.#crashed;
  }

  /** Tells the store that works with these threads of a thread's death. */
  watch(onCrash: () => void): void {
    this.#onCrash = onCrash;
  }

  /** Ends all threads at once, the writer last. */
  async end(): Promise<void> {
    this.#onCrash = null;
    await Promise.all([this.preparer.end(), this.reader.end(), this.counter.end()]);
    await this.writer.end();
  }
}

/** Until then the door is painted, which two busy cores would put off. */
const WARM_AFTER_MS = 1_000;

/** Threads that wait for the next opening: they start while a person types the password, not after. */
export class WarmThreads {
  readonly #options: StoreThreadsOptions;
  #waiting: StoreThreads | null = null;
  #soon: NodeJS.Timeout | undefined;

  constructor(options: StoreThreadsOptions) {
    this.#options = options;
  }

  /** Starts threads for the next opening in a moment, unless it comes before. */
  warmSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      this.warm();
    }, WARM_AFTER_MS);
    this.#soon.unref();
  }

  /** Starts threads for the next opening. Doing it twice does nothing. */
  warm(): void {
    clearTimeout(this.#soon);
    this.#waiting ??= new StoreThreads(this.#options);
  }

  /** The waiting threads, or new ones. */
  take(): StoreThreads {
    clearTimeout(this.#soon);
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting?.usable === true ? waiting : new StoreThreads(this.#options);
  }

  /** Ends threads that nobody took. */
  async end(): Promise<void> {
    clearTimeout(this.#soon);
    await this.#waiting?.end();
    this.#waiting = null;
  }
}
