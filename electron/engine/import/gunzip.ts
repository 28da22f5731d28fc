import { createInflateRaw, crc32, type InflateRaw } from 'node:zlib';

/** How a gzip ended. */
export type GzipEnd = 'whole' | 'truncated' | 'damaged';

/** Gives the next compressed bytes; null at the end of the file. The memory may be used again after the next call. */
export type PullBytes = () => Promise<Uint8Array | null>;

const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;
const INFLATE_PIECE = 64 * 1024;

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Decodes gzip (RFC 1952), one member after the other, as a stream. Node's own reader tells neither a cut file from a damaged
 * one nor what stands behind the last member, so header and trailer are read here and its raw inflate does the rest.
 * Zeros behind the last member are padding; anything else there is `damaged`, after all good bytes were given.
 */
export class Gunzip {
  readonly #pull: PullBytes;
  /** Compressed bytes that were read and not used yet. */
  #bytes: Uint8Array = new Uint8Array();

  constructor(pull: PullBytes) {
    this.#pull = pull;
  }

  /** @param give takes decoded bytes, and answers false to stop */
  async run(give: (bytes: Uint8Array) => Promise<boolean>): Promise<GzipEnd | 'stopped'> {
    for (let member = 0; ; member += 1) {
      if (member > 0) {
        const more = await this.#isMore();
        if (more === 'end') return 'whole';
        if (more === 'garbage') return 'damaged';
      }
      const end = await this.#member(give);
      if (end !== 'whole') return end;
    }
  }

  /** What stands behind a member: zeros are passed over. */
  async #isMore(): Promise<'member' | 'end' | 'garbage'> {
    let padded = false;
    for (;;) {
      if (this.#bytes.length === 0 && !(await this.#refill())) return 'end';
      const at = this.#bytes.findIndex((byte) => byte !== 0);
      padded ||= at !== 0;
      this.#bytes = at < 0 ? new Uint8Array() : this.#bytes.subarray(at);
      if (at >= 0) return !padded && this.#bytes[0] === 0x1f ? 'member' : 'garbage';
    }
  }

  async #member(give: (bytes: Uint8Array) => Promise<boolean>): Promise<GzipEnd | 'stopped'> {
    const header = await this.#header();
    if (header !== 'whole') return header;
    const body = await this.#body(give);
    if (typeof body === 'string') return body;
    const trailer = await this.#take(8);
    if (trailer === null) return 'truncated';
    const view = new DataView(trailer.buffer);
    const isSound = view.getUint32(0, true) === body.crc && view.getUint32(4, true) === body.length % 2 ** 32;
    return isSound ? 'whole' : 'damaged';
  }

  /** The deflated bytes of a member; what stands behind them is left unused. */
  async #body(
    give: (bytes: Uint8Array) => Promise<boolean>,
  ): Promise<{ readonly crc: number; readonly length: number } | 'truncated' | 'damaged' | 'stopped'> {
    const inflate = createInflateRaw({ chunkSize: INFLATE_PIECE });
    const feeding = this.#feed(inflate);
    let crc = 0;
    let length = 0;
    let isStopped = false;
    let broken: 'truncated' | 'damaged' | null = null;
    try {
      for await (const out of inflate as AsyncIterable<Buffer>) {
        crc = crc32(out, crc);
        length += out.length;
        if (await give(out)) continue;
        isStopped = true;
        break;
      }
    } catch (error) {
      if (!isZlibError(error)) throw error;
      broken = error.code === 'Z_BUF_ERROR' ? 'truncated' : 'damaged';
    } finally {
      inflate.destroy();
    }
    await feeding;
    if (isStopped) return 'stopped';
    return broken ?? { crc, length };
  }

  /** Writes compressed bytes until the member has ended or the file has. */
  async #feed(inflate: InflateRaw): Promise<void> {
    for (;;) {
      if (this.#bytes.length === 0 && !(await this.#refill())) {
        // Where the member has not ended, this is Z_BUF_ERROR.
        inflate.end();
        return;
      }
      const before = inflate.bytesWritten;
      await written(inflate, this.#bytes);
      const used = inflate.bytesWritten - before;
      const isEnd = used < this.#bytes.length || inflate.destroyed;
      this.#bytes = this.#bytes.subarray(used);
      if (isEnd) return;
    }
  }

  async #header(): Promise<GzipEnd> {
    const fixed = await this.#take(10);
    if (fixed === null) return 'truncated';
    const flags = fixed[3] as number;
    const isKnown = isGzip(fixed) && fixed[2] === 8 && (flags & FLAG.reserved) === 0;
    if (!isKnown) return 'damaged';
    if ((flags & FLAG.extra) !== 0) {
      const size = await this.#take(2);
      if (size === null) return 'truncated';
      if ((await this.#take((size[0] as number) + (size[1] as number) * 256)) === null) return 'truncated';
    }
    if ((flags & FLAG.name) !== 0 && !(await this.#passText())) return 'truncated';
    if ((flags & FLAG.comment) !== 0 && !(await this.#passText())) return 'truncated';
    if ((flags & FLAG.headerCrc) !== 0 && (await this.#take(2)) === null) return 'truncated';
    return 'whole';
  }

  /** Exactly so many bytes, copied; null where the file ends before. */
  async #take(count: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const taken = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      if (this.#bytes.length === 0 && !(await this.#refill())) return null;
      const piece = this.#bytes.subarray(0, count - filled);
      taken.set(piece, filled);
      filled += piece.length;
      this.#bytes = this.#bytes.subarray(piece.length);
    }
    return taken;
  }

  /** Passes a text that ends with a NUL; false where the file ends before. */
  async #passText(): Promise<boolean> {
    for (;;) {
      const end = this.#bytes.indexOf(0);
      if (end >= 0) {
        this.#bytes = this.#bytes.subarray(end + 1);
        return true;
      }
      if (!(await this.#refill())) return false;
    }
  }

  async #refill(): Promise<boolean> {
    const next = await this.#pull();
    this.#bytes = next ?? new Uint8Array();
    return next !== null;
  }
}

/** Resolves when the bytes are decoded as far as the stream wants them, or it is closed. */
async function written(inflate: InflateRaw, bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      inflate.off('close', done);
      resolve();
    };
    if (inflate.destroyed) {
      resolve();
      return;
    }
    inflate.once('close', done);
    inflate.write(bytes, done);
  });
}

function isZlibError(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
  );
}
