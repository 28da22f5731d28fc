import type { RefusalCode } from '../../../shared/domain/jobs.ts';
import { isBetweenEntries, isSpace, LINE_FEED, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './bytes.ts';
import { Capture } from './capture.ts';
import { WHOLE_FILE, type Position, type Reader, type Sink } from './found.ts';
import { JsonGrammar } from './json-grammar.ts';
import { LIMITS } from './limits.ts';
import { LineReader } from './line-reader.ts';
import { holdsMarker, Marker } from './marker.ts';

/** Levels of a Bundle that are looked at: the Bundle, its list, an entry, the entry's values. */
const WATCHED = 3;

/** How much of a string is looked at for the beginning of an entry, which may hold white space. */
const STRING_END = 64;

/** What the document turns out to be: an object may still become a Bundle when its type or its entries come. */
type Shape = 'unknown' | 'object' | 'bundle' | 'list';

/**
 * Reads JSON documents of any size: a Bundle (its entries' resources are the items), a list of resources, one resource,
 * or several of these one after the other. A broken entry is refused, and reading goes on where the next resource begins.
 */
export class DocumentReader implements Reader {
  readonly #sink: Sink;
  readonly #isLines: boolean;
  readonly #capture = new Capture();
  #queue: Uint8Array[] = [];
  #phase: 'scan' | 'hunt' | 'after' | 'lines' = 'scan';
  #grammar = new JsonGrammar(WATCHED);
  #marker = new Marker('bundle');
  #lines: LineReader | null = null;
  /** Where in the piece at hand the captured bytes begin; -1 while nothing is captured. */
  #from = 0;
  #reread: number = LIMITS.rereadBytes;

  #isFirst = true;
  #shape: Shape = 'unknown';
  #type: string | null = null;
  #topKey = '';
  #topIsText = false;
  #startLine = 0;
  #endLine = 0;
  #gapLines = 0;
  /** The resource's own bytes within what is captured of its document or entry. */
  #valueStart = 0;
  #valueEnd = 0;

  #entries = 0;
  #inEntries = false;
  #inEntry = false;
  #entryKey = '';
  #resources = 0;
  /** True if what the entry names as its resource is an object. */
  #hasObject = false;
  /** The end of an entry that was a string: it may have taken the beginning of the next one for its own. */
  #passed: Uint8Array = new Uint8Array();

  /** @param isLines true if a resource on one line is meant as a line, without its line end */
  constructor(sink: Sink, isLines: boolean) {
    this.#sink = sink;
    this.#isLines = isLines;
  }

  push(bytes: Uint8Array): void {
    this.#reread += bytes.length;
    this.#queue.push(bytes);
    this.#drain();
  }

  end(cut: boolean): void {
    // Each round gives up one entry, and reads again what it may have swallowed.
    for (let round = 0; this.#phase === 'scan' && this.#isList; round += 1) {
      const captured = this.#capture.take();
      if (this.#inEntry) {
        const code = !cut && this.#swallows(captured) ? 'item/not-json' : 'item/truncated';
        this.#refuse(code, this.#entryPosition);
      } else {
        if (round === 0) this.#refuse('item/truncated', WHOLE_FILE);
        break;
      }
      this.#hunt(captured, new Uint8Array());
      this.#drain();
    }
    if (this.#phase === 'scan' && this.#shape === 'object') this.#giveUp('item/truncated', new Uint8Array());
    else if (this.#phase === 'after' && this.#shape === 'object')
      this.#takeWhole(this.#isFirst && !this.#isLine);
    this.#drain();
    this.#lines?.end(cut);
  }

  #drain(): void {
    for (let bytes = this.#queue.shift(); bytes !== undefined; bytes = this.#queue.shift()) {
      if (bytes.length === 0) continue;
      if (this.#phase === 'scan') this.#scan(bytes);
      else if (this.#phase === 'hunt') this.#huntIn(bytes);
      else if (this.#phase === 'after') this.#passSpace(bytes);
      else this.#lines?.push(bytes);
    }
  }

  #scan(bytes: Uint8Array): void {
    if (this.#from >= 0) this.#from = 0;
    let at = 0;
    for (;;) {
      const met = this.#grammar.next(bytes, at);
      at = this.#grammar.at;
      switch (met) {
        case 'more':
          this.#keepRest(bytes);
          return;
        case 'error':
          this.#fail(bytes, at);
          return;
        case 'key':
          if (this.#grammar.depth === 1) this.#topKey = this.#grammar.text;
          else this.#entryKey = this.#grammar.text;
          break;
        case 'start':
          if (!this.#started(bytes[at], at)) {
            this.#fail(bytes, at);
            return;
          }
          break;
        case 'end':
          this.#ended(bytes, at);
          if (this.#phase === 'hunt') return;
          if (this.#phase === 'after') {
            this.#queue.unshift(bytes.subarray(at));
            return;
          }
      }
    }
  }

  /** False where a document can not begin so. */
  #started(code: number | undefined, at: number): boolean {
    switch (this.#grammar.depth) {
      case 0:
        this.#startLine = this.#grammar.lines;
        this.#valueStart = this.#capture.length + at - this.#from;
        if (code === OPEN_BRACE) this.#shape = 'object';
        else if (code === OPEN_BRACKET) this.#becomeList('list');
        else return false;
        break;
      case 1:
        this.#topIsText = code === QUOTE;
        if (this.#shape === 'list') this.#beginEntry();
        else if (this.#topKey === 'entry' && code === OPEN_BRACKET) this.#beginEntries();
        if (this.#shape === 'list') this.#from = at;
        break;
      case 2:
        if (this.#shape !== 'bundle' || !this.#inEntries) break;
        this.#beginEntry();
        this.#from = at;
        break;
      default:
        if (!this.#inEntry || this.#shape !== 'bundle' || this.#entryKey !== 'resource') break;
        this.#resources += 1;
        if (this.#resources === 1) this.#valueStart = this.#capture.length + at - this.#from;
        this.#hasObject = code === OPEN_BRACE;
    }
    return true;
  }

  #ended(bytes: Uint8Array, at: number): void {
    switch (this.#grammar.depth) {
      case 0:
        this.#endDocument(bytes, at);
        break;
      case 1:
        if (this.#shape === 'list') this.#endEntry(bytes, at);
        else if (this.#topKey === 'entry') this.#inEntries = false;
        else if (this.#topKey === 'resourceType' && this.#topIsText) this.#typed(this.#grammar.text);
        break;
      case 2:
        if (this.#shape === 'bundle' && this.#inEntry) this.#endEntry(bytes, at);
        break;
      default:
        if (this.#shape !== 'bundle' || !this.#inEntry || this.#entryKey !== 'resource') break;
        if (this.#resources === 1) this.#valueEnd = this.#capture.length + at - this.#from;
    }
  }

  #typed(type: string): void {
    if (this.#type !== null && this.#shape === 'bundle') this.#refuse('item/duplicate-keys', WHOLE_FILE);
    this.#type = type;
    if (type === 'Bundle' && this.#shape === 'object') this.#becomeList('bundle');
  }

  #beginEntries(): void {
    if (this.#shape === 'object' && this.#type === null) this.#becomeList('bundle');
    else if (this.#shape === 'bundle' && this.#entries > 0 && !this.#inEntries) {
      this.#refuse('item/duplicate-keys', WHOLE_FILE);
    }
    this.#inEntries = this.#shape === 'bundle';
  }

  /** From here on single entries are captured, no longer the whole document. */
  #becomeList(shape: 'bundle' | 'list'): void {
    this.#shape = shape;
    this.#capture.clear();
    this.#from = -1;
  }

  #beginEntry(): void {
    this.#entries += 1;
    this.#inEntry = true;
    this.#resources = 0;
    this.#hasObject = false;
    this.#entryKey = '';
  }

  /** An item waits for the end of its entry, which may name a second resource. */
  #endEntry(bytes: Uint8Array, at: number): void {
    this.#capture.add(bytes.subarray(this.#from, at));
    this.#from = -1;
    this.#inEntry = false;
    const entry = this.#capture.take();
    this.#passed = entry?.[0] === QUOTE ? entry.subarray(-STRING_END) : new Uint8Array();
    const isBundle = this.#shape === 'bundle';
    const isNoResource = isBundle ? !this.#hasObject : entry?.[0] === OPEN_BRACKET;
    if (isNoResource && this.#swallows(entry)) {
      // It never closed a list, and its neighbours closed it.
      this.#refuse('item/not-json', this.#entryPosition);
      this.#queue.unshift(bytes.subarray(at));
      this.#hunt(entry, new Uint8Array());
    } else if (isBundle && this.#resources === 0) this.#refuse('item/not-audit-event', this.#entryPosition);
    else if (this.#resources > 1) this.#refuse('item/duplicate-keys', this.#entryPosition);
    else if (entry === null) this.#refuse('item/too-large', this.#entryPosition);
    else
      this.#sink.item(
        isBundle ? entry.subarray(this.#valueStart, this.#valueEnd) : entry,
        this.#entryPosition,
      );
  }

  #endDocument(bytes: Uint8Array, at: number): void {
    this.#phase = 'after';
    this.#endLine = this.#grammar.lines;
    this.#gapLines = 0;
    if (this.#from >= 0) {
      this.#capture.add(bytes.subarray(this.#from, at));
      this.#valueEnd = this.#capture.length;
    }
    if (this.#shape === 'bundle' && this.#type !== 'Bundle') this.#refuse('item/not-audit-event', WHOLE_FILE);
  }

  #passSpace(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && isSpace(bytes[at])) {
      if (bytes[at] === LINE_FEED) this.#gapLines += 1;
      at += 1;
    }
    if (this.#shape === 'object') this.#capture.add(bytes.subarray(0, at));
    if (at < bytes.length) this.#goOn(bytes.subarray(at));
  }

  /** There is more behind a document: further lines where it was one line, else a further document. */
  #goOn(rest: Uint8Array): void {
    const line = this.#endLine + this.#gapLines;
    const isLine = this.#startLine === this.#endLine && this.#shape !== 'bundle';
    if (this.#shape === 'object') this.#takeWhole(false);
    this.#isFirst = false;
    if (this.#isList && isBetweenEntries(rest[0])) {
      // A broken entry has closed the list, and its neighbours stand behind the end.
      this.#refuse('item/not-json', linePosition(line));
      this.#queue.unshift(rest);
      this.#hunt(null, new Uint8Array());
    } else if (this.#gapLines === 0) {
      this.#refuse('item/not-json', linePosition(line));
      this.#readLines(line, 'rescue', [rest]);
    } else if (isLine) this.#readLines(line, 'every', [rest]);
    else {
      this.#grammar = JsonGrammar.inside(WATCHED, [], line);
      this.#shape = 'unknown';
      this.#type = null;
      this.#capture.clear();
      this.#from = 0;
      this.#phase = 'scan';
      this.#queue.unshift(rest);
    }
  }

  get #isLine(): boolean {
    return this.#isLines && this.#startLine === this.#endLine;
  }

  /** A single resource: where the file holds nothing else, the file's own bytes. */
  #takeWhole(isFile: boolean): void {
    const bytes = this.#capture.take();
    const position = isFile ? WHOLE_FILE : linePosition(this.#startLine);
    if (bytes === null) this.#refuse('item/too-large', position);
    else this.#sink.item(isFile ? bytes : bytes.subarray(this.#valueStart, this.#valueEnd), position);
  }

  #keepRest(bytes: Uint8Array): void {
    if (this.#from < 0) return;
    const piece = bytes.subarray(this.#from);
    const overflows = this.#capture.length + piece.length > LIMITS.itemBytes;
    if (overflows && this.#isList && !this.#capture.overflown && this.#swallows(this.#capture.peek())) {
      // An entry that never ends has taken its neighbours in.
      this.#fail(bytes, bytes.length);
      return;
    }
    this.#capture.add(piece);
  }

  /** The byte at `at` cannot stand there. */
  #fail(bytes: Uint8Array, at: number): void {
    const rest = bytes.subarray(at);
    if (!this.#isList) {
      if (this.#from >= 0) this.#capture.add(bytes.subarray(this.#from, at));
      this.#giveUp('item/not-json', rest);
      return;
    }
    this.#queue.unshift(rest);
    this.#refuse(
      this.#capture.overflown ? 'item/too-large' : 'item/not-json',
      this.#entries === 0 ? WHOLE_FILE : this.#entryPosition,
    );
    const tail = this.#from >= 0 ? bytes.subarray(this.#from, at) : this.#passed;
    this.#hunt(this.#capture.take(), tail);
  }

  /** Looks for the next resource, first in what the broken entry has taken in. */
  #hunt(captured: Uint8Array | null, tail: Uint8Array): void {
    this.#phase = 'hunt';
    this.#marker = new Marker(this.#where);
    this.#from = -1;
    this.#inEntry = false;
    // SECURITY: entries that never end could make us read the same bytes again and again.
    if (captured === null || captured.length + tail.length > this.#reread) return;
    this.#reread -= captured.length + tail.length;
    this.#queue.unshift(this.#behindResource(Buffer.concat([captured, tail])));
  }

  #huntIn(bytes: Uint8Array): void {
    const at = this.#marker.find(bytes);
    if (at < 0) return;
    this.#phase = 'scan';
    if (this.#shape === 'list') {
      this.#grammar = JsonGrammar.inside(WATCHED, [false], this.#grammar.lines);
      this.#queue.unshift(this.#marker.prefix, bytes.subarray(at + 1));
      return;
    }
    this.#grammar = JsonGrammar.inside(WATCHED, [true, false, true], this.#grammar.lines);
    this.#topKey = 'entry';
    this.#inEntries = true;
    this.#beginEntry();
    this.#entryKey = 'resource';
    this.#from = 0;
    this.#queue.unshift(bytes.subarray(at));
  }

  /** A broken document that is no list: what of its lines is a resource by itself goes in all the same. */
  #giveUp(code: RefusalCode, rest: Uint8Array): void {
    this.#refuse(code, this.#isFirst ? WHOLE_FILE : linePosition(this.#startLine));
    const firstLine = this.#isFirst ? 0 : this.#startLine;
    const captured = this.#capture.take();
    if (captured === null) this.#readLines(this.#grammar.lines, 'rescue', [rest]);
    else this.#readLines(firstLine, 'rescue', [captured, rest]);
  }

  #readLines(line: number, take: 'every' | 'rescue', pieces: readonly Uint8Array[]): void {
    this.#phase = 'lines';
    this.#lines = new LineReader(this.#sink, { firstLine: line + 1, take });
    this.#queue.unshift(...pieces);
  }

  #swallows(captured: Uint8Array | null): boolean {
    return captured !== null && holdsMarker(this.#behindResource(captured), this.#where);
  }

  /** What of a broken entry may be others': all behind the beginning of its own resource. */
  #behindResource(captured: Uint8Array): Uint8Array {
    return captured.subarray(this.#resources > 0 ? this.#valueStart + 1 : 1);
  }

  get #where(): 'bundle' | 'list' {
    return this.#shape === 'list' ? 'list' : 'bundle';
  }

  get #isList(): boolean {
    return this.#shape === 'list' || this.#shape === 'bundle';
  }

  get #entryPosition(): Position {
    return { position: this.#entries, positionUnit: 'entry' };
  }

  #refuse(code: RefusalCode, position: Position): void {
    this.#sink.refuse(code, position);
  }
}

/** @param line counted from 0 */
function linePosition(line: number): Position {
  return { position: line + 1, positionUnit: 'line' };
}
