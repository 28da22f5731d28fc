import { closeSync, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import { FormatReader } from './format-reader.ts';
import { WHOLE_FILE, type Sink } from './found.ts';
import { Gunzip, isGzip } from './gunzip.ts';
import { LIMITS } from './limits.ts';
import type { ImportCheckpoint } from './protocol.ts';
import type { Steps } from './steps.ts';
import { bytesOf, OPEN_FLAGS, type Listed } from './walk.ts';

/** What a file in hand was when an earlier run opened it. */
export type Interrupted = NonNullable<ImportCheckpoint['current']>;

/** Names of NDJSON: they decide nothing but whether a resource on a single line has a line end of its own. */
const LINES_NAME = /\.(?:ndjson|jsonl|ldjson)(?:\.gz)?$/i;

/**
 * Reads one file of the listing into steps. Whatever goes wrong with it is a line of the result, never an exception.
 *
 * @param flush hands the steps on that are complete, and waits for room
 */
export async function readListedFile(
  listed: Listed,
  interrupted: Interrupted | null,
  steps: Steps,
  flush: () => Promise<void>,
): Promise<void> {
  if (listed.refused !== null) {
    steps.refuseFile(listed.name, listed.refused);
    return;
  }
  let descriptor: number;
  try {
    descriptor = openSync(bytesOf(listed.path), OPEN_FLAGS);
  } catch (error) {
    const isNowLink = error instanceof Error && 'code' in error && error.code === 'ELOOP';
    steps.refuseFile(listed.name, isNowLink ? 'item/file-changed' : 'item/file-unreadable');
    return;
  }
  try {
    await new FileReading(listed, descriptor, steps, flush).run(interrupted);
  } finally {
    closeSync(descriptor);
  }
}

class FileReading {
  readonly #listed: Listed;
  readonly #descriptor: number;
  readonly #steps: Steps;
  readonly #flush: () => Promise<void>;
  readonly #reader: FormatReader;
  readonly #buffer = Buffer.allocUnsafeSlow(LIMITS.readBytes);
  #size = 0;
  #offset = 0;
  #isUnreadable = false;
  #saidTruncated = false;

  constructor(listed: Listed, descriptor: number, steps: Steps, flush: () => Promise<void>) {
    this.#listed = listed;
    this.#descriptor = descriptor;
    this.#steps = steps;
    this.#flush = flush;
    const sink: Sink = {
      item: (bytes, position) => {
        steps.item(bytes, position);
      },
      remark: (code, position) => {
        steps.remark(code, position);
      },
      refuse: (code, position) => {
        if (code === 'item/truncated') this.#saidTruncated = true;
        steps.refuse(code, position);
      },
    };
    this.#reader = new FormatReader(sink, LINES_NAME.test(listed.name));
  }

  async run(interrupted: Interrupted | null): Promise<void> {
    const { name, identity } = this.#listed;
    const stat = this.#stat();
    if (stat === null || !stat.isFile()) {
      this.#steps.refuseFile(name, stat === null ? 'item/file-unreadable' : 'item/not-a-file');
      return;
    }
    const stamp = stampOf(stat);
    const isOther = identity !== `${stat.dev}:${stat.ino}`;
    if (isOther || (interrupted !== null && interrupted.stamp !== stamp)) {
      this.#steps.refuseFile(name, 'item/file-changed');
      return;
    }
    this.#size = Number(stat.size);
    this.#steps.beginFile(name, stamp, interrupted);
    const first = this.#read();
    if (first !== null && isGzip(first)) await this.#readGzip(first);
    else await this.#readPlain(first);
    if (this.#steps.isHopeless) this.#steps.refuse('item/unknown-format', WHOLE_FILE);
    const after = this.#stat();
    if (this.#isUnreadable) this.#steps.refuse('item/file-unreadable', WHOLE_FILE);
    else if (after === null || stampOf(after) !== stamp) this.#steps.refuse('item/file-changed', WHOLE_FILE);
  }

  async #readPlain(first: Buffer | null): Promise<void> {
    for (let bytes = first; bytes !== null; bytes = this.#read()) {
      this.#reader.push(bytes);
      if (!(await this.#goOn())) return;
    }
    this.#reader.end(this.#offset < this.#size);
  }

  async #readGzip(first: Buffer): Promise<void> {
    let next: Buffer | null = first;
    let decoded = 0;
    let isBomb = false;
    const bomb = new BombWatch();
    const gunzip = new Gunzip(() => {
      const bytes = next ?? this.#read();
      next = null;
      return Promise.resolve(bytes);
    });
    const end = await gunzip.run(async (bytes) => {
      decoded += bytes.length;
      this.#reader.push(bytes);
      isBomb = bomb.sees(decoded, this.#offset, this.#steps.goodEvents);
      return (await this.#goOn()) && !isBomb;
    });
    if (isBomb) this.#steps.refuse('item/gzip-bomb', WHOLE_FILE);
    if (end === 'stopped') return;
    if (decoded > 0 || end === 'whole') this.#reader.end(end === 'truncated');
    if (end === 'damaged') this.#steps.refuse('item/damaged-gzip', WHOLE_FILE);
    if (end === 'truncated' && !this.#saidTruncated) this.#steps.refuse('item/truncated', WHOLE_FILE);
  }

  /** Hands complete steps on; false if the rest of the file is not worth reading. */
  async #goOn(): Promise<boolean> {
    this.#steps.progress(this.#offset);
    if (this.#steps.hasReady) await this.#flush();
    return !this.#reader.isRefused && !this.#steps.isHopeless;
  }

  /** The next bytes, in the same memory each time; null at the end. Reads no further than the file was when it was opened. */
  #read(): Buffer | null {
    const length = Math.min(this.#buffer.length, this.#size - this.#offset);
    if (length <= 0) return null;
    try {
      const count = readSync(this.#descriptor, this.#buffer, 0, length, this.#offset);
      this.#offset += count;
      return count === 0 ? null : this.#buffer.subarray(0, count);
    } catch {
      this.#isUnreadable = true;
      return null;
    }
  }

  #stat(): BigIntStats | null {
    try {
      return fstatSync(this.#descriptor, { bigint: true });
    } catch {
      return null;
    }
  }
}

const stampOf = (stat: BigIntStats): string => `${stat.size}:${stat.mtimeNs}:${stat.dev}:${stat.ino}`;

/** Tells a gzip that grows out of proportion from a trail that compresses well: a trail goes on bringing events. */
class BombWatch {
  #events = 0;
  #decoded = 0;
  #read = 0;

  sees(decoded: number, read: number, events: number): boolean {
    if (events > this.#events) {
      this.#events = events;
      this.#decoded = decoded;
      this.#read = read;
    }
    const grown = decoded - this.#decoded;
    if (grown > LIMITS.bombBytes && grown > LIMITS.bombRatio * (read - this.#read)) return true;
    return decoded > LIMITS.bombTotalBytes && decoded > LIMITS.bombTotalRatio * read;
  }
}
