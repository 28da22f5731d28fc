import { parentPort, workerData } from 'node:worker_threads';
import { AppError, toErrorValue } from '../../../shared/errors.ts';
import { importFiles } from './import-files.ts';
import type { FromImportThread, ImportThreadData, ToImportThread } from './protocol.ts';

/** Steps that may wait for the engine: one is being kept while the next is made. */
const AHEAD = 2;

/** Entry of the reading thread (out/import-worker.js): it lives for one run of one import. */
const port = parentPort;
if (port === null) throw new AppError('engine/internal', 'Files are read in a worker thread only.');

/** What the engine still has room for. */
const room = { steps: AHEAD, wake: (): void => undefined };
port.on('message', (message: ToImportThread) => {
  if (message !== 'more') return;
  room.steps += 1;
  room.wake();
});

const send = (message: FromImportThread, moved: readonly ArrayBuffer[] = []): void => {
  port.postMessage(message, [...moved]);
};

importFiles(workerData as ImportThreadData, async (batch) => {
  while (room.steps === 0) {
    await new Promise<void>((resolve) => {
      room.wake = resolve;
    });
  }
  room.steps -= 1;
  send({ kind: 'batch', batch }, [batch.bytes.buffer]);
}).then(
  () => {
    send({ kind: 'done' });
  },
  (error: unknown) => {
    send({ kind: 'failed', error: toErrorValue(error) });
  },
);
