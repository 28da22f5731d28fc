import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { World, WorldEvent } from '../world/types.ts';
import { IDS } from '../world/codes.ts';
import type { Access } from './access.ts';
import { readPosted } from './create.ts';
import { FhirError } from './outcome.ts';
import type { PageState } from './page-token.ts';
import { parseQuery } from './query.ts';
import type { QueryRules, SearchQuery } from './query.ts';
import { searchPage } from './search.ts';
import type { Page } from './search.ts';
import { EventStore } from './store.ts';
import type { StoredEvent } from './store.ts';

/** What the repository is filled with; a whole `World`, or the same with fewer events. */
export type RepositoryContent = Pick<World, 'events' | 'patients'>;

export interface Found extends Page {
  readonly query: SearchQuery;
  readonly page: number;
  readonly nextState: PageState | undefined;
}

/** The audit record repository behind the HTTP of plugin.ts: rules of time, scope and versions. */
export class Repository {
  readonly #clock: Clock;
  readonly #bodies = new Map<string, Buffer>();
  /** Ids of posted events by who posted them (`sub`). */
  readonly #posted = new Map<string, Set<string>>();
  #store: EventStore = new EventStore([], () => undefined);
  #epoch = 0;

  constructor(clock: Clock, content: RepositoryContent) {
    this.#clock = clock;
    this.load(content);
  }

  /** Empties the repository and fills it anew; page links from before are gone. */
  load(content: RepositoryContent): void {
    const mrns = new Map(content.patients.map((patient) => [patient.id, patient.mrn]));
    this.#store = new EventStore(content.events, (patientId) => {
      const mrn = mrns.get(patientId);
      return mrn === undefined ? undefined : { system: IDS.mrn, value: mrn };
    });
    this.#bodies.clear();
    this.#posted.clear();
    this.#epoch += 1;
  }

  /** Arrivals so far, older versions included. */
  get size(): number {
    return this.#store.size;
  }

  /** Adds an event at the clinic's time; arrivals never go back in time but by `lateCommitMs`. */
  append(write: (lastUpdatedUs: number) => WorldEvent, lateCommitMs = 0): WorldEvent {
    const nowUs = Math.max(this.#clock.now() * 1000, this.#store.newestUs + 1);
    const event = write(nowUs - lateCommitMs * 1000);
    this.#store.append(event);
    return event;
  }

  /** The current version, or the one asked for; undefined if there is none in scope. */
  read(id: string, access: Access, versionId?: string): StoredEvent | undefined {
    const versions = this.#store.versionsOf(id).map((seq) => this.#store.at(seq));
    const event =
      versionId === undefined ? versions.at(-1) : versions.find((one) => one.versionId === versionId);
    return access.clinicId === undefined || event?.clinicId === access.clinicId ? event : undefined;
  }

  /** The first page of a search. */
  search(params: Iterable<readonly [string, string]>, access: Access, rules: QueryRules): Found {
    return this.#find(parseQuery(params, rules), access, this.#store.size, undefined);
  }

  /** A later page. Scope comes from who asks now, not from who began. Throws FhirError 410 after a reset. */
  searchOn(state: PageState, access: Access, rules: QueryRules): Found {
    if (state.epoch !== this.#epoch)
      throw new FhirError(410, 'expired', 'This page link is from before a reset');
    return this.#find(parseQuery(new URLSearchParams(state.search), rules), access, state.snapshot, state);
  }

  #find(query: SearchQuery, access: Access, snapshot: number, state: PageState | undefined): Found {
    const page = searchPage(this.#store, query, { snapshot, clinicId: access.clinicId }, state);
    const number = state?.page ?? 1;
    const search = new URLSearchParams(
      query.applied.map(([name, value]): [string, string] => [name, value]),
    ).toString();
    return {
      ...page,
      query,
      page: number,
      nextState:
        page.next === undefined
          ? undefined
          : { epoch: this.#epoch, search, snapshot, ...page.next, page: number + 1 },
    };
  }

  /**
   * Stores a posted event and its body's bytes. With `ifNoneExist` (a search, R4 "conditional create") an event that
   * the same person has posted before is answered in its place; two or more such are FhirError 412.
   */
  create(
    body: Buffer,
    access: Access,
    ifNoneExist: string | undefined,
  ): { readonly event: WorldEvent; readonly created: boolean } {
    const { sub, clinicId } = access.claims;
    const write = readPosted(body, randomUUID(), clinicId ?? '');
    const own = this.#posted.get(sub) ?? new Set<string>();
    if (ifNoneExist !== undefined) {
      const query = parseQuery(new URLSearchParams(ifNoneExist), { strict: true, lastUpdated: true });
      if (query.clauses.length === 0) throw new FhirError(400, 'invalid', 'If-None-Exist holds no search');
      // SECURITY: among one's own posts only, or support staff could read the record through the condition.
      const scope = { snapshot: this.#store.size, clinicId: undefined, onlyIds: own };
      const { total, events } = searchPage(this.#store, query, scope, undefined);
      if (total > 1) throw new FhirError(412, 'multiple-matches', 'Several events fulfil If-None-Exist');
      const [existing] = events;
      if (existing !== undefined) return { event: existing, created: false };
    }
    const event = this.append(write);
    this.#bodies.set(event.id, Buffer.from(body));
    this.#posted.set(sub, own.add(event.id));
    return { event, created: true };
  }

  /** The bytes that were posted, for tests that compare them. */
  postedBody(id: string): Buffer | undefined {
    return this.#bodies.get(id);
  }
}
