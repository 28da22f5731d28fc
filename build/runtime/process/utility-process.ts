import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ForkOptions, utilityProcess as UtilityProcessModule } from 'electron';
import { closedInstance } from '../closed.ts';
import { knowEvents } from '../known-events.ts';

const CHILD = fileURLToPath(new URL('./utility-child.mjs', import.meta.url));
/** What a process that outlived its parent would otherwise inherit. */
const NOT_FOR_CHILDREN = new Set(['CHROMIUM_RUNTIME_LIFELINE', 'NODE_OPTIONS']);

/** One utility process: a Node child with structured clone between the two. */
class RuntimeUtilityProcess extends EventEmitter {
  readonly #child: ReturnType<typeof fork>;

  constructor(
    modulePath: string,
    args: readonly string[],
    options: ForkOptions,
    onGone: (details: object) => void,
  ) {
    super();
    knowEvents('UtilityProcess', this, { fires: ['spawn', 'message', 'exit', 'error'] });
    const { serviceName = 'Node Utility Process', stdio = 'inherit', execArgv = [], cwd } = options;
    const inherited = Object.entries(options.env ?? process.env).filter(
      ([name]) => !NOT_FOR_CHILDREN.has(name),
    );
    const streams = typeof stdio === 'string' ? (['ignore', stdio, stdio] as const) : stdio;
    this.#child = fork(modulePath, [...args], {
      execArgv: ['--import', CHILD, ...execArgv],
      env: Object.fromEntries(inherited),
      serialization: 'advanced',
      stdio: [...streams, 'ipc'] as ('ignore' | 'inherit' | 'pipe' | 'ipc')[],
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('error', (error) => {
      // An error that nobody listens to would end the main process.
      if (this.listenerCount('error') > 0) this.emit('error', 'FatalError', error.message, '');
    });
    this.#child.once('exit', (code, signal) => {
      const exitCode = code ?? 1;
      this.emit('exit', exitCode);
      const reason =
        signal === null
          ? exitCode === 0
            ? 'clean-exit'
            : 'abnormal-exit'
          : signal === 'SIGKILL' || signal === 'SIGTERM'
            ? 'killed'
            : 'crashed';
      onGone({ type: 'Utility', reason, exitCode, serviceName: 'node.mojom.NodeService', name: serviceName });
    });
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }
  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout;
  }
  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr;
  }
  /** Sends a value. Throws if it cannot be cloned; a child that has gone receives nothing. */
  postMessage(message: unknown): void {
    if (!this.#child.connected) return;
    this.#child.send(message as object, () => {
      // It has gone in the meantime; `exit` says so.
    });
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

/** `utilityProcess`. Children end with this process: their channel closes. */
export function createUtilityProcess(
  emitApp: (event: string, ...args: unknown[]) => void,
): Pick<typeof UtilityProcessModule, 'fork'> {
  return {
    fork: (modulePath, args = [], options = {}) => {
      const child = new RuntimeUtilityProcess(modulePath, args, options, (details) => {
        emitApp('child-process-gone', {}, details);
      });
      return closedInstance('UtilityProcess', child);
    },
  };
}
