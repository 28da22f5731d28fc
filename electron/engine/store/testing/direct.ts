import { createSecretKey, type KeyObject } from 'node:crypto';
import type { DekName } from '../days.ts';
import type { EventProjection, IncomingEvent } from '../../audit/projection.ts';
import type { AppendResult, SourceCursor } from '../append.ts';
import type { JobChange } from '../job-records.ts';
import { toPayload } from '../payload.ts';
import { pack, prepare } from '../prepared.ts';
import { readHandlers } from '../read-handlers.ts';
import { writeHandlers } from '../write-handlers.ts';

const oneKey = createSecretKey(Buffer.alloc(32, 9));

/** The store without its threads, for tests that open it hundreds of times. */
export class DirectStore {
  readonly writer = writeHandlers();
  readonly reader = readHandlers();
  readonly #keyOf: (name: DekName) => KeyObject;

  /** @param keyOf the key of a day, which must exist; one for all unless told */
  constructor(
    file: string,
    databaseKey: Buffer,
    maxPages: number | null = null,
    keyOf: (name: DekName) => KeyObject = () => oneKey,
  ) {
    this.#keyOf = keyOf;
    const setting = { file, databaseKey, cacheKiB: 4096, busyTimeoutMs: 200, maxPages };
    this.writer.open(setting);
    this.reader.open(setting);
  }

  append(
    events: readonly IncomingEvent[],
    receivedAtMs: number,
    cursor: SourceCursor | null = null,
    job: JobChange | null = null,
  ): AppendResult {
    const { events: packed, bytes } = pack(events);
    const batch = prepare(
      packed,
      bytes,
      receivedAtMs,
      (raw) => JSON.parse(Buffer.from(raw).toString('utf8')) as EventProjection,
    );
    const keys = this.#keysOf(batch.dekNames);
    return this.writer.append({ payload: toPayload(batch), bytes, packed, receivedAtMs, cursor, job, keys });
  }

  /** Seals what waits of every day before the one that `nowMs` is in. */
  seal(nowMs: number): number {
    const names = this.writer.dueDays({ nowMs, quietMs: 0 });
    return this.writer.seal({ names, keys: this.#keysOf(names) });
  }

  raw(seq: number): Buffer {
    return Buffer.from(this.reader.event({ seq, key: oneKey }).raw);
  }

  close(): void {
    this.reader.close(null);
    this.writer.close(null);
  }

  #keysOf(names: readonly DekName[]): (readonly [DekName, KeyObject])[] {
    return names.map((name) => [name, this.#keyOf(name)]);
  }
}
