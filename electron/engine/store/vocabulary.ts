import type { ReadableDb } from './connection.ts';

/** Each word costs one seek; beyond this many FTS5's own prefix search is no slower. */
const MAX_WORDS = 32;
/** No word of the index holds this character, so nothing sorts between a word and the word followed by it. */
const JUST_AFTER = '\u0001';

/**
 * The words of the index that begin with `prefix`, or null if they are more than some. FTS5 answers a prefix by merging
 * the events of all its words before the first row; words by name are read from the newest backwards, and only so far as
 * the page needs.
 */
export function wordsBeginning(db: ReadableDb, prefix: string): readonly string[] | null {
  const words: string[] = [];
  let from = prefix;
  for (;;) {
    // One instance only, then a new seek: to walk on would visit every event that holds the word.
    const term = db.get<{ term: string }>(
      'SELECT term FROM temp.event_words WHERE term >= ? LIMIT 1',
      from,
    )?.term;
    if (term === undefined || !term.startsWith(prefix)) return words;
    if (words.length === MAX_WORDS) return null;
    words.push(term);
    from = term + JUST_AFTER;
  }
}
