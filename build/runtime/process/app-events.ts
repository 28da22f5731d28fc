import type { EventEmitter } from 'node:events';
import { preventable } from '../preventable.ts';

/** What quitting needs of the rest. */
export interface QuitParts {
  readonly events: EventEmitter;
  /** Asks every window to close; false if one refused. */
  readonly closeWindows: () => boolean;
  readonly destroyWindows: () => void;
  /** Ends the process after all has been cleaned up. */
  readonly end: (exitCode: number) => void;
}

/** Quitting in Electron's order, and with its rule that `window-all-closed` is silent while the app quits. */
export class QuitSequence {
  readonly #parts: QuitParts;
  #quitting = false;
  #ended = false;

  constructor(parts: QuitParts) {
    this.#parts = parts;
  }

  get quitting(): boolean {
    return this.#quitting;
  }

  /** `before-quit`, the windows, `will-quit`, `quit`; the first three may refuse. */
  quit(): void {
    if (this.#quitting || this.#ended) return;
    this.#quitting = true;
    if (this.#refused('before-quit') || !this.#parts.closeWindows() || this.#refused('will-quit')) {
      this.#quitting = false;
      return;
    }
    this.#finish(0);
  }

  /** `app.exit`: nobody is asked. */
  exit(exitCode: number): void {
    if (this.#ended) return;
    this.#quitting = true;
    this.#parts.destroyWindows();
    this.#finish(exitCode);
  }

  /** The last window has gone without anybody quitting. */
  lastWindowClosed(): void {
    if (this.#quitting || this.#ended) return;
    if (this.#parts.events.listenerCount('window-all-closed') === 0) this.quit();
    else this.#parts.events.emit('window-all-closed');
  }

  #finish(exitCode: number): void {
    this.#ended = true;
    this.#parts.events.emit('quit', {}, exitCode);
    this.#parts.end(exitCode);
  }

  #refused(name: string): boolean {
    const event = preventable({});
    this.#parts.events.emit(name, event);
    return event.defaultPrevented;
  }
}
