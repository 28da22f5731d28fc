import { deserialize, serialize } from 'node:v8';
import type { PreparedBatch } from './prepared.ts';

/** A batch as one buffer, which moves between threads where an object would be copied twice. */
export function toPayload(batch: PreparedBatch): Uint8Array<ArrayBuffer> {
  return ownBuffer(serialize(batch));
}

export function fromPayload(payload: Uint8Array): PreparedBatch {
  return deserialize(payload) as PreparedBatch;
}

/** `v8.serialize` may answer a slice of a shared pool, which cannot move to another thread. */
function ownBuffer(buffer: Buffer): Uint8Array<ArrayBuffer> {
  const whole = buffer.byteOffset === 0 && buffer.byteLength === buffer.buffer.byteLength;
  return whole ? new Uint8Array(buffer.buffer as ArrayBuffer) : new Uint8Array(buffer);
}
