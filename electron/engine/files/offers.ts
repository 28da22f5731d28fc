import { randomUUID } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { FileOffer } from '../../../shared/domain/jobs.ts';
import { AppError } from '../../../shared/errors.ts';

/** What a person picked or dropped, for the services that work with it: absolute paths, which never reach the page. */
export interface TakenOffer {
  readonly purpose: 'import' | 'export';
  readonly paths: readonly string[];
  readonly offer: FileOffer;
}

/** Turns an offer that the page names into paths; each offer can be taken once. */
export interface OfferPort {
  /** @throws `files/offer-expired` */
  readonly take: (offerId: string, purpose: TakenOffer['purpose']) => TakenOffer;
}

const LIFETIME_MS = 10 * 60_000;
/** Of so many a page may choose one; older ones go. */
const MAX_OFFERS = 10;
/** So many entries are described to the page; all the others are counted. */
const MAX_ENTRIES = 1_000;

/**
 * The offers of one operator's session. They end with it: what somebody picked before a lock is not there for whoever
 * unlocks, and a dialog that is answered too late adds nothing.
 */
export class Offers implements OfferPort {
  readonly #now: () => number;
  readonly #kept = new Map<string, TakenOffer>();
  #closed = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Keeps what was picked and says what the page may know of it. A link is described as what it is, and nothing is
   * followed: the service that takes the offer judges it.
   *
   * @param paths absolute, at least one
   * @throws `files/offer-expired` if the session ended meanwhile; `files/not-writable` if an export is to go anywhere but
   *   into one folder
   */
  async add(purpose: TakenOffer['purpose'], paths: readonly string[]): Promise<FileOffer> {
    const described = await Promise.all(paths.slice(0, MAX_ENTRIES).map(describe));
    if (this.#closed) throw expired();
    if (purpose === 'export' && (paths.length !== 1 || described[0]?.kind !== 'folder')) {
      throw new AppError('files/not-writable', 'An export goes into one folder.');
    }
    const offer: FileOffer = {
      offerId: randomUUID(),
      entries: described,
      more: paths.length - described.length,
      expiresAt: new Date(this.#now() + LIFETIME_MS).toISOString(),
    };
    this.#kept.set(offer.offerId, { purpose, paths, offer });
    for (const offerId of [...this.#kept.keys()].slice(0, -MAX_OFFERS)) this.#kept.delete(offerId);
    return offer;
  }

  take(offerId: string, purpose: TakenOffer['purpose']): TakenOffer {
    const taken = this.#kept.get(offerId);
    if (taken?.purpose !== purpose) throw expired();
    this.#kept.delete(offerId);
    if (Date.parse(taken.offer.expiresAt) <= this.#now()) throw expired();
    return taken;
  }

  /** Forgets all of them, for good. */
  close(): void {
    this.#closed = true;
    this.#kept.clear();
  }
}

/** What cannot be looked at is offered all the same, without a size: the import gives it a line of its own. */
async function describe(file: string): Promise<FileOffer['entries'][number]> {
  const name = path.basename(file) === '' ? file : path.basename(file);
  try {
    const stats = await lstat(file);
    return stats.isDirectory()
      ? { name, kind: 'folder', bytes: null }
      : { name, kind: 'file', bytes: Number.isSafeInteger(stats.size) ? stats.size : null };
  } catch {
    return { name, kind: 'file', bytes: null };
  }
}

function expired(): AppError {
  return new AppError('files/offer-expired', 'There is no such offer any more.');
}
