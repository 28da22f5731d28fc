import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './bytes.ts';

/** What a text of JSON would become, told from its brackets, quotes and digits alone. */
export interface Measure {
  readonly depth: number;
  readonly keys: number;
  /** Upper bound of the values that it holds. */
  readonly values: number;
  /** True if it ends inside a string, a list or an object. */
  readonly open: boolean;
  /** True if a number outside its strings is larger than a double holds exactly (2^53 − 1). */
  readonly largeNumber: boolean;
}

/** One pass over bytes of any kind, in constant memory; nothing is parsed yet. */
export function measure(bytes: Uint8Array): Measure {
  let depth = 0;
  let deepest = 0;
  let keys = 0;
  let values = 1;
  let largeNumber = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes[at] as number;
    if (code === QUOTE) {
      at = stringEnd(bytes, at);
      if (at < 0) return { depth: deepest, keys, values, open: true, largeNumber };
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      values += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    else if (code === COMMA) values += 1;
    else if (code === COLON) keys += 1;
    else if (isDigit(code)) {
      const end = numberEnd(bytes, at);
      largeNumber ||= isLarge(bytes.subarray(at, end));
      at = end - 1;
    }
  }
  return { depth: deepest, keys, values, open: depth > 0, largeNumber };
}

/** Index of the quote that ends the string that begins at `start`; -1 where it does not end. */
function stringEnd(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    const code = bytes[at];
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return -1;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Index after the digits, points, signs and exponent that begin at `start`. */
function numberEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const code = bytes[at] as number;
    const part =
      isDigit(code) || code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b || code === 0x2d;
    if (!part) return at;
    at += 1;
  }
  return at;
}

/** Fewer digits cannot be beyond 2^53, unless there is an exponent. */
const LONG = 16;

function isLarge(digits: Uint8Array): boolean {
  if (digits.length < LONG && !digits.includes(0x65) && !digits.includes(0x45)) return false;
  return Number(Buffer.from(digits).toString('latin1')) > Number.MAX_SAFE_INTEGER;
}
