import { AppError } from '../../shared/errors.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { AnyPush, ChooseWhat, EngineConfig, FromEngine, ToEngine } from '../ipc/engine-messages.ts';

/** The slice of Electron's UtilityProcess that the host uses. */
export interface EngineProcess {
  readonly postMessage: (message: ToEngine) => void;
  readonly kill: () => boolean;
  readonly on: {
    (event: 'message', listener: (message: FromEngine) => void): unknown;
    (event: 'exit', listener: (code: number) => void): unknown;
  };
}

export interface EngineHostParts {
  readonly fork: () => EngineProcess;
  readonly config: EngineConfig;
  readonly onPush: (push: AnyPush) => void;
  /** Shows a dialog; null where nothing was picked. */
  readonly choose: (what: ChooseWhat) => Promise<readonly string[] | null>;
}

/** A crash loop is worse than a stopped engine: so many deaths within the window, and it stays down. */
const MAX_DEATHS = 5;
const DEATH_WINDOW_MS = 60_000;
const RESTART_DELAY_MS = 250;
const STOP_TIMEOUT_MS = 8_000;

interface PendingCall {
  readonly name: string;
  readonly resolve: (result: Result<unknown>) => void;
}

/**
 * Keeps the engine running in a process of its own, so that a native crash takes neither window nor page down: forwards
 * calls, relays pushes, restarts it after a crash and tells the page.
 */
export class EngineHost {
  readonly #parts: EngineHostParts;
  readonly #pending = new Map<number, PendingCall>();
  #process: EngineProcess | null = null;
  #state: 'starting' | 'running' | 'restarting' | 'stopped' = 'starting';
  #waitingForReady: ToEngine[] = [];
  #nextId = 1;
  #deaths: number[] = [];
  #restart: NodeJS.Timeout | undefined;
  #hidden = false;
  #stopping: Promise<void> | null = null;
  #exited: () => void = () => undefined;

  constructor(parts: EngineHostParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#launch('starting');
  }

  /** Runs a call in the engine. Resolves in every case; a call caught by a crash fails with `engine/unavailable`. */
  async call(name: string, request: unknown): Promise<Result<unknown>> {
    if (this.#state === 'stopped' || this.#stopping !== null) {
      return fail(new AppError('engine/unavailable', 'The engine is not running.'));
    }
    return new Promise((resolve) => {
      const id = this.#nextId++;
      this.#pending.set(id, { name, resolve });
      this.#send({ kind: 'call', id, name: name as never, request });
    });
  }

  /** The screen was locked or the machine goes to sleep: the desk locks too. */
  systemLocked(): void {
    this.#send({ kind: 'system-locked' });
  }

  /** A person dropped files on the window. While there is no engine, nobody is signed in who could want them. */
  dropped(paths: readonly string[]): void {
    this.#send({ kind: 'dropped', paths });
  }

  windowHidden(hidden: boolean): void {
    this.#hidden = hidden;
    this.#send({ kind: 'window-hidden', hidden });
  }

  /** Stops the engine: asks, waits a limited time, then kills. Everybody who calls it waits for the same end. */
  async stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#restart);
    const running = this.#process;
    if (running !== null) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          running.kill();
          resolve();
        }, STOP_TIMEOUT_MS);
        this.#exited = () => {
          clearTimeout(timer);
          resolve();
        };
        running.postMessage({ kind: 'stop' });
      });
    }
    this.#setState('stopped');
    this.#failPending();
  }

  #launch(state: 'starting' | 'restarting'): void {
    const child = this.#parts.fork();
    this.#process = child;
    this.#setState(state);
    child.on('message', (message) => {
      if (this.#process === child) this.#receive(child, message);
    });
    child.on('exit', () => {
      if (this.#process === child) this.#died();
    });
    child.postMessage({ kind: 'start', config: this.#parts.config });
  }

  #send(message: ToEngine): void {
    if (this.#state === 'running') this.#process?.postMessage(message);
    else if (message.kind === 'call') this.#waitingForReady.push(message);
  }

  #receive(child: EngineProcess, message: FromEngine): void {
    switch (message.kind) {
      case 'ready': {
        this.#setState('running');
        const waiting = this.#waitingForReady;
        this.#waitingForReady = [];
        if (this.#hidden) this.#send({ kind: 'window-hidden', hidden: true });
        for (const each of waiting) this.#process?.postMessage(each);
        return;
      }
      case 'answer':
        this.#pending.get(message.id)?.resolve(message.result);
        this.#pending.delete(message.id);
        return;
      case 'push':
        this.#parts.onPush(message);
        return;
      case 'choose':
        void this.#choose(child, message.id, message.what);
        return;
      case 'stopped':
        // The exit follows and ends the wait in stop().
        return;
    }
  }

  /** The answer goes to the engine that asked: the next one counts its questions anew. */
  async #choose(child: EngineProcess, id: number, what: ChooseWhat): Promise<void> {
    const paths = await this.#parts.choose(what).catch(() => null);
    if (this.#process === child) child.postMessage({ kind: 'chosen', id, paths });
  }

  #died(): void {
    this.#process = null;
    if (this.#stopping !== null) {
      this.#exited();
      return;
    }
    this.#failPending();
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < DEATH_WINDOW_MS), now];
    if (this.#deaths.length >= MAX_DEATHS) {
      this.#setState('stopped');
      return;
    }
    this.#setState('restarting');
    this.#restart = setTimeout(() => {
      this.#launch('restarting');
    }, RESTART_DELAY_MS * this.#deaths.length);
  }

  #failPending(): void {
    const failure = fail(new AppError('engine/unavailable', 'The engine stopped before it answered.'));
    for (const { resolve } of this.#pending.values()) resolve(failure);
    this.#pending.clear();
    this.#waitingForReady = [];
  }

  #setState(state: 'starting' | 'running' | 'restarting' | 'stopped'): void {
    if (this.#state === state && state !== 'starting') return;
    this.#state = state;
    this.#parts.onPush({ kind: 'push', name: 'engine.state', payload: { state } });
  }
}
