import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IncomingEvent } from '../../electron/engine/audit/projection.ts';
import { append } from '../../electron/engine/store/append.ts';
import { openWritable, type ReadableDb, type WritableDb } from '../../electron/engine/store/connection.ts';
import { Dictionary } from '../../electron/engine/store/dictionary.ts';
import { getMeta } from '../../electron/engine/store/meta.ts';
import { CURRENT_VERSION, migrate, schemaVersion } from '../../electron/engine/store/migrations/migrate.ts';
import { oldIdentityOf, pack, prepare } from '../../electron/engine/store/prepared.ts';
import { KeyRing } from '../../electron/engine/store/sealing.ts';
import { DirectStore } from '../../electron/engine/store/testing/direct.ts';
import { ANCHOR_MS } from '../../electron/engine/store/testing/samples.ts';
import type { EventProjection } from '../../electron/engine/audit/projection.ts';
import { DATABASE_KEY, dayKeyOf, madeEvent } from './made-events.ts';
import type { Operation } from './operation.ts';
import { readStore, wholeStore } from './whole.ts';

const OF_THE_SERVER = 2_000;
const OF_THE_CONSOLE = 2_000;
const DAYS = 5;
const VERSIONS: Readonly<Record<string, number>> = { 'no file': 0, 'version 1': 1, 'version 2': 2 };
/** Every table that version 1 had, with the columns that it had. */
const KEPT = [
  'SELECT * FROM term ORDER BY id',
  'SELECT * FROM shape ORDER BY id',
  'SELECT * FROM leaf ORDER BY seq',
  'SELECT * FROM event ORDER BY pos',
  'SELECT * FROM rollup ORDER BY day, shape',
  'SELECT * FROM identity ORDER BY id',
  'SELECT * FROM alias ORDER BY seq',
  'SELECT * FROM conflict ORDER BY seq',
  'SELECT * FROM tail ORDER BY seq',
  'SELECT * FROM block ORDER BY day, class, first_seq',
  'SELECT seq, queued_ms, sent_ms FROM outbox ORDER BY seq',
  "SELECT * FROM meta WHERE name <> 'identity/old' ORDER BY name",
  "SELECT rowid FROM event_fts WHERE event_fts MATCH 'medication'",
];

const fileIn = (folder: string): string => join(folder, 'audit.db');
const events: readonly IncomingEvent[] = [
  ...Array.from({ length: OF_THE_SERVER }, (_, number) => madeEvent(number, DAYS)),
  ...Array.from({ length: OF_THE_CONSOLE }, (_, number) => madeEvent(number, DAYS, 'console')),
];
const schemas: string[] = [];
const rowsBefore = new Map<string, string>();

/** The console opens a database of an earlier version, or makes a new one. */
export const migration: Operation = {
  name: 'migration',
  variants: ['version 1', 'no file', 'version 2'],
  prepare: async (folderOf) => {
    for (const [variant, version] of Object.entries(VERSIONS)) {
      if (version > 0) fill(fileIn(folderOf(variant)), version);
      if (version > 0)
        rowsBefore.set(variant, readStore(fileIn(folderOf(variant)), DATABASE_KEY, rowsDigest));
    }
    const fresh = `${folderOf('no file')}-fresh.db`;
    const db = open(fresh);
    for (let version = 0; version <= CURRENT_VERSION; version += 1) {
      migrate(db, version);
      schemas[version] = schemaOf(db);
    }
    db.close();
    await Promise.resolve();
  },
  work: async (folder, say) => {
    say('began');
    say(`opened ${new DirectStore(fileIn(folder), DATABASE_KEY) instanceof DirectStore}`);
    await Promise.resolve();
  },
  check: async ({ folder, variant, said }) => {
    const file = fileIn(folder);
    const from = VERSIONS[variant] ?? 0;
    const left =
      from === 0 && hasJournal(file) ? null : existsSync(file) ? readStore(file, DATABASE_KEY, lookAt) : null;
    if (left !== null) assert.equal(left.schema, schemas[left.version], `version ${left.version} is whole`);
    assert.ok((left?.version ?? 0) >= from);
    if (said.includes('opened true')) assert.equal(left?.version, CURRENT_VERSION);

    const store = new DirectStore(file, DATABASE_KEY);
    const known = events.length * Math.sign(from);
    assert.equal(store.reader.outboxStatus(null).waiting, OF_THE_CONSOLE * Math.sign(from));
    readStore(file, DATABASE_KEY, (db) => {
      assert.deepEqual([schemaVersion(db), schemaOf(db)], [CURRENT_VERSION, schemas[CURRENT_VERSION]]);
      assert.equal(getMeta(db, 'identity/old'), from === 0 ? null : known);
      if (from > 0) assert.equal(rowsDigest(db), rowsBefore.get(variant));
    });
    assert.equal(wholeStore(file, DATABASE_KEY, dayKeyOf).events, known);
    const again = store.append(events, ANCHOR_MS);
    assert.deepEqual([again.stored, again.duplicate], [events.length - known, known]);
    store.close();
    assert.equal(wholeStore(file, DATABASE_KEY, dayKeyOf).events, events.length);
    await Promise.resolve();
    return { state: `${variant}: left ${left === null ? 'nothing' : left.version}`, isOver: true };
  },
};

/** Cut while the file was made: only a writer can take back what was begun. */
const hasJournal = (file: string): boolean => existsSync(`${file}-journal`);

const open = (file: string): WritableDb =>
  openWritable({ file, databaseKey: DATABASE_KEY, cacheKiB: 4096, busyTimeoutMs: 1_000 });

/** Some thousand events under the names that the versions before 3 gave them. */
function fill(file: string, version: number): void {
  const db = open(file);
  migrate(db, version);
  const { events: packed, bytes } = pack(events);
  const batch = prepare(
    packed,
    bytes,
    ANCHOR_MS,
    (raw) => JSON.parse(Buffer.from(raw).toString('utf8')) as EventProjection,
  );
  const keys = new KeyRing();
  keys.add(batch.dekNames.map((name) => [name, dayKeyOf()]));
  append(db, new Dictionary(db), keys, {
    batch,
    packed,
    bytes,
    receivedAtMs: ANCHOR_MS,
    cursor: { name: 'fhir', value: 'at the end' },
    job: null,
  });
  db.transaction(() => {
    for (const [index, { origin, resourceId, versionId }] of events.entries())
      if (origin === 'fhir' && resourceId !== null)
        db.run('UPDATE identity SET id = ? WHERE seq = ?', oldIdentityOf(resourceId, versionId), index + 1);
  });
  db.close();
}

const schemaOf = (db: ReadableDb): string =>
  JSON.stringify(db.all('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name'));

const lookAt = (db: ReadableDb): { version: number; schema: string } => ({
  version: schemaVersion(db),
  schema: schemaOf(db),
});

function rowsDigest(db: ReadableDb): string {
  const rows = KEPT.map((sql) => db.all(sql));
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}
