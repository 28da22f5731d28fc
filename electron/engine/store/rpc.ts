import type { MessagePort, Transferable, Worker } from 'node:worker_threads';
import { AppError, fromErrorValue, toErrorValue, type ErrorValue } from '../../../shared/errors.ts';
import { storeError } from './errors.ts';
import type { CallMap } from './protocol.ts';

interface Request {
  readonly id: number;
  readonly name: string;
  readonly request: unknown;
}

type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorValue };

export type Handlers<Calls> = {
  readonly [Name in keyof Calls]: (request: RequestOf<Calls, Name>) => ResponseOf<Calls, Name>;
};
export type RequestOf<Calls, Name extends keyof Calls> = Calls[Name] extends { request: infer Value }
  ? Value
  : never;
export type ResponseOf<Calls, Name extends keyof Calls> = Calls[Name] extends { response: infer Value }
  ? Value
  : never;

/** Answers requests one after the other. `moved` names the buffers of an answer that move instead of being copied. */
export function serve<Calls extends { [Name in keyof Calls]: CallMap[string] }>(
  port: MessagePort,
  handlers: Handlers<Calls>,
  moved: (value: unknown) => readonly Transferable[] = () => [],
): void {
  port.on('message', ({ id, name, request }: Request) => {
    try {
      const handler = handlers[name as keyof Calls] as (request: unknown) => unknown;
      const value = handler(request);
      port.postMessage({ id, ok: true, value } satisfies Answer, moved(value));
    } catch (error) {
      port.postMessage({ id, ok: false, error: toErrorValue(storeError(error)) } satisfies Answer);
    }
  });
}

/** The calling side of a worker. When the worker ends for whatever reason, whatever still waits fails. */
export class WorkerClient<Calls extends { [Name in keyof Calls]: CallMap[string] }> {
  readonly #worker: Worker;
  readonly #waiting = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (error: AppError) => void }
  >();
  readonly #ended: Promise<void>;
  #nextId = 1;
  #alive = true;

  /** @param onCrash is called once when the worker ends without {@link end} having been called */
  constructor(worker: Worker, onCrash: () => void) {
    this.#worker = worker;
    worker.on('message', (answer: Answer) => this.#settle(answer));
    // An 'error' is always followed by 'exit'; without a listener it would end the process.
    worker.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      worker.once('exit', () => {
        const crashed = this.#alive;
        this.#alive = false;
        this.#failAll();
        resolve();
        if (crashed) onCrash();
      });
    });
  }

  call<Name extends keyof Calls & string>(
    name: Name,
    request: RequestOf<Calls, Name>,
    moved: readonly Transferable[] = [],
  ): Promise<ResponseOf<Calls, Name>> {
    return new Promise((resolve, reject) => {
      if (!this.#alive) {
        reject(closed());
        return;
      }
      const id = this.#nextId;
      this.#nextId += 1;
      this.#waiting.set(id, { resolve: (value) => resolve(value as ResponseOf<Calls, Name>), reject });
      this.#worker.postMessage({ id, name, request } satisfies Request, moved);
    });
  }

  /** Ends the thread and resolves when it is gone. */
  async end(): Promise<void> {
    if (this.#alive) {
      this.#alive = false;
      await this.#worker.terminate();
    }
    await this.#ended;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    if (answer.ok) waiting.resolve(answer.value);
    else waiting.reject(fromErrorValue(answer.error));
  }

  #failAll(): void {
    for (const { reject } of this.#waiting.values()) reject(closed());
    this.#waiting.clear();
  }
}

const closed = (): AppError => new AppError('store/closed', 'The audit store is closed.');
