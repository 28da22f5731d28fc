/**
 * Lays JSON text out over lines without changing a single token: JSON.parse would lose digits of large numbers, double
 * keys and the order of number-like keys, and this view shows evidence. Returns null where the text is not laid out
 * like JSON (unbalanced, or an unfinished string); then only the exact form is shown.
 */
export function indentJson(text: string): string | null {
  const out: string[] = [];
  const open: string[] = [];
  let justOpened = false;
  for (const token of tokensOf(text)) {
    switch (token) {
      case '{':
      case '[':
        open.push(token === '{' ? '}' : ']');
        out.push(token, newLine(open.length));
        break;
      case '}':
      case ']': {
        if (open.pop() !== token) return null;
        // Nothing between the marks: they stay together, without the line that was begun.
        if (justOpened) out.pop();
        else out.push(newLine(open.length));
        out.push(token);
        break;
      }
      case ',':
        out.push(token, newLine(open.length));
        break;
      case ':':
        out.push(': ');
        break;
      default:
        if (token === '"') return null;
        out.push(token);
    }
    justOpened = token === '{' || token === '[';
  }
  return open.length === 0 ? out.join('') : null;
}

/** A mark of structure, or a run of anything else that is no white space. */
const OTHER_TOKEN = /[{}[\],:]|[^\s"{}[\],:]+/y;
const SPACE = /\s*/y;

/** Strings, marks of structure and runs of anything else; a string without an end is told by its first quote, and is the last. */
function* tokensOf(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    let end: number;
    if (text[at] === '"') end = endOfString(text, at) ?? at + 1;
    else {
      const pattern = /\s/.test(text.charAt(at)) ? SPACE : OTHER_TOKEN;
      pattern.lastIndex = at;
      pattern.test(text);
      end = pattern.lastIndex;
    }
    const token = text.slice(at, end);
    if (token.trim() !== '') yield token;
    at = end;
  }
}

/**
 * Index behind the string that begins at `start`; null where it does not end. By hand: a regular expression keeps a way
 * back for each character, and a string of ten million, which an event may hold, overflows its stack.
 */
function endOfString(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH) at += 1;
    else if (unit === QUOTE) return at + 1;
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function newLine(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}

/** Longest piece of a line that is drawn as one element; longer lines go on in the next piece. */
export const PIECE_MAX = 2000;

/** Text as pieces for a virtual list: one per line, long lines cut without splitting a surrogate pair. */
export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  for (const line of text.split('\n')) {
    let start = 0;
    do {
      let end = Math.min(start + PIECE_MAX, line.length);
      if (end < line.length && isHighSurrogate(line.charCodeAt(end - 1))) end -= 1;
      pieces.push(line.slice(start, end));
      start = end;
    } while (start < line.length);
  }
  return pieces;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
