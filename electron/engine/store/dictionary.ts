import type { WritableDb } from './connection.ts';
import type { PreparedTerm } from './prepared.ts';
import { kindToken, withoutPrivateUse } from './tokens.ts';

const CACHE_LIMIT = 200_000;

/**
 * Numbers for what many events name. Caches what it has seen; call {@link forget} after a transaction that failed, for
 * its numbers were never stored.
 */
export class Dictionary {
  readonly #db: WritableDb;
  readonly #termIds = new Map<string, number>();
  readonly #shapeIds = new Map<string, number>();

  constructor(db: WritableDb) {
    this.#db = db;
  }

  forget(): void {
    this.#termIds.clear();
    this.#shapeIds.clear();
  }

  /** The numbers of terms, in their order; new ones are stored. */
  termIds(terms: readonly PreparedTerm[]): readonly number[] {
    if (this.#termIds.size > CACHE_LIMIT) this.#termIds.clear();
    return terms.map((term) => this.#termId(term));
  }

  /** Counts uses, so that suggestions can begin with what is met most. */
  addUses(uses: ReadonlyMap<number, number>): void {
    for (const [id, count] of uses) this.#db.run('UPDATE term SET uses = uses + ? WHERE id = ?', count, id);
  }

  shapeId(shape: string): number {
    const known = this.#shapeIds.get(shape);
    if (known !== undefined) return known;
    const { action, outcome } = JSON.parse(shape) as { action: string | null; outcome: string | null };
    this.#db.run(
      'INSERT OR IGNORE INTO shape (key, action, outcome) VALUES (?, ?, ?)',
      shape,
      action,
      outcome,
    );
    const id = this.#db.get<{ id: number }>('SELECT id FROM shape WHERE key = ?', shape)?.id ?? 0;
    this.#shapeIds.set(shape, id);
    return id;
  }

  #termId(term: PreparedTerm): number {
    const cacheKey = `${term.kind}${term.key}\0${term.label}`;
    const known = this.#termIds.get(cacheKey);
    if (known !== undefined) return known;
    const id = this.#storedTermId(term);
    this.#termIds.set(cacheKey, id);
    return id;
  }

  #storedTermId(term: PreparedTerm): number {
    const stored = this.#db.get<{ id: number; label: string }>(
      'SELECT id, label FROM term WHERE key = ? AND kind = ?',
      term.key,
      term.kind,
    );
    if (stored === undefined) {
      this.#db.run(
        'INSERT INTO term (kind, key, label, uses) VALUES (?, ?, ?, 0)',
        term.kind,
        term.key,
        term.label,
      );
      const id = this.#db.get<{ id: number }>('SELECT last_insert_rowid() AS id')?.id ?? 0;
      this.#db.run('INSERT INTO term_fts (rowid, words) VALUES (?, ?)', id, termWords(term));
      return id;
    }
    // The first real name stays: one that only repeats the identifier gives way, two names would else take turns.
    if (
      stored.label !== term.label &&
      repeatsKey(stored.label, term.key) &&
      !repeatsKey(term.label, term.key)
    ) {
      this.#db.run('UPDATE term SET label = ? WHERE id = ?', term.label, stored.id);
      this.#db.run(
        'INSERT OR REPLACE INTO term_fts (rowid, words) VALUES (?, ?)',
        stored.id,
        termWords(term),
      );
    }
    return stored.id;
  }
}

const repeatsKey = (label: string, key: string): boolean => key.toLowerCase().includes(label.toLowerCase());

/** Label and identifier, without the identifier's system: nobody types that, and it is the same for thousands. */
function termWords(term: PreparedTerm): string {
  const identifier = term.key.slice(Math.max(term.key.lastIndexOf('|'), term.key.lastIndexOf('/')) + 1);
  return `${kindToken(term.kind)} ${withoutPrivateUse(`${term.label} ${identifier}`)}`;
}
