import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  LINE_FEED,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  isSpace,
} from './bytes.ts';
import { LIMITS } from './limits.ts';

/**
 * What {@link JsonGrammar.next} met. `key`: a key is complete, `at` stands behind it. `start`: a value begins at `at`.
 * `end`: a value ended before `at`. `error`: the byte at `at` cannot stand there. `more`: the bytes are used up.
 */
export type Met = 'key' | 'start' | 'end' | 'error' | 'more';

/** What may come next. */
type Expect =
  | 'value'
  | 'value-or-end'
  | 'key'
  | 'key-or-end'
  | 'colon'
  | 'comma-or-end'
  | 'string'
  | 'escape'
  | 'hex'
  | 'number'
  | 'literal'
  | 'deep'
  | 'deep-string'
  | 'deep-escape'
  | 'done';

const LITERALS: ReadonlyMap<number, string> = new Map([
  [0x74, 'true'],
  [0x66, 'false'],
  [0x6e, 'null'],
]);
/** RFC 8259 §6. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** A longer one is no key of ours, and no number that anybody reads. */
const TOKEN_LIMIT = 1_024;
const ESCAPED = new Set(Buffer.from('"\\/bfnrt'));

/**
 * Follows the grammar of JSON (RFC 8259) byte by byte over pieces of any size, in constant memory. It reports what happens at
 * the outer levels and passes over the inner ones; whether strings are UTF-8 is left to whoever takes an item. Below
 * {@link LIMITS.itemDepth} levels it counts brackets only: whoever takes such an item refuses it by its depth.
 */
export class JsonGrammar {
  /** Where the last call of {@link next} stopped. */
  at = 0;
  /** Containers that are open. At `start` and `end`: those around the value. */
  depth = 0;
  /** Line feeds met so far. */
  lines = 0;
  /** The text of the last key, or string value, of a watched level; empty where it was very long. */
  text = '';
  readonly #watched: number;
  /** True for an object, by level. */
  readonly #objects: boolean[] = [];
  #expect: Expect = 'value';
  #announced = false;
  #isKey = false;
  #hexLeft = 0;
  #deepLevels = 0;
  #token = '';
  #tokenTooLong = false;

  /** @param watched values directly in a container of this level or an outer one are reported; 0 is the document itself */
  constructor(watched: number) {
    this.#watched = watched;
  }

  /** A grammar in the middle of a document: inside these containers, before a value. */
  static inside(watched: number, objects: readonly boolean[], lines: number): JsonGrammar {
    const grammar = new JsonGrammar(watched);
    grammar.#objects.push(...objects);
    grammar.depth = objects.length;
    grammar.lines = lines;
    return grammar;
  }

  /** True if nothing is left open: the document is complete. */
  get done(): boolean {
    return this.#expect === 'done';
  }

  /** Goes on from `from` to the next thing to report. */
  next(bytes: Uint8Array, from: number): Met {
    let at = from;
    while (at < bytes.length) {
      const code = bytes[at] as number;
      switch (this.#expect) {
        case 'string': {
          const end = plainEnd(bytes, at);
          if (end > at && this.#watching) this.#collect(bytes, at, end);
          at = end;
          if (at === bytes.length) break;
          const stop = bytes[at] as number;
          if (stop < 0x20) return this.#stop('error', at);
          at += 1;
          if (stop === BACKSLASH) {
            this.#expect = 'escape';
            if (this.#watching) this.#collect(bytes, at - 1, at);
          } else if (this.#isKey) {
            this.#expect = 'colon';
            if (this.#watching && this.#finishText()) return this.#stop('key', at);
          } else {
            if (this.#watching) this.#finishText();
            if (this.#ended()) return this.#stop('end', at);
          }
          break;
        }
        case 'escape':
          if (code === 0x75) {
            this.#expect = 'hex';
            this.#hexLeft = 4;
          } else if (ESCAPED.has(code)) this.#expect = 'string';
          else return this.#stop('error', at);
          if (this.#watching) this.#collect(bytes, at, at + 1);
          at += 1;
          break;
        case 'hex':
          if (!isHex(code)) return this.#stop('error', at);
          if (this.#watching) this.#collect(bytes, at, at + 1);
          this.#hexLeft -= 1;
          if (this.#hexLeft === 0) this.#expect = 'string';
          at += 1;
          break;
        case 'number':
          if (isNumberPart(code)) {
            this.#collect(bytes, at, at + 1);
            at += 1;
          } else {
            if (!this.#tokenTooLong && !NUMBER.test(this.#token)) return this.#stop('error', at);
            if (this.#ended()) return this.#stop('end', at);
          }
          break;
        case 'literal':
          this.#token = this.#token.slice(1);
          if (code !== this.#token.charCodeAt(0)) return this.#stop('error', at);
          at += 1;
          if (this.#token.length === 1 && this.#ended()) return this.#stop('end', at);
          break;
        case 'deep':
        case 'deep-string':
        case 'deep-escape':
          if (this.#deep(code) === 'error') return this.#stop('error', at);
          at += 1;
          break;
        case 'value':
        case 'value-or-end':
        case 'key':
        case 'key-or-end':
        case 'colon':
        case 'comma-or-end':
        case 'done': {
          if (isSpace(code)) {
            if (code === LINE_FEED) this.lines += 1;
            at += 1;
            break;
          }
          const met = this.#structure(code);
          if (met === 'start' || met === 'error') return this.#stop(met, at);
          at += 1;
          if (met === 'end') return this.#stop(met, at);
        }
      }
    }
    return this.#stop('more', at);
  }

  /** A byte between values: a bracket, a separator, or the first of a value. */
  #structure(code: number): Met {
    const expect = this.#expect;
    if (expect === 'colon') {
      if (code !== COLON) return 'error';
      this.#expect = 'value';
      return 'more';
    }
    if (expect === 'key' || expect === 'key-or-end') {
      if (code === CLOSE_BRACE && expect === 'key-or-end') return this.#close();
      if (code !== QUOTE) return 'error';
      this.#beginString(true);
      return 'more';
    }
    if (expect === 'comma-or-end') {
      const inObject = this.#objects.at(-1) === true;
      if (code === (inObject ? CLOSE_BRACE : CLOSE_BRACKET)) return this.#close();
      if (code !== COMMA) return 'error';
      this.#expect = inObject ? 'key' : 'value';
      return 'more';
    }
    if (expect === 'done') return 'error';
    if (code === CLOSE_BRACKET && expect === 'value-or-end') return this.#close();
    if (this.#watching && !this.#announced) {
      this.#announced = true;
      return 'start';
    }
    this.#announced = false;
    return this.#beginValue(code);
  }

  #beginValue(code: number): Met {
    const literal = LITERALS.get(code);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#open(code === OPEN_BRACE);
    else if (code === QUOTE) this.#beginString(false);
    else if (literal !== undefined) {
      this.#expect = 'literal';
      this.#token = literal;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      this.#expect = 'number';
      this.#token = String.fromCharCode(code);
      this.#tokenTooLong = false;
    } else return 'error';
    return 'more';
  }

  #beginString(isKey: boolean): void {
    this.#expect = 'string';
    this.#isKey = isKey;
    this.#token = '';
    this.#tokenTooLong = false;
  }

  #open(isObject: boolean): void {
    if (this.depth === LIMITS.itemDepth + OUTER_LEVELS) {
      this.#deepLevels = 1;
      this.#expect = 'deep';
      return;
    }
    this.#objects.push(isObject);
    this.depth += 1;
    this.#expect = isObject ? 'key-or-end' : 'value-or-end';
  }

  #close(): Met {
    this.#objects.pop();
    this.depth -= 1;
    return this.#ended() ? 'end' : 'more';
  }

  /** A value ended; true if that is to be reported. */
  #ended(): boolean {
    this.#expect = this.depth === 0 ? 'done' : 'comma-or-end';
    return this.#watching;
  }

  #deep(code: number): Met {
    if (this.#expect === 'deep-escape') this.#expect = 'deep-string';
    else if (this.#expect === 'deep-string') {
      if (code === LINE_FEED) return 'error';
      if (code === QUOTE) this.#expect = 'deep';
      else if (code === BACKSLASH) this.#expect = 'deep-escape';
    } else if (code === QUOTE) this.#expect = 'deep-string';
    else if (code === LINE_FEED) this.lines += 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#deepLevels += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      this.#deepLevels -= 1;
      if (this.#deepLevels === 0) this.#ended();
    }
    return 'more';
  }

  get #watching(): boolean {
    return this.depth <= this.#watched;
  }

  #collect(bytes: Uint8Array, from: number, to: number): void {
    if (this.#tokenTooLong) return;
    if (this.#token.length + to - from > TOKEN_LIMIT) this.#tokenTooLong = true;
    // One character a byte: names that matter are ASCII, and an escape may be cut by the end of the bytes.
    else for (let at = from; at < to; at += 1) this.#token += String.fromCharCode(bytes[at] as number);
  }

  #finishText(): boolean {
    this.text = this.#tokenTooLong ? '' : String(JSON.parse(`"${this.#token}"`));
    return true;
  }

  #stop(met: Met, at: number): Met {
    this.at = at;
    return met;
  }
}

/** A Bundle's own three levels around an entry's resource. */
const OUTER_LEVELS = 3;

/** Index of the first byte that is a quote, a backslash or a control character. */
function plainEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const code = bytes[at] as number;
    if (code === QUOTE || code === BACKSLASH || code < 0x20) return at;
    at += 1;
  }
  return at;
}

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

function isNumberPart(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2e ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x65 ||
    code === 0x45
  );
}
