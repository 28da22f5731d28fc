import { copyOf } from './bytes.ts';
import { LIMITS } from './limits.ts';

/** Gathers the bytes of one item from pieces; gives up what is larger than an item may be. */
export class Capture {
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** How many bytes were added, kept or not. */
  get length(): number {
    return this.#length;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** True once the item is too large: nothing of it is kept. */
  get overflown(): boolean {
    return this.#length > LIMITS.itemBytes;
  }

  /** Copies the piece: its memory is read into again. */
  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#length += piece.length;
    if (this.overflown) this.#pieces = [];
    else this.#pieces.push(copyOf(piece));
  }

  /** All of it, and empties the capture; null where it was too large. */
  take(): Uint8Array | null {
    const [first] = this.#pieces;
    const whole = this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces);
    const taken = this.overflown ? null : whole;
    this.clear();
    return taken;
  }

  /** All of it, and keeps it; null where it was too large. */
  peek(): Uint8Array | null {
    return this.overflown ? null : Buffer.concat(this.#pieces);
  }

  clear(): void {
    this.#pieces = [];
    this.#length = 0;
  }
}
