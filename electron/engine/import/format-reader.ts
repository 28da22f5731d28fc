import { copyOf, hasByteOrderMark } from './bytes.ts';
import { DocumentReader } from './document-reader.ts';
import { WHOLE_FILE, type Reader, type Sink } from './found.ts';
import { LIMITS } from './limits.ts';
import { LineReader } from './line-reader.ts';
import { sniff } from './sniff.ts';

/** Looks at the beginning of a file's text, decides how to read it, and reads it. */
export class FormatReader implements Reader {
  readonly #sink: Sink;
  readonly #isLines: boolean;
  #head: Uint8Array[] = [];
  #headBytes = 0;
  #reader: Reader | null = null;
  #isRefused = false;

  /** @param isLines what the file's name says, for the one case that the content leaves open: a resource on a single line */
  constructor(sink: Sink, isLines: boolean) {
    this.#sink = sink;
    this.#isLines = isLines;
  }

  /** True once nothing of the rest can be an item: it need not be read. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  push(bytes: Uint8Array): void {
    if (this.#isRefused) return;
    if (this.#reader !== null) {
      this.#reader.push(bytes);
      return;
    }
    this.#head.push(copyOf(bytes));
    this.#headBytes += bytes.length;
    if (this.#headBytes >= LIMITS.headBytes) this.#decide(false);
  }

  end(cut: boolean): void {
    if (this.#reader === null && !this.#isRefused) this.#decide(true, cut);
    this.#reader?.end(cut);
  }

  #decide(isAll: boolean, cut = false): void {
    const given = Buffer.concat(this.#head);
    this.#head = [];
    const marked = hasByteOrderMark(given);
    const head = marked ? given.subarray(3) : given;
    const format = sniff(head, isAll);
    if (marked) this.#sink.remark('item/byte-order-mark', WHOLE_FILE);
    switch (format) {
      case 'empty':
        if (!cut) this.#refuse('item/empty-file');
        return;
      case 'not-utf8':
        this.#refuse('item/not-utf8');
        return;
      case 'unknown':
        this.#refuse('item/unknown-format');
        return;
      case 'lines':
        this.#reader = new LineReader(this.#sink);
        break;
      case 'document':
        this.#reader = new DocumentReader(this.#sink, this.#isLines);
    }
    this.#reader.push(head);
  }

  #refuse(code: 'item/empty-file' | 'item/not-utf8' | 'item/unknown-format'): void {
    this.#isRefused = true;
    this.#sink.refuse(code, WHOLE_FILE);
  }
}
