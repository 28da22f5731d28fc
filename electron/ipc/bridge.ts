import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { AppError } from '../../shared/errors.ts';
import { fail, type Result } from '../../shared/result.ts';
import { droppedPaths } from '../files/dropped-paths.ts';
import { CALL_CHANNEL, DROP_CHANNEL, PUSH_CHANNEL } from './channels.ts';
import type { AnyPush } from './engine-messages.ts';
import { isTrustedSender } from './trusted-sender.ts';

/** Passes a call on to where it is checked further and run: the engine. */
export type ForwardCall = (name: string, request: unknown) => Promise<Result<unknown>>;

/** Where messages of the page go once their sender is known. */
export interface BridgeParts {
  readonly call: ForwardCall;
  /** Absolute paths of what a person dropped on the window; at least one. */
  readonly dropped: (paths: readonly string[]) => void;
}

/**
 * The main process's half of a call: who sent it. What the call means (is there such a call, its shape, operator,
 * permission, step-up, log) is decided in the engine, by {@link file://./pipeline.ts}, out of the page's reach: so the
 * main process loads none of the contract's schemas, and the window is there the sooner.
 */
export class Bridge {
  readonly #contents = new Map<number, WebContents>();
  readonly #parts: BridgeParts;

  constructor(parts: BridgeParts) {
    this.#parts = parts;
    ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, request: unknown) =>
      this.#answer(event, name, request),
    );
    ipcMain.on(DROP_CHANNEL, (event, message: unknown) => {
      this.#dropped(event, message);
    });
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
    if (!this.#trusts(event)) {
      return fail(
        new AppError('call/untrusted-sender', 'The call does not come from the console’s own page.'),
      );
    }
    if (typeof name !== 'string') return fail(new AppError('call/unknown', 'There is no such call.'));
    return this.#parts.call(name, request);
  }

  #dropped(event: IpcMainEvent, message: unknown): void {
    const paths = this.#trusts(event) ? droppedPaths(message) : [];
    if (paths.length > 0) this.#parts.dropped(paths);
  }

  #trusts(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
    return isTrustedSender(event, new Set(this.#contents.keys()));
  }
}
