import { openInMemory } from './connection.ts';

/** Kinds of dictionary terms. The numbers are on disk. */
export const TERM_KIND = { agent: 1, patient: 2, place: 3 } as const;
export type TermKind = (typeof TERM_KIND)[keyof typeof TERM_KIND];
export type TermField = keyof typeof TERM_KIND;

/** Private-use characters begin the index's own words; unicode61 takes them as parts of a word (category Co). */
const PRIVATE_USE = /[\uE000-\uF8FF\u{F0000}-\u{FFFFD}\u{100000}-\u{10FFFD}]/gu;
const TERM_BASE = 0xe000;
const ACTION = '\uE010';
const OUTCOME = '\uE011';
const CONSOLE = '\uE012';
const UNMAPPED = '\uE013';
const KIND_BASE = 0xe020;

/** The word that stands in `event_fts` for a person or place. */
export const termToken = (kind: TermKind, id: number): string =>
  String.fromCharCode(TERM_BASE + kind) + id.toString(36);
export const actionToken = (action: string): string => ACTION + action.toLowerCase();
export const outcomeToken = (outcome: string): string => OUTCOME + outcome;
export const consoleToken = CONSOLE;
export const unmappedToken = UNMAPPED;
/** The word that stands in `term_fts` for the kind of a term. */
export const kindToken = (kind: TermKind): string => String.fromCharCode(KIND_BASE + kind);

/** Takes the index's own characters out of foreign text, so that no event can pose as being about somebody else. */
export function withoutPrivateUse(text: string): string {
  return text.replace(PRIVATE_USE, ' ');
}

const UUID = /\b([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\b/gi;
/** The end of a text that may be a UUID as far as it has been typed, and how far. */
const UUID_BEGUN =
  /\b[0-9a-f]{8}-(?:[0-9a-f]{0,4}|[0-9a-f]{4}-(?:[0-9a-f]{0,4}|[0-9a-f]{4}-(?:[0-9a-f]{0,4}|[0-9a-f]{4}-[0-9a-f]{0,12})))$/i;

/** Writes each UUID as one word: as five, it would cost as much of the index as all else that an event says. */
export function joinedUuids(text: string): string {
  return text.includes('-') ? text.replace(UUID, '$1$2$3$4$5') : text;
}

/** As {@link joinedUuids}, for what a person typed: also a UUID at the end that is not complete yet. */
export function joinedAsTyped(text: string): string {
  return joinedUuids(text).replace(UUID_BEGUN, (begun) => begun.replaceAll('-', ''));
}

/**
 * Splits text into words exactly as the index does, by letting FTS5 itself do it in a database in memory: folding and
 * Unicode tables can then never differ. Holds nothing but the words of the last call.
 */
export class Tokenizer {
  readonly #database = openInMemory();
  readonly #insert;
  readonly #read;
  readonly #clear;

  constructor() {
    this.#database.exec(`
      CREATE VIRTUAL TABLE sample USING fts5 (words, tokenize="unicode61 remove_diacritics 2");
      CREATE VIRTUAL TABLE sample_words USING fts5vocab (sample, instance);`);
    this.#insert = this.#database.prepare<[string]>('INSERT INTO sample (rowid, words) VALUES (1, ?)');
    this.#read = this.#database.prepare<[], string>('SELECT term FROM sample_words ORDER BY offset').pluck();
    this.#clear = this.#database.prepare('DELETE FROM sample WHERE rowid = 1');
  }

  words(text: string): readonly string[] {
    this.#insert.run(withoutPrivateUse(text));
    try {
      return this.#read.all();
    } finally {
      this.#clear.run();
    }
  }

  close(): void {
    this.#database.close();
  }
}

/** A word as an FTS5 string: quoted, so that nothing in it is syntax. */
export function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

/** The words that begin with a prefix; null where they are too many to name. */
export type Expand = (prefix: string) => readonly string[] | null;

/** An FTS5 expression for words that must all occur, the last one as a prefix; null when there is no word. */
export function allWords(words: readonly string[], expand: Expand = () => null): string | null {
  const last = words.at(-1);
  if (last === undefined) return null;
  const endings = expand(last);
  // With no word at all the prefix itself matches nothing, which is the answer.
  const ending =
    endings === null || endings.length === 0 ? `${quoted(last)} *` : `(${endings.map(quoted).join(' OR ')})`;
  return [...words.slice(0, -1).map(quoted), ending].join(' AND ');
}
