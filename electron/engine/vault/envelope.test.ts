import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { createSecretKey } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCode } from '../../../shared/errors.ts';
import { gcmEncrypt, newSecretKey, openEnvelope, sealEnvelope, secretKeyFrom } from './envelope.ts';

const bytes = fc.uint8Array({ maxLength: 300 });
const corrupt = (error: unknown): boolean => hasCode(error, 'vault/corrupt');

function expectRefused(run: () => unknown): void {
  let thrown: unknown = null;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  expect(corrupt(thrown)).toBe(true);
}

describe('an envelope', () => {
  it('gives back what was sealed', () => {
    const key = newSecretKey();
    fc.assert(
      fc.property(bytes, bytes, (plaintext, aad) => {
        expect(openEnvelope(key, sealEnvelope(key, plaintext, aad), aad)).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('holds blocks of some hundred KiB and empty ones', () => {
    const key = newSecretKey();
    for (const size of [0, 1, 700, 300 * 1024]) {
      const plaintext = Buffer.alloc(size, 5);
      const sealed = sealEnvelope(key, plaintext, Buffer.from('aad'));
      expect(sealed.length).toBe(size + 29);
      expect(openEnvelope(key, sealed, Buffer.from('aad'))).toEqual(plaintext);
    }
  });

  it('is refused with any bit flipped anywhere', () => {
    const key = newSecretKey();
    const aad = Buffer.from('where it belongs');
    const sealed = sealEnvelope(key, Buffer.from('a short secret'), aad);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const damaged = Buffer.from(sealed);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expectRefused(() => openEnvelope(key, damaged, aad));
    }
  });

  it('is refused when cut, extended, under other AAD or under another key', () => {
    const key = newSecretKey();
    const other = newSecretKey();
    fc.assert(
      fc.property(bytes, bytes, bytes, fc.nat(), (plaintext, aad, otherAad, cut) => {
        const sealed = sealEnvelope(key, plaintext, aad);
        expectRefused(() => openEnvelope(key, sealed.subarray(0, cut % sealed.length), aad));
        expectRefused(() => openEnvelope(key, Buffer.concat([sealed, Buffer.of(0)]), aad));
        expectRefused(() => openEnvelope(other, sealed, aad));
        fc.pre(!Buffer.from(aad).equals(Buffer.from(otherAad)));
        expectRefused(() => openEnvelope(key, sealed, otherAad));
      }),
    );
  });

  it('never uses an IV twice and refuses any other IV or key size', () => {
    const key = newSecretKey();
    const ivs = new Set(
      Array.from({ length: 2000 }, () =>
        sealEnvelope(key, Buffer.alloc(0), Buffer.alloc(0)).subarray(1, 13).toString('hex'),
      ),
    );
    expect(ivs.size).toBe(2000);
    const internal: unknown = expect.objectContaining({ code: 'engine/internal' });
    for (const size of [0, 8, 11, 13, 16]) {
      expect(() => gcmEncrypt(key, Buffer.alloc(size), Buffer.alloc(1), Buffer.alloc(0))).toThrow(internal);
    }
    for (const size of [16, 24, 31, 33]) {
      const short = createSecretKey(Buffer.alloc(size));
      expect(() => sealEnvelope(short, Buffer.alloc(1), Buffer.alloc(0))).toThrow(internal);
      expect(() => openEnvelope(short, Buffer.alloc(64), Buffer.alloc(0))).toThrow(internal);
    }
  });
});

describe('keys', () => {
  it('wipes the buffer that a key came in', () => {
    const raw = Buffer.alloc(32, 3);
    secretKeyFrom(raw);
    expect(raw).toEqual(Buffer.alloc(32));
  });

  it('can be posted to a worker thread, which then opens what we sealed', async () => {
    const key = newSecretKey();
    const sealed = sealEnvelope(key, Buffer.from('block'), Buffer.from('aad'));
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads');
       const { createDecipheriv } = require('node:crypto');
       parentPort.on('message', ({ key, sealed }) => {
         const d = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
         d.setAAD(Buffer.from('aad'));
         d.setAuthTag(sealed.subarray(-16));
         parentPort.postMessage(Buffer.concat([d.update(sealed.subarray(13, -16)), d.final()]).toString());
       });`,
      { eval: true },
    );
    const answer = new Promise((resolve) => {
      worker.once('message', resolve);
    });
    worker.postMessage({ key, sealed }, []);
    expect(await answer).toBe('block');
    await worker.terminate();
  });

  it('survives a message channel in one thread too', () => {
    const { port1, port2 } = new MessageChannel();
    const key = newSecretKey();
    port1.postMessage(key);
    const received = receiveMessageOnPort(port2)?.message as typeof key;
    expect(received.equals(key)).toBe(true);
    port1.close();
  });
});
