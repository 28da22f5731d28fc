import { AppError } from '../../../shared/errors.ts';
import { append } from './append.ts';
import { createJob, moveJob } from './job-writing.ts';
import { recordAlias } from './known-events.ts';
import { openReadable, openWritable, type WritableDb } from './connection.ts';
import { dayName, dayOf, DAY_MS, type DekName } from './days.ts';
import { Dictionary } from './dictionary.ts';
import { existsSync } from 'node:fs';
import { setMeta } from './meta.ts';
import { assertNotFromFuture, CURRENT_VERSION, migrate } from './migrations/migrate.ts';
import { fromPayload } from './payload.ts';
import { identityOf } from './prepared.ts';
import type { ConnectionSetting, RefusedEvent, SentEvent, WriteCalls } from './protocol.ts';
import type { Handlers, RequestOf } from './rpc.ts';
import { daysDue, KeyRing, sealTail } from './sealing.ts';

interface Open {
  readonly db: WritableDb;
  readonly dictionary: Dictionary;
  readonly keys: KeyRing;
}

/** The one thread that writes. */
export function writeHandlers(): Handlers<WriteCalls> {
  let open: Open | null = null;
  const opened = (): Open => {
    if (open === null) throw new AppError('store/closed', 'The audit store is closed.');
    return open;
  };
  return {
    open: (setting) => {
      const db = openStoreFile(setting);
      open = { db, dictionary: new Dictionary(db), keys: new KeyRing() };
      return { version: CURRENT_VERSION };
    },
    append: (request) => appended(opened(), request),
    dueDays: ({ nowMs, quietMs }) =>
      daysDue(opened().db, dayOf(nowMs), nowMs - quietMs).map(({ day, retentionClass }) => ({
        day: dayName(day),
        retentionClass,
      })),
    seal: ({ names, keys }) => {
      const { db, keys: ring } = opened();
      ring.add(keys);
      return names.reduce(
        (sum, name) => sum + db.transaction(() => sealTail(db, ring, dayNumber(name), name.retentionClass)),
        0,
      );
    },
    markSent: (sent) => {
      markSent(opened().db, sent);
      return null;
    },
    markRefused: (refused) => {
      markRefused(opened().db, refused);
      return null;
    },
    offerAgain: ({ refusedBeforeMs }) => {
      const { db } = opened();
      const sql = 'UPDATE outbox SET refused_ms = NULL WHERE refused_ms < ? AND sent_ms IS NULL';
      db.transaction(() => db.run(sql, refusedBeforeMs));
      return null;
    },
    setCursor: ({ name, value }) => {
      const { db } = opened();
      db.transaction(() => setMeta(db, `cursor/${name}`, value));
      return null;
    },
    createJob: (job) => {
      const { db } = opened();
      return db.transaction(() => createJob(db, job));
    },
    moveJob: (move) => {
      const { db } = opened();
      return db.transaction(() => moveJob(db, move));
    },
    setMaxPages: ({ pages }) => {
      opened().db.get(`PRAGMA max_page_count=${pages}`);
      return null;
    },
    close: () => {
      const { db } = opened();
      open = null;
      db.get('PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
      return null;
    },
  };
}

const dayNumber = (name: DekName): number => dayOf(Date.parse(`${name.day}T00:00:00Z`) + DAY_MS / 2);

/** Looks at an existing file through a read-only connection first: one from the future is never written to. */
function openStoreFile(setting: ConnectionSetting): WritableDb {
  if (existsSync(setting.file)) lookAt(setting);
  const db = openWritable(setting);
  try {
    migrate(db);
    if (setting.maxPages !== null) db.get(`PRAGMA max_page_count=${setting.maxPages}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function lookAt(setting: ConnectionSetting): void {
  try {
    const look = openReadable(setting);
    try {
      assertNotFromFuture(look);
    } finally {
      look.close();
    }
  } catch (error) {
    // Killed while the file was made: what it began is taken back first, which only a writer may do. A file with a log, and
    // so every one that a version of the console has finished making, has no such journal; `migrate` asks again.
    if (!hasSqliteCode(error, 'SQLITE_READONLY_ROLLBACK')) throw error;
  }
}

function hasSqliteCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function appended(
  { db, dictionary, keys }: Open,
  request: RequestOf<WriteCalls, 'append'>,
): ReturnType<typeof append> {
  keys.add(request.keys);
  try {
    return append(db, dictionary, keys, {
      batch: fromPayload(request.payload),
      packed: request.packed,
      bytes: request.bytes,
      receivedAtMs: request.receivedAtMs,
      cursor: request.cursor,
      job: request.job,
    });
  } catch (error) {
    dictionary.forget();
    throw error;
  }
}

function markSent(db: WritableDb, sent: SentEvent): void {
  db.transaction(() => {
    const changed = db.run('UPDATE outbox SET sent_ms = ? WHERE seq = ?', sent.sentAtMs, sent.seq);
    if (changed === 0) throw new AppError('store/not-found', 'No such event waits to be posted.');
    if (sent.resourceId === null) return;
    const identity = identityOf('fhir', sent.resourceId, sent.versionId, new Uint8Array());
    recordAlias(db, sent.seq, sent, identity, null);
  });
}

function markRefused(db: WritableDb, { seq, status, refusedAtMs }: RefusedEvent): void {
  const sql = 'UPDATE outbox SET refused_ms = ?, refused_status = ? WHERE seq = ? AND sent_ms IS NULL';
  const changed = db.transaction(() => db.run(sql, refusedAtMs, status, seq));
  if (changed === 0) throw new AppError('store/not-found', 'No such event waits to be posted.');
}
