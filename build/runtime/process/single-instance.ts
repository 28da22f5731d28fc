import { createHash } from 'node:crypto';
import { mkdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** What a second instance tells the first. */
export interface SecondInstance {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}

/** A socket path may have 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH = 100;
const DELIVERY_TIMEOUT_MS = 5000;
const RECOVERY_STALE_MS = 10_000;
const DELIVERED = 1;
const NOBODY = 2;

/** Where the instances of one profile folder meet. */
export function socketPath(userData: string): string {
  const digest = createHash('sha256').update(path.resolve(userData)).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return String.raw`\\.\pipe\chromium-runtime-${digest}`;
  const inside = path.join(userData, 'single-instance.sock');
  return Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH
    ? inside
    : path.join(tmpdir(), `chromium-runtime-${digest}.sock`);
}

/**
 * The lock of `app.requestSingleInstanceLock`: a local socket. Whoever can listen on it is the first; who cannot
 * delivers its arguments to the first. The kernel closes a socket with its process, so a lock that was left behind by a
 * killed run is known by nobody answering.
 */
export class SingleInstanceLock {
  readonly #path: string;
  readonly #onSecond: (second: SecondInstance) => void;
  #server: Server | undefined;

  constructor(userData: string, onSecond: (second: SecondInstance) => void) {
    this.#path = socketPath(userData);
    this.#onSecond = onSecond;
  }

  get held(): boolean {
    return this.#server !== undefined;
  }

  /** True if this process is now the first; false if another is, which then has been told. Answers synchronously. */
  request(message: SecondInstance): boolean {
    if (this.held || this.#listen()) return true;
    if (deliver(this.#path, message) === DELIVERED) return false;
    return this.#recover(message);
  }

  release(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  /** Binding is synchronous in Node, only its events are not; so the answer is there at once. */
  #listen(): boolean {
    const server = createServer((socket) => {
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        if (chunk.at(-1) !== 0) return;
        const text = Buffer.concat(chunks).toString('utf8').slice(0, -1);
        socket.end('ok');
        this.#onSecond(JSON.parse(text) as SecondInstance);
      });
      socket.on('error', () => {
        // The second instance did not wait for the answer.
      });
    });
    server.on('error', () => {
      // Somebody listens there already; `listening` says so.
    });
    server.listen(this.#path);
    if (!server.listening) return false;
    server.unref();
    this.#server = server;
    return true;
  }

  /** Nobody answers: takes the dead socket away. A folder as mutex keeps two recovering instances apart. */
  #recover(message: SecondInstance): boolean {
    const mutex = `${this.#path}.recovering`;
    try {
      if (Date.now() - statSync(mutex).mtimeMs > RECOVERY_STALE_MS) rmdirSync(mutex);
    } catch {
      // There is none.
    }
    try {
      mkdirSync(mutex);
    } catch {
      return this.#listen() || deliver(this.#path, message) !== DELIVERED ? this.held : false;
    }
    try {
      if (deliver(this.#path, message) === DELIVERED) return false;
      rmSync(this.#path, { force: true });
      return this.#listen();
    } finally {
      rmdirSync(mutex);
    }
  }
}

/** Tells the first instance from a worker, while this thread waits: Electron's call is synchronous. */
function deliver(socket: string, message: SecondInstance): number {
  const state = new Int32Array(new SharedArrayBuffer(4));
  const source = `
    const { workerData } = require('node:worker_threads');
    const done = (code) => { Atomics.store(workerData.state, 0, code); Atomics.notify(workerData.state, 0); };
    const socket = require('node:net').connect(workerData.socket);
    socket.on('connect', () => socket.write(workerData.text + '\\0'));
    socket.on('data', () => { done(${DELIVERED}); socket.destroy(); });
    socket.on('error', () => done(${NOBODY}));
  `;
  const worker = new Worker(source, {
    eval: true,
    workerData: { state, socket, text: JSON.stringify(message) },
  });
  Atomics.wait(state, 0, 0, DELIVERY_TIMEOUT_MS);
  void worker.terminate();
  // A first instance that is alive but too busy to answer is still the first.
  return Atomics.load(state, 0) === NOBODY ? NOBODY : DELIVERED;
}
