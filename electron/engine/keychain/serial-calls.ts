import { AppError } from '../../../shared/errors.ts';

/**
 * Runs native keychain calls one after another, each with a time limit. A call that hangs (a D-Bus prompt nobody
 * answers) cannot be cancelled and holds a thread of libuv's pool, so while one hangs the next ones are refused at once
 * instead of taking the pool's other threads; and a late write can never overtake a later one.
 */
export class SerialCalls {
  readonly #timeoutMs: number;
  #tail: Promise<unknown> = Promise.resolve();
  #stuck = false;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** @throws `keychain/locked` with `detail.timeoutMs` when the call, or one before it, does not answer in time */
  async run<T>(call: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(() => this.#limited(call));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #limited<T>(call: () => Promise<T>): Promise<T> {
    if (this.#stuck) throw this.#noAnswer();
    const answer = call();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        this.#stuck = true;
        const release = (): void => {
          this.#stuck = false;
        };
        answer.then(release, release);
        reject(this.#noAnswer());
      }, this.#timeoutMs);
    });
    try {
      return await Promise.race([answer, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  #noAnswer(): AppError {
    return new AppError(
      'keychain/locked',
      'The keychain did not answer in time; it may be waiting for its own password prompt.',
      { detail: { timeoutMs: this.#timeoutMs } },
    );
  }
}
