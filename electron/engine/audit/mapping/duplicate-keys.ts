const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;

/** How many keys stand in a text that is known to be JSON: the colons outside its strings. */
export function keysInText(text: string): number {
  let keys = 0;
  const end = text.length;
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COLON) keys += 1;
  }
  return keys;
}

/** Index of the quote that ends the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at > 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
  return slashes % 2 === 1;
}

interface Level {
  readonly path: string;
  /** Null for a list. */
  readonly keys: Set<string> | null;
  index: number;
  key: string;
}

/**
 * Paths of the keys that occur more than once in one object of a text that is known to be JSON, at most `limit` of
 * them. RFC 8259 §4 leaves open what a parser makes of them; JSON.parse keeps the last and loses the others.
 */
export function duplicateKeys(text: string, limit: number): readonly string[] {
  const found = new Set<string>();
  const levels: Level[] = [];
  let string = '';
  for (let at = 0; at < text.length && found.size < limit; at += 1) {
    const level = levels.at(-1);
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        string = text.slice(at, end + 1);
        at = end;
        break;
      }
      case COLON:
        if (level?.keys) nameKey(level, string, found);
        break;
      case COMMA:
        if (level !== undefined) level.index += 1;
        break;
      case OPEN_BRACE:
        levels.push({ path: pathHere(level), keys: new Set(), index: 0, key: '' });
        break;
      case OPEN_BRACKET:
        levels.push({ path: pathHere(level), keys: null, index: 0, key: '' });
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        levels.pop();
        break;
      default:
    }
  }
  return [...found];
}

function nameKey(level: Level, string: string, found: Set<string>): void {
  level.key = String(JSON.parse(string));
  if (level.keys?.has(level.key)) found.add(pathHere(level));
  level.keys?.add(level.key);
}

/** Paths grow with depth, so a text that is deep on purpose would cost the square of its depth: they are cut. */
const PATH_LIMIT = 2_000;

function pathHere(level: Level | undefined): string {
  if (level === undefined) return 'AuditEvent';
  if (level.path.length > PATH_LIMIT) return level.path;
  return level.keys === null ? `${level.path}[${level.index}]` : `${level.path}.${level.key}`;
}
