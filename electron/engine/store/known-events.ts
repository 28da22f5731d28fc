import type { WritableDb } from './connection.ts';
import { getMeta } from './meta.ts';
import {
  conflictIdentity,
  type hashesAt,
  oldIdentityOf,
  RESOURCE_BYTES,
  type PackedEvent,
  type PreparedEvent,
} from './prepared.ts';

export type Hashes = ReturnType<typeof hashesAt>;

export type Verdict =
  | { readonly kind: 'duplicate'; readonly seq: number }
  | { readonly kind: 'new'; readonly identity: Buffer; readonly conflictsWith: number | null };

/** The events that are stored already, or are about to be by this batch. */
export class KnownEvents {
  readonly #db: WritableDb;
  readonly #seqs = new Map<string, number | null>();
  readonly #freshHashes = new Map<number, Buffer>();
  readonly #freshResources = new Set<string>();
  /** True where events are known under identities as they were made before version 3. */
  readonly #hasOld: boolean;

  constructor(db: WritableDb) {
    this.#db = db;
    this.#hasOld = getMeta(db, 'identity/old') !== null;
  }

  find(identity: Buffer): number | null {
    const key = identity.toString('latin1');
    const known = this.#seqs.get(key);
    if (known !== undefined) return known;
    const seq = this.#db.get<{ seq: number }>('SELECT seq FROM identity WHERE id = ?', identity)?.seq ?? null;
    this.#seqs.set(key, seq);
    return seq;
  }

  add(identity: Buffer, seq: number, hash: Buffer): void {
    this.#seqs.set(identity.toString('latin1'), seq);
    this.#freshResources.add(identity.toString('latin1', 0, RESOURCE_BYTES));
    this.#freshHashes.set(seq, hash);
  }

  /** True if an event of the same id is known under another version. Ask before {@link add}; ids of before version 3 are not found. */
  hasOtherVersion(identity: Buffer): boolean {
    if (this.#freshResources.has(identity.toString('latin1', 0, RESOURCE_BYTES))) return true;
    const [first, last] = [
      Buffer.from(identity).fill(0, RESOURCE_BYTES),
      Buffer.from(identity).fill(255, RESOURCE_BYTES),
    ];
    return this.#db.get(OTHER_VERSION, first, last, identity) !== undefined;
  }

  judge(event: PreparedEvent, own: Hashes, packed: PackedEvent): Verdict {
    const known = this.#findNamed(own, packed);
    if (known === null) {
      const seq = this.#takeAsAlias(event, own, packed);
      return seq === null
        ? { kind: 'new', identity: own.identity, conflictsWith: null }
        : { kind: 'duplicate', seq };
    }
    if (this.#isSame(known.seq, own.leafHash)) return { kind: 'duplicate', seq: known.seq };
    const identity = conflictIdentity(known.identity, own.leafHash);
    const seq = this.find(identity);
    return seq === null ? { kind: 'new', identity, conflictsWith: known.seq } : { kind: 'duplicate', seq };
  }

  #findNamed(own: Hashes, packed: PackedEvent): { readonly seq: number; readonly identity: Buffer } | null {
    const seq = this.find(own.identity);
    if (seq !== null) return { seq, identity: own.identity };
    if (!this.#hasOld || packed.resourceId === null || packed.origin === 'console') return null;
    const identity = oldIdentityOf(packed.resourceId, packed.versionId);
    const oldSeq = this.find(identity);
    return oldSeq === null ? null : { seq: oldSeq, identity };
  }

  #isSame(seq: number, hash: Buffer): boolean {
    const stored =
      this.#freshHashes.get(seq) ??
      this.#db.get<{ hash: Buffer }>('SELECT hash FROM leaf WHERE seq = ?', seq)?.hash;
    if (stored !== undefined && hash.equals(stored)) return true;
    const copy = this.#db.get<{ hash: Buffer | null }>('SELECT hash FROM alias WHERE seq = ?', seq);
    if (copy === undefined) return false;
    if (copy.hash !== null) return hash.equals(copy.hash);
    // The server's answer to our own post named the copy before its bytes were seen: these are the bytes.
    this.#db.run('UPDATE alias SET hash = ? WHERE seq = ?', hash, seq);
    return true;
  }

  /**
   * SECURITY: only the first copy of a console event is taken for it. A further event with the same tag is kept as an
   * event of its own, or anybody who may write to the server could hide events behind our tags.
   */
  #takeAsAlias(event: PreparedEvent, own: Hashes, packed: PackedEvent): number | null {
    if (event.aliasOf === null || packed.resourceId === null) return null;
    const seq = this.find(event.aliasOf);
    if (seq === null) return null;
    const taken = recordAlias(this.#db, seq, packed, own.identity, own.leafHash, (identity) => {
      this.#seqs.set(identity.toString('latin1'), seq);
    });
    return taken ? seq : null;
  }
}

export const OTHER_VERSION = 'SELECT 1 FROM identity WHERE id BETWEEN ? AND ? AND id <> ? LIMIT 1';

/** Notes under which id the server keeps a console event; false if it has one already. */
export function recordAlias(
  db: WritableDb,
  seq: number,
  copy: { readonly resourceId: string | null; readonly versionId: string | null },
  identity: Buffer,
  hash: Buffer | null,
  noted: (identity: Buffer) => void = () => undefined,
): boolean {
  const added = db.run(
    'INSERT OR IGNORE INTO alias (seq, resource_id, version_id, hash) VALUES (?, ?, ?, ?)',
    seq,
    copy.resourceId,
    copy.versionId,
    hash,
  );
  if (added === 0) return false;
  db.run('INSERT OR IGNORE INTO identity (id, seq) VALUES (?, ?)', identity, seq);
  noted(identity);
  return true;
}
