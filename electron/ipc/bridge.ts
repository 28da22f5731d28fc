import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { AppError } from '../../shared/errors.ts';
import { fail, type Result } from '../../shared/result.ts';
import { CALL_CHANNEL, PUSH_CHANNEL } from './channels.ts';
import type { AnyPush } from './engine-messages.ts';
import { isTrustedSender } from './trusted-sender.ts';

/** Passes a call on to where it is checked further and run: the engine. */
export type ForwardCall = (name: string, request: unknown) => Promise<Result<unknown>>;

/**
 * The main process's half of a call: who sent it. What the call means (is there such a call, its shape, operator,
 * permission, step-up, log) is decided in the engine, by {@link file://./pipeline.ts}, out of the page's reach: so the
 * main process loads none of the contract's schemas, and the window is there the sooner.
 */
export class Bridge {
  readonly #contents = new Map<number, WebContents>();
  readonly #forward: ForwardCall;

  constructor(forward: ForwardCall) {
    this.#forward = forward;
    ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, request: unknown) =>
      this.#answer(event, name, request),
    );
  }

  /** Lets a window's page call, until the window is gone. */
  admit(contents: WebContents): void {
    this.#contents.set(contents.id, contents);
  }

  dismiss(contentsId: number): void {
    this.#contents.delete(contentsId);
  }

  push({ name, payload }: AnyPush): void {
    for (const contents of this.#contents.values()) {
      if (!contents.isDestroyed()) contents.send(PUSH_CHANNEL, name, payload);
    }
  }

  async #answer(event: IpcMainInvokeEvent, name: unknown, request: unknown): Promise<Result<unknown>> {
    if (!isTrustedSender(event, new Set(this.#contents.keys()))) {
      return fail(
        new AppError('call/untrusted-sender', 'The call does not come from the console’s own page.'),
      );
    }
    if (typeof name !== 'string') return fail(new AppError('call/unknown', 'There is no such call.'));
    return this.#forward(name, request);
  }
}
