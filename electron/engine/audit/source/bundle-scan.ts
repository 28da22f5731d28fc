const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Half-open range of bytes. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where `entry[i].resource` stands in the bytes of a Bundle, in order; null for an entry without one. The bytes must
 * be known to be JSON (`JSON.parse` accepted them): only its structure is followed here. As with `JSON.parse`, the
 * last of several equal keys counts. Evidence is kept as it was sent, so nothing is parsed and written again.
 */
export function resourceRanges(bytes: Uint8Array): readonly (ByteRange | null)[] {
  const scan = new Scan(bytes);
  const start = scan.valueStart(hasByteOrderMark(bytes) ? 3 : 0);
  const entries = scan.member(start, 'entry');
  if (entries === null || bytes[entries.start] !== OPEN_BRACKET) return [];
  return scan.items(entries.start).map((item) => scan.member(item.start, 'resource'));
}

export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

class Scan {
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Skips white space and separators: the next byte that begins or ends a value. */
  valueStart(from: number): number {
    let at = from;
    while (at < this.bytes.length && isGap(this.bytes[at])) at += 1;
    return at;
  }

  /** The value of the last member of this name in the object at `start`; null where it is none or has none. */
  member(start: number, name: string): ByteRange | null {
    if (this.bytes[start] !== OPEN_BRACE) return null;
    let found: ByteRange | null = null;
    let at = this.valueStart(start + 1);
    while (at < this.bytes.length && this.bytes[at] !== CLOSE_BRACE) {
      const keyEnd = this.stringEnd(at);
      const valueAt = this.valueStart(keyEnd);
      const valueEnd = this.valueEnd(valueAt);
      if (this.keyIs(at, keyEnd, name)) found = { start: valueAt, end: valueEnd };
      at = this.valueStart(valueEnd);
    }
    return found;
  }

  /** The values of the list at `start`. */
  items(start: number): readonly ByteRange[] {
    const found: ByteRange[] = [];
    let at = this.valueStart(start + 1);
    while (at < this.bytes.length && this.bytes[at] !== CLOSE_BRACKET) {
      const end = this.valueEnd(at);
      found.push({ start: at, end });
      at = this.valueStart(end);
    }
    return found;
  }

  private keyIs(start: number, end: number, name: string): boolean {
    const text = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, end - start).toString('utf8');
    return text === `"${name}"` || (text.includes('\\') && JSON.parse(text) === name);
  }

  /** Index after the value that begins at `start`, however deep it is. */
  private valueEnd(start: number): number {
    const first = this.bytes[start];
    if (first === QUOTE) return this.stringEnd(start);
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return this.bareEnd(start);
    let depth = 0;
    for (let at = start; at < this.bytes.length; at += 1) {
      const code = this.bytes[at];
      if (code === QUOTE) at = this.stringEnd(at) - 1;
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    return this.bytes.length;
  }

  /** Index after the closing quote. */
  private stringEnd(start: number): number {
    for (let at = start + 1; at < this.bytes.length; at += 1) {
      if (this.bytes[at] === BACKSLASH) at += 1;
      else if (this.bytes[at] === QUOTE) return at + 1;
    }
    return this.bytes.length;
  }

  /** Number, true, false or null. */
  private bareEnd(start: number): number {
    let at = start;
    while (at < this.bytes.length) {
      const code = this.bytes[at];
      if (isGap(code) || code === CLOSE_BRACE || code === CLOSE_BRACKET) return Math.max(at, start + 1);
      at += 1;
    }
    return at;
  }
}

/** Space, tab, line feed, carriage return (RFC 8259 §2), and the comma and colon between values. */
function isGap(code: number | undefined): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d || code === COMMA || code === 0x3a;
}
