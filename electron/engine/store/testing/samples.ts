import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventProjection, IncomingEvent } from '../../audit/projection.ts';
import type { DekName } from '../days.ts';
import { StoreThreads } from '../store-threads.ts';
import { openStore, type DekPort, type Store, type StoreOptions } from '../store.ts';

export const WORKER_URL = new URL('./worker.ts', import.meta.url);
/** 2026-03-01T00:00:00Z */
export const ANCHOR_MS = 1_772_323_200_000;

/** Data keys in memory, in place of the vault. */
export class TestDeks implements DekPort {
  readonly keys = new Map<string, KeyObject>();

  async ensureDeks(names: readonly DekName[]): Promise<void> {
    await Promise.resolve();
    for (const name of names) {
      const id = `${name.day}/${name.retentionClass}`;
      if (!this.keys.has(id)) this.keys.set(id, createSecretKey(randomBytes(32)));
    }
  }

  existingDek(name: DekName): KeyObject | null {
    return this.keys.get(`${name.day}/${name.retentionClass}`) ?? null;
  }
}

export interface Bench {
  readonly directory: string;
  readonly file: string;
  readonly databaseKey: Buffer;
  readonly deks: TestDeks;
  readonly open: (options?: Partial<StoreOptions>) => Promise<Store>;
  readonly remove: () => void;
}

/** A folder, a key and a way to open a store there. */
export function bench(): Bench {
  const directory = mkdtempSync(join(tmpdir(), 'store-'));
  const file = join(directory, 'audit.db');
  const databaseKey = randomBytes(32);
  const deks = new TestDeks();
  return {
    directory,
    file,
    databaseKey,
    deks,
    open: async (options = {}) =>
      await openStore({
        file,
        databaseKey,
        deks,
        threads: new StoreThreads({ workerUrl: WORKER_URL, sourceBaseUrl: null }),
        now: () => ANCHOR_MS + 86_400_000 * 30,
        writerCacheKiB: 8192,
        readerCacheKiB: 2048,
        ...options,
      }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export function projection(overrides: Partial<EventProjection> = {}): EventProjection {
  return {
    recordedMs: ANCHOR_MS,
    action: 'R',
    outcome: '0',
    type: 'RESTful Operation',
    subtype: 'read',
    agents: [{ key: 'urn:staff|s1', label: 'Ada Adams' }],
    patients: [{ key: 'Patient/p1', label: 'Paul Peters' }],
    places: [{ key: 'clinic north', label: 'Clinic North' }],
    entity: 'Medication plan',
    purposes: ['TREAT'],
    searchText: 'read medication plan',
    unmapped: [],
    ...overrides,
  };
}

let unique = 0;

/** An event with a new id; `note` makes its bytes differ. */
export function event(
  overrides: Partial<EventProjection> = {},
  source: Partial<Omit<IncomingEvent, 'raw'>> & { readonly note?: string } = {},
): IncomingEvent {
  unique += 1;
  const { note, ...rest } = source;
  return {
    origin: 'fhir',
    resourceId: `event-${unique}`,
    versionId: '1',
    alias: null,
    raw: Buffer.from(JSON.stringify({ ...projection(overrides), note: note ?? 'x' })),
    ...rest,
  };
}
