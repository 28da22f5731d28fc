import type { ActionEntry } from '../../../../shared/contract/spec.ts';
import type { Identity } from '../identity.ts';
import type { Desk } from '../ports.ts';

/** A desk that keeps who it belongs to, and what was recorded, as the store will. */
export class NotebookDesk implements Desk {
  static readonly books = new Map<string, { identity: Identity | null; acts: string[] }>();
  readonly #book: { identity: Identity | null; acts: string[] };
  closed = false;

  constructor(vaultId: string) {
    const book = NotebookDesk.books.get(vaultId) ?? { identity: null, acts: [] };
    NotebookDesk.books.set(vaultId, book);
    this.#book = book;
  }
  readIdentity = async (): Promise<Identity | null> => this.#book.identity;
  keepIdentity = async (identity: Identity): Promise<void> => {
    this.#book.identity = identity;
  };
  record = async (entry: ActionEntry): Promise<void> => {
    this.#book.acts.push(entry.kind);
  };
  begin = (): void => undefined;
  connectionChanged = (): void => undefined;
  close = async (): Promise<void> => {
    this.closed = true;
  };
}
