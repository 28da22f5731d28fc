import { COLON, COMMA, firstText, LINE_FEED, OPEN_BRACE, OPEN_BRACKET } from './bytes.ts';
import { isResource } from './check-item.ts';
import { DocumentReader } from './document-reader.ts';
import type { Reader, Sink } from './found.ts';
import { JsonGrammar } from './json-grammar.ts';
import { LineReader } from './line-reader.ts';

/** How a file is to be read. */
export type Format = 'empty' | 'lines' | 'document' | 'not-utf8' | 'unknown';

/**
 * Decides by content, never by name. NDJSON is told from a document that spans lines by its first value: if it ends with its
 * line and more lines follow, it is NDJSON. Where the first value is broken or does not end, the beginning is read both ways,
 * and what finds more whole resources is right; where both find as many, the lines vote.
 *
 * @param head the beginning of the file, without a byte-order mark
 * @param isAll true if that is the whole file
 */
export function sniff(head: Uint8Array, isAll: boolean): Format {
  if (looksWide(head)) return 'not-utf8';
  const start = firstText(head);
  if (start === head.length) return isAll ? 'empty' : 'lines';
  if (head[start] === OPEN_BRACE || head[start] === OPEN_BRACKET) return ofJson(head, start, isAll);
  if (found(head, isAll, asLines) > 0) return 'lines';
  // A first line of any length may be broken, and the next be good.
  return !isAll && head.indexOf(LINE_FEED) < 0 && isText(head) ? 'lines' : 'unknown';
}

function ofJson(head: Uint8Array, start: number, isAll: boolean): Format {
  const grammar = new JsonGrammar(0);
  let at = start;
  let met = grammar.next(head, at);
  while (met === 'start') met = grammar.next(head, grammar.at);
  at = grammar.at;
  if (met === 'end') {
    const next = firstText(head, at);
    if (next === head.length) return 'document';
    if (grammar.lines === 0 && head.subarray(at, next).includes(LINE_FEED)) return 'lines';
  } else if (met === 'more' && !isAll) return 'document';
  const more = found(head, isAll, asLines) - found(head, isAll, asDocument);
  return more > 0 || (more === 0 && linesStandAlone(head, isAll)) ? 'lines' : 'document';
}

/** How many lines are looked at; a file that is broken in more places than this is read as what it looks like. */
const LINES_TRIED = 1_000;

/** How many whole resources a reading of the beginning finds. */
function found(head: Uint8Array, isAll: boolean, readerOf: (sink: Sink) => Reader): number {
  let resources = 0;
  const reader = readerOf({
    item: (bytes) => {
      if (isResource(bytes)) resources += 1;
    },
    refuse: () => undefined,
    remark: () => undefined,
  });
  reader.push(head);
  reader.end(!isAll);
  return resources;
}

const asLines = (sink: Sink): Reader => new LineReader(sink);
const asDocument = (sink: Sink): Reader => new DocumentReader(sink, false);

/** The lines vote: a whole resource stands alone in NDJSON; in a document others lead to it or go on behind it. */
function linesStandAlone(head: Uint8Array, isAll: boolean): boolean {
  let alone = 0;
  let listed = 0;
  let wasAlone = false;
  let last: number | undefined;
  let from = 0;
  for (let tried = 0; tried < LINES_TRIED && from < head.length; tried += 1) {
    const feed = head.indexOf(LINE_FEED, from);
    if (feed < 0 && !isAll) break;
    const end = feed < 0 ? head.length : feed;
    const line = trimmed(head.subarray(from, end));
    if (line[0] === OPEN_BRACE) {
      const isListed = line.at(-1) === COMMA;
      const isOne = isResource(isListed ? line.subarray(0, -1) : line);
      if (isOne && isListed) listed += 1;
      wasAlone = isOne && !isListed && !isOpen(last);
      if (wasAlone) alone += 1;
    } else if (wasAlone && line[0] === COMMA) {
      // The comma may stand on the next line.
      alone -= 1;
      listed += 1;
      wasAlone = false;
    }
    last = line.at(-1) ?? last;
    from = end + 1;
  }
  return alone > listed;
}

/** True for the end of a line behind which a value of the same document must follow. */
const isOpen = (code: number | undefined): boolean =>
  code === COMMA || code === COLON || code === OPEN_BRACKET;

function trimmed(line: Uint8Array): Uint8Array {
  let end = line.length;
  while (end > 0 && (line[end - 1] as number) <= 0x20) end -= 1;
  return line.subarray(firstText(line), end);
}

/** UTF-16 or UTF-32: a byte-order mark of theirs, or every other byte of the first character a NUL. */
function looksWide(head: Uint8Array): boolean {
  const [first, second, third, fourth] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  if (first === undefined || second === undefined) return false;
  if (first === 0 && second === 0) return third === 0xfe || (third === 0 && fourth !== 0);
  return (
    (first === 0) !== (second === 0) && third !== undefined && (second === 0 ? fourth === 0 : third === 0)
  );
}

function isText(head: Uint8Array): boolean {
  return head.every((code) => code >= 0x20 || code === 0x09 || code === 0x0d);
}
