import { Worker } from 'node:worker_threads';
import { fromErrorValue } from '../../../shared/errors.ts';
import type { FromImportThread, ImportBatch, ImportThreadData, ToImportThread } from './protocol.ts';

/** As for the store's threads: V8 would let the nursery grow to 100 MB. */
const YOUNG_GENERATION_MB = 12;

/** The thread that reads files for one run of an import, seen from the engine. */
export class ImportThread {
  readonly #worker: Worker;
  #messages: FromImportThread[] = [];
  #wake: (() => void) | null = null;

  /** @param workerUrl out/import-worker.js, or worker.ts in tests */
  constructor(workerUrl: URL, data: ImportThreadData) {
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
    this.#worker = new Worker(workerUrl, { workerData: data, name: 'import', resourceLimits });
    this.#worker.on('message', (message: FromImportThread) => {
      this.#take(message);
    });
    // An 'error' is always followed by 'exit'; without a listener it would end the process.
    this.#worker.on('error', () => undefined);
    this.#worker.once('exit', () => {
      const error = { code: 'engine/internal', message: 'The thread that reads files ended.' } as const;
      this.#take({ kind: 'failed', error });
    });
  }

  /** The next step; null at the end or once the signal says stop. Each call allows the thread one step more. */
  async next(signal: AbortSignal): Promise<ImportBatch | null> {
    while (this.#messages.length === 0 && !signal.aborted) await this.#changed(signal);
    const message = this.#messages.shift();
    if (signal.aborted || message === undefined) return null;
    switch (message.kind) {
      case 'batch':
        this.#worker.postMessage('more' satisfies ToImportThread);
        return message.batch;
      case 'done':
        return null;
      case 'failed':
        throw fromErrorValue(message.error);
    }
  }

  /** Ends the thread, wherever it is. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(message: FromImportThread): void {
    this.#messages.push(message);
    this.#wake?.();
  }

  async #changed(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#wake = null;
        resolve();
      };
      this.#wake = wake;
      signal.addEventListener('abort', wake);
    });
  }
}
