// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient module cannot be imported, and other rooms compile this file too
/// <reference path="./better-sqlite3.d.ts" />
import Database, { type Statement } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';

export type SqlValue = string | number | null | Uint8Array;

/** A connection that can only read. SQLite itself refuses it any write: the file is opened read-only. */
export interface ReadableDb {
  all<Row>(sql: string, ...params: readonly SqlValue[]): Row[];
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the columns that its SQL selects
  get<Row>(sql: string, ...params: readonly SqlValue[]): Row | undefined;
  close(): void;
}

/** The one connection that can write. */
export interface WritableDb extends ReadableDb {
  /** Runs one statement; answers the number of rows changed. */
  run(sql: string, ...params: readonly SqlValue[]): number;
  /** Runs fixed SQL of several statements. */
  script(sql: string): void;
  /** All of `work` or nothing of it, durable on disk when it returns. */
  transaction<Result>(work: () => Result): Result;
}

export interface ConnectionOptions {
  readonly file: string;
  /** 32 bytes. */
  readonly databaseKey: Uint8Array;
  readonly cacheKiB: number;
  /** How long to wait for a lock that somebody else holds. */
  readonly busyTimeoutMs: number;
}

const KEY_BYTES = 32;
const CHECKPOINT_PAGES = 4_000;
const WAL_KEEP_BYTES = 64 * 1024 * 1024;

/** Opens the store's file for reading. It must exist. */
export function openReadable(options: ConnectionOptions): ReadableDb {
  const database = unlock(options, true);
  try {
    // Lists the words of the index (vocabulary.ts). In the temporary schema: nothing of it is on disk.
    database.exec('CREATE VIRTUAL TABLE temp.event_words USING fts5vocab (main, event_fts, instance)');
    return new Connection(database, options.cacheKiB);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens the store's file for writing, creating it when it does not exist. */
export function openWritable(options: ConnectionOptions): WritableDb {
  const database = unlock(options, false);
  try {
    database.pragma('journal_mode=WAL');
    // FULL, not the WAL default of NORMAL: an acknowledged event must survive a power cut, not only a crash.
    database.pragma('synchronous=FULL');
    database.pragma('secure_delete=ON');
    database.pragma(`wal_autocheckpoint=${CHECKPOINT_PAGES}`);
    database.pragma(`journal_size_limit=${WAL_KEEP_BYTES}`);
    return new Connection(database, options.cacheKiB);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SECURITY: the order matters: cipher and key before anything reads the file, temp_store before anything sorts. */
function unlock(options: ConnectionOptions, readonly: boolean): Database {
  if (options.databaseKey.length !== KEY_BYTES)
    throw new AppError('engine/internal', 'A database key must have 32 bytes.');
  const database = new Database(options.file, {
    readonly,
    fileMustExist: readonly,
    timeout: options.busyTimeoutMs,
  });
  try {
    database.pragma("cipher='sqlcipher'");
    database.pragma('legacy=4');
    database.pragma(`key="x'${Buffer.from(options.databaseKey).toString('hex')}'"`);
    database.pragma('temp_store=MEMORY');
    database.pragma('trusted_schema=OFF');
    database.pragma('cell_size_check=ON');
    database.pragma('foreign_keys=ON');
    database.pragma('mmap_size=0');
    // The first read of the file: a wrong key or a damaged header shows here.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A database in memory, for work on data that must never reach a disk. */
export function openInMemory(): Database {
  return new Database(':memory:');
}

class Connection implements WritableDb {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement<SqlValue[]>>();

  constructor(database: Database, cacheKiB: number) {
    this.#database = database;
    database.pragma(`cache_size=${-cacheKiB}`);
  }

  all<Row>(sql: string, ...params: readonly SqlValue[]): Row[] {
    return this.#prepared(sql).all(...params) as Row[];
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as in ReadableDb
  get<Row>(sql: string, ...params: readonly SqlValue[]): Row | undefined {
    return this.#prepared(sql).get(...params) as Row | undefined;
  }

  run(sql: string, ...params: readonly SqlValue[]): number {
    return this.#prepared(sql).run(...params).changes;
  }

  script(sql: string): void {
    this.#database.exec(sql);
  }

  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work).immediate();
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepared(sql: string): Statement<SqlValue[]> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare<SqlValue[]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
