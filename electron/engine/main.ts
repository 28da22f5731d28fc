import type { FromEngine, ToEngine } from '../ipc/engine-messages.ts';
import { Engine } from './engine.ts';
import { Chooser } from './files/chooser.ts';
import { secureTransport } from './transport.ts';

/** The slice of Electron's `process.parentPort` that a utility process has; the engine does not import Electron. */
interface ParentPort {
  readonly on: (event: 'message', listener: (message: { readonly data: ToEngine }) => void) => void;
  readonly postMessage: (message: FromEngine) => void;
}

const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
if (port === undefined) throw new Error('The engine runs as a utility process of the console only.');

secureTransport();

// Whatever the engine writes is its user's alone, SQLite's files among it.
process.umask(0o077);

// The message of an unforeseen error may quote a secret or a patient; where it happened may be told.
process.on('uncaughtException', (error) => {
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  process.stderr.write(`engine: ${error.name}\n${frames.join('\n')}\n`);
  process.exit(70);
});

const chooser = new Chooser((message) => {
  port.postMessage(message);
});

let engine: Promise<Engine> | null = null;

port.on('message', ({ data }) => {
  void receive(data);
});

async function receive(message: ToEngine): Promise<void> {
  switch (message.kind) {
    case 'start':
      engine ??= Engine.start({
        config: message.config,
        workerUrl: new URL('./store-worker.js', import.meta.url),
        importWorkerUrl: new URL('./import-worker.js', import.meta.url),
        push: (push) => {
          port?.postMessage(push);
        },
        choose: chooser.choose,
        onCrash: () => {
          process.stderr.write('engine: a thread of the store died\n');
          process.exit(71);
        },
      });
      await engine;
      port?.postMessage({ kind: 'ready' });
      return;
    case 'call': {
      const result = await (await engine)?.call(message.name, message.request);
      if (result !== undefined) port?.postMessage({ kind: 'answer', id: message.id, result });
      return;
    }
    case 'chosen':
      chooser.chosen(message.id, message.paths);
      return;
    case 'dropped':
      await (await engine)?.dropped(message.paths);
      return;
    case 'system-locked':
      await (await engine)?.systemLocked();
      return;
    case 'window-hidden':
      (await engine)?.setVisible(!message.hidden);
      return;
    case 'stop':
      await (await engine)?.dispose();
      port?.postMessage({ kind: 'stopped' });
      process.exit(0);
  }
}
