import { AppError, isAppError, type ErrorCode } from '../../../shared/errors.ts';

/** SQLite's result codes by their beginning, as better-sqlite3 names them (https://sqlite.org/rescode.html). */
const CODES: readonly (readonly [prefix: string, code: ErrorCode, message: string])[] = [
  ['SQLITE_FULL', 'store/disk-full', 'There is no room on the disk for the audit trail.'],
  ['SQLITE_BUSY', 'store/busy', 'Another process holds the audit store.'],
  ['SQLITE_LOCKED', 'store/busy', 'Another connection holds the audit store.'],
  ['SQLITE_CORRUPT', 'store/corrupt', 'The audit store is damaged.'],
  ['SQLITE_NOTADB', 'store/corrupt', 'The audit store cannot be read with its key.'],
  ['SQLITE_IOERR', 'store/write-failed', 'The disk refused to read or write the audit store.'],
  ['SQLITE_READONLY', 'store/write-failed', 'The audit store is write-protected.'],
  ['SQLITE_CANTOPEN', 'store/write-failed', 'The audit store cannot be opened.'],
];

/**
 * Turns what SQLite threw into a typed error. SQLite's own message is dropped: it may quote SQL or values. An AppError
 * passes unchanged; what is neither becomes engine/internal.
 */
export function storeError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const sqliteCode = sqliteCodeOf(error);
  if (sqliteCode === null)
    return new AppError('engine/internal', 'The audit store failed.', { cause: error });
  const known = CODES.find(([prefix]) => sqliteCode.startsWith(prefix));
  const [, code, message] = known ?? ['', 'store/write-failed', 'The audit store refused the operation.'];
  return new AppError(code, message, { detail: { sqlite: sqliteCode } });
}

function sqliteCodeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return error.code.startsWith('SQLITE_') ? error.code : null;
}
