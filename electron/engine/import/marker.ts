import { isSpace } from './bytes.ts';

/** White space of any length, none included. */
const GAP = -1;

/** Longest beginning of a resource that is remembered; white space beyond it is nobody's way of writing. */
const PREFIX_LIMIT = 1_024;

const RESOURCE_MEMBER = [...Buffer.from('"resource"'), GAP, ...Buffer.from(':'), GAP, ...Buffer.from('{')];
const RESOURCE_OBJECT = [
  ...Buffer.from('{'),
  GAP,
  ...Buffer.from('"resourceType"'),
  GAP,
  ...Buffer.from(':'),
];

/**
 * Finds where the next resource begins in a text that is broken: behind `"resource": {` in a Bundle, at `{"resourceType":` in
 * a list. Neither can stand inside a string, for a quote in a string is escaped. Works over pieces of any size.
 */
export class Marker {
  readonly #pattern: readonly number[];
  #matched = 0;
  #prefix: number[] = [];

  constructor(where: 'bundle' | 'list') {
    this.#pattern = where === 'bundle' ? RESOURCE_MEMBER : RESOURCE_OBJECT;
  }

  /** The bytes matched so far. */
  get prefix(): Uint8Array {
    return Uint8Array.from(this.#prefix);
  }

  /** Index of the last byte of the marker; -1 where it is not (yet) there. */
  find(bytes: Uint8Array): number {
    for (let at = 0; at < bytes.length; at += 1) {
      if (this.#takes(bytes[at] as number)) return at;
    }
    return -1;
  }

  #takes(code: number): boolean {
    if (this.#pattern[this.#matched] === GAP) {
      if (isSpace(code) && this.#prefix.length < PREFIX_LIMIT) {
        this.#prefix.push(code);
        return false;
      }
      this.#matched += 1;
    }
    if (code !== this.#pattern[this.#matched]) {
      this.#matched = 0;
      this.#prefix = [];
      if (code !== this.#pattern[0]) return false;
    }
    this.#matched += 1;
    this.#prefix.push(code);
    return this.#matched === this.#pattern.length;
  }
}

/** True if a resource begins somewhere. */
export function holdsMarker(bytes: Uint8Array, where: 'bundle' | 'list'): boolean {
  return new Marker(where).find(bytes) >= 0;
}
