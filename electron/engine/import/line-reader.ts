import { CARRIAGE_RETURN, firstText, LINE_FEED, OPEN_BRACE } from './bytes.ts';
import { Capture } from './capture.ts';
import { isResource } from './check-item.ts';
import { WHOLE_FILE, type Reader, type Sink } from './found.ts';

export interface LineOptions {
  /** Number of the first line. */
  readonly firstLine?: number;
  /**
   * `every`: each line is an item, good or not. `rescue`: behind a document that is broken, and has its line in the result
   * already, a line that is a whole resource is an item, and all others belong to what is broken.
   */
  readonly take?: 'every' | 'rescue';
}

/** Reads NDJSON: an item a line, without its line end (LF or CR LF). Blank lines are none. */
export class LineReader implements Reader {
  readonly #sink: Sink;
  readonly #rescue: boolean;
  readonly #line = new Capture();
  #number: number;
  #any: boolean;

  constructor(sink: Sink, options: LineOptions = {}) {
    this.#sink = sink;
    this.#number = options.firstLine ?? 1;
    this.#rescue = options.take === 'rescue';
    this.#any = options.firstLine !== undefined;
  }

  push(bytes: Uint8Array): void {
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      if (this.#line.isEmpty) this.#take(bytes.subarray(from, end));
      else {
        this.#line.add(bytes.subarray(from, end));
        this.#takeCaptured();
      }
      this.#number += 1;
      from = end + 1;
    }
    this.#line.add(bytes.subarray(from));
  }

  end(cut: boolean): void {
    // No beginning of an object is an object: where the last line is one, the file was cut behind it.
    const isCut = cut && !this.#line.isEmpty && !this.#isWhole(this.#line.peek());
    if (!isCut) this.#takeCaptured();
    else if (!this.#rescue) this.#refuse('item/truncated');
    this.#line.clear();
    if (!this.#any && !cut) this.#sink.refuse('item/empty-file', WHOLE_FILE);
  }

  #isWhole(line: Uint8Array | null): boolean {
    return line !== null && isResource(line);
  }

  #takeCaptured(): void {
    const line = this.#line.take();
    if (line !== null) this.#take(line);
    else {
      this.#any = true;
      if (!this.#rescue) this.#refuse('item/too-large');
    }
  }

  #take(line: Uint8Array): void {
    const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
    const bytes = line.subarray(0, end);
    const start = firstText(bytes);
    if (start === end) return;
    this.#any = true;
    if (this.#rescue && (bytes[start] !== OPEN_BRACE || !isResource(bytes))) return;
    this.#sink.item(bytes, { position: this.#number, positionUnit: 'line' });
  }

  #refuse(code: 'item/too-large' | 'item/truncated'): void {
    this.#sink.refuse(code, { position: this.#number, positionUnit: 'line' });
  }
}
