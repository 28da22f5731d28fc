/** Loaded before the module of a utility process: `process.parentPort`, and an end together with the parent. */
import { EventEmitter } from 'node:events';

const send = process.send?.bind(process);
const parentPort = new EventEmitter();
/** @type {unknown[]} */
let waiting = [];

/** @param {unknown} message */
function receive(message) {
  // As in Electron, what arrives before anybody listens is kept.
  if (parentPort.listenerCount('message') === 0) waiting.push(message);
  else parentPort.emit('message', { data: message, ports: [] });
}

parentPort.on('newListener', (name) => {
  if (name !== 'message' || waiting.length === 0) return;
  const kept = waiting;
  waiting = [];
  setImmediate(() => {
    for (const message of kept) receive(message);
  });
});

Object.assign(parentPort, {
  /** @param {unknown} message */
  postMessage(message) {
    send?.(message, () => {
      // The parent has gone; so do we, on `disconnect`.
    });
  },
  start() {
    // Messages flow as soon as there is a listener.
  },
});

Object.defineProperty(process, 'parentPort', { value: parentPort, enumerable: true });
// The module talks through parentPort only, as under Electron.
Object.defineProperty(process, 'send', { value: undefined });
process.on('message', receive);
process.on('disconnect', () => {
  process.exit(0);
});
