import { AppError } from '../../../../shared/errors.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { getMeta } from '../meta.ts';
import { initial, LAYOUT } from './0001-initial.ts';
import { outboxRefused } from './0002-outbox-refused.ts';
import { jobs } from './0003-jobs.ts';

/** In order; the index of a migration plus one is the version that it leads to. Never change one that has shipped. */
export const MIGRATIONS: readonly string[] = [initial, outboxRefused, jobs];

export const CURRENT_VERSION = MIGRATIONS.length;

export function schemaVersion(db: ReadableDb): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
}

/** Throws store/from-future for a file of a later version of the console, which must not be written to. */
export function assertNotFromFuture(db: ReadableDb): void {
  const version = schemaVersion(db);
  if (version > CURRENT_VERSION) {
    throw new AppError('store/from-future', 'A newer version of the console wrote the audit store.', {
      detail: { version, supported: CURRENT_VERSION },
    });
  }
}

/** Brings the schema to `target`, one transaction a step, so that a crash leaves the version before or after. */
export function migrate(db: WritableDb, target: number = CURRENT_VERSION): void {
  assertNotFromFuture(db);
  assertLayout(db);
  for (let version = schemaVersion(db); version < target; version += 1) {
    db.transaction(() => {
      db.script(MIGRATIONS[version] ?? '');
      db.script(`PRAGMA user_version=${version + 1}`);
    });
  }
}

/** Before the first release `pos` was made otherwise: such a file would show its events at other times. */
function assertLayout(db: ReadableDb): void {
  if (schemaVersion(db) === 0 || getMeta(db, 'layout') === LAYOUT) return;
  throw new AppError('store/corrupt', 'An unreleased version of the console wrote the audit store.');
}
