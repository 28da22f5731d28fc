import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import type { CallMap, PrepareCalls, ReadCalls, WriteCalls } from './protocol.ts';
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
  readonly #start: (role: Role) => Worker;
  #counter: WorkerClient<ReadCalls> | null = null;
  #onCrash: (() => void) | null = null;
  #crashed = false;
  #ended = false;

  constructor({ workerUrl, sourceBaseUrl }: StoreThreadsOptions) {
    this.#start = (role) => {
      const workerData: ThreadData = { role, sourceBaseUrl };
      const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
      return new Worker(workerUrl, { workerData, name: `store-${role}`, resourceLimits });
    };
    this.writer = this.#client('write');
    this.reader = this.#client('read');
    this.preparer = this.#client('prepare');
  }

  /**
   * Counts, which may be long, so that a page of rows never waits behind one. Its thread starts when it is first asked
   * for: before the first rows it would take a core from them.
   *
   * @throws `store/closed` after {@link end}
   */
  get counter(): WorkerClient<ReadCalls> {
    if (this.#counter === null && this.#ended)
      throw new AppError('store/closed', 'The audit store is closed.');
    this.#counter ??= this.#client('read');
    return this.#counter;
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
    this.#ended = true;
    await Promise.all([this.preparer.end(), this.reader.end(), this.#counter?.end()]);
    await this.writer.end();
  }

  #client<Calls extends { [Name in keyof Calls]: CallMap[string] }>(role: Role): WorkerClient<Calls> {
    return new WorkerClient(this.#start(role), () => {
      this.#crashed = true;
      this.#onCrash?.();
    });
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
