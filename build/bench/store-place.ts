import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreThreads } from '../../electron/engine/store/store-threads.ts';
import { openStore, type DekName, type Store } from '../../electron/engine/store/store.ts';
import type { BenchEvent } from './events.ts';

const WORKER_URL = new URL('../../electron/engine/store/worker.ts', import.meta.url);

export interface StorePlace {
  readonly directory: string;
  readonly store: Store;
  readonly remove: () => Promise<void>;
}

/** A folder for a benchmark that goes when it ends. */
export function benchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'medminder-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const id = (name: DekName): string => `${name.day}/${name.retentionClass}`;

/** A new store with keys in memory, on the product's own threads. */
export async function openBenchStore(): Promise<StorePlace> {
  const directory = benchDirectory();
  const keys = new Map<string, KeyObject>();
  const store = await openStore({
    file: join(directory, 'audit.db'),
    databaseKey: randomBytes(32),
    threads: new StoreThreads({ workerUrl: WORKER_URL, sourceBaseUrl: null }),
    now: Date.now,
    deks: {
      ensureDeks: async (names) => {
        for (const name of names)
          if (!keys.has(id(name))) keys.set(id(name), createSecretKey(randomBytes(32)));
        await Promise.resolve();
      },
      existingDek: (name) => keys.get(id(name)) ?? null,
    },
  });
  return {
    directory,
    store,
    remove: async () => {
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Appends everything, with two batches under way: one being prepared while the other is written. */
export async function appendAll(
  store: Store,
  events: readonly BenchEvent[],
  batchEvents: number,
): Promise<void> {
  const under: Promise<unknown>[] = [];
  for (let start = 0; start < events.length; start += batchEvents) {
    under.push(
      store.append({
        receivedAtMs: Date.now(),
        cursor: { name: 'bench', value: String(start) },
        events: events.slice(start, start + batchEvents).map((event) => ({
          origin: 'fhir',
          resourceId: event.id,
          versionId: '1',
          alias: null,
          raw: event.raw,
        })),
      }),
    );
    if (under.length >= 2) await under.shift();
  }
  await Promise.all(under);
}

export function bytesIn(directory: string): number {
  return readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
}
