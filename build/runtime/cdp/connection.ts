import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Protocol } from './protocol.ts';

type Commands = Protocol.CommandParameters;
type Replies = Protocol.CommandReturnValues;
type Events = Protocol.Events;

/** One DevTools session: the browser itself, or one page. */
export interface CdpSession {
  /** Sends a command; rejects with {@link CdpError} if Chromium refuses it or the connection ends. */
  send<M extends keyof Commands>(method: M, params?: Commands[M]): Promise<Replies[M]>;
  /** Sends a command whose failure means only that the page or the browser has gone. */
  post<M extends keyof Commands>(method: M, params?: Commands[M]): void;
  on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void): void;
}

/** Chromium refused a command, or is no longer there. */
export class CdpError extends Error {
  override readonly name = 'CdpError';
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

interface Pending {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The DevTools protocol over `--remote-debugging-pipe`: JSON messages that end in a zero byte. */
export class CdpConnection {
  readonly browser: CdpSession;
  readonly #out: Writable;
  readonly #sessions = new Map<string, EventEmitter>();
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  #rest: Buffer[] = [];
  #closed = false;

  constructor(out: Writable, input: Readable) {
    this.#out = out;
    this.browser = this.session('');
    input.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    const end = (): void => {
      this.close();
    };
    input.on('close', end).on('error', end);
    out.on('error', end);
  }

  /** The session of that id; the empty id is the browser. */
  session(sessionId: string): CdpSession {
    const emitter = this.#emitter(sessionId);
    const send = async <M extends keyof Commands>(method: M, params?: Commands[M]): Promise<Replies[M]> =>
      (await this.#send(sessionId, method, params)) as Replies[M];
    return {
      send,
      post: (method, params) => {
        send(method, params).catch(() => {
          // The target has gone, and with it what the command was about.
        });
      },
      on: (event, listener) => {
        emitter.on(event, listener);
      },
    };
  }

  /** Forgets a session that Chromium has detached. */
  forget(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }

  /** Rejects all that is under way; nothing can be sent after it. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { method, reject } of this.#pending.values())
      reject(new CdpError(`${method}: Chromium has gone`));
    this.#pending.clear();
    this.#sessions.clear();
    this.#out.destroy();
  }

  #emitter(sessionId: string): EventEmitter {
    const known = this.#sessions.get(sessionId);
    if (known !== undefined) return known;
    const emitter = new EventEmitter({ captureRejections: false }).setMaxListeners(0);
    this.#sessions.set(sessionId, emitter);
    return emitter;
  }

  async #send(sessionId: string, method: string, params: unknown): Promise<unknown> {
    if (this.#closed) throw new CdpError(`${method}: Chromium has gone`);
    this.#nextId += 1;
    const id = this.#nextId;
    const message = JSON.stringify({
      id,
      method,
      params: params ?? {},
      ...(sessionId === '' ? {} : { sessionId }),
    });
    return new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      this.#out.write(`${message}\0`);
    });
  }

  #read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      this.#rest.push(chunk.subarray(start, end));
      const text = Buffer.concat(this.#rest).toString('utf8');
      this.#rest = [];
      start = end + 1;
      this.#dispatch(JSON.parse(text) as Message);
    }
    if (start < chunk.length) this.#rest.push(chunk.subarray(start));
  }

  #dispatch(message: Message): void {
    if (message.id === undefined) {
      this.#sessions.get(message.sessionId ?? '')?.emit(message.method ?? '', message.params);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) pending?.resolve(message.result);
    else pending?.reject(new CdpError(`${pending.method}: ${message.error.message}`));
  }
}
