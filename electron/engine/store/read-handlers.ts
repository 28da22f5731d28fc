import type { AuditFilter } from '../../../shared/domain/audit.ts';
import { AppError } from '../../../shared/errors.ts';
import { openReadable, type ReadableDb } from './connection.ts';
import { dayName } from './days.ts';
import { job, jobItems, jobs, openJobs } from './job-reading.ts';
import { counter, getMeta } from './meta.ts';
import { count, coverage, daysWithEvents, suggest } from './overview.ts';
import type { OutboxEntry, OutboxStatus, ReadCalls } from './protocol.ts';
import { consoleQuestion, questionOf, type Question } from './question.ts';
import { dekNameOf, readEvent } from './reading.ts';
import type { Handlers } from './rpc.ts';
import { search } from './search.ts';
import { newestSeq, rawEvents, selectedByJob, selectedByQuestion, sizeOfJob } from './selection.ts';
import { Tokenizer } from './tokens.ts';
import { wordsBeginning } from './vocabulary.ts';

interface Open {
  readonly db: ReadableDb;
  readonly tokenizer: Tokenizer;
}

/** A thread that reads, on a connection of its own, which SQLite holds to reading. */
export function readHandlers(): Handlers<ReadCalls> {
  let open: Open | null = null;
  const opened = (): Open => {
    if (open === null) throw new AppError('store/closed', 'The audit store is closed.');
    return open;
  };
  return {
    open: (setting) => {
      open = { db: openReadable(setting), tokenizer: new Tokenizer() };
      return null;
    },
    search: ({ filter, after, limit }) => {
      const { db } = opened();
      return search(db, asked(opened(), filter), after, limit);
    },
    actions: ({ after, limit }) => search(opened().db, consoleQuestion, after, limit),
    count: ({ filter, limit }) => {
      const { db } = opened();
      return count(db, filter, asked(opened(), filter), limit);
    },
    suggest: ({ field, text, limit }) => {
      const { db, tokenizer } = opened();
      return suggest(db, tokenizer, field, text, limit);
    },
    coverage: () => coverage(opened().db),
    conflicts: () => counter(opened().db, 'conflicts'),
    daysWithEvents: () => daysWithEvents(opened().db),
    dekName: ({ seq }) => dekNameOf(opened().db, seq),
    event: ({ seq, key }) => readEvent(opened().db, seq, key),
    getCursor: ({ name }) => getMeta(opened().db, `cursor/${name}`),
    jobs: ({ limit }) => jobs(opened().db, limit),
    openJobs: () => openJobs(opened().db),
    job: ({ jobId }) => job(opened().db, jobId),
    jobItems: (question) => jobItems(opened().db, question),
    sizeOf: ({ selection }) => {
      const { db } = opened();
      const events =
        'filter' in selection
          ? count(db, selection.filter, asked(opened(), selection.filter), Number.MAX_SAFE_INTEGER - 1).count
          : sizeOfJob(db, selection.importJobId);
      return { newestSeq: newestSeq(db), events };
    },
    selected: ({ selection, after, ...bounds }) => {
      const { db } = opened();
      return 'filter' in selection
        ? selectedByQuestion(db, asked(opened(), selection.filter), after, bounds)
        : selectedByJob(db, selection.importJobId, after, bounds);
    },
    rawEvents: ({ events, keys, maxBytes }) => {
      const byDay = new Map(keys.map(([name, key]) => [name.day, key]));
      return rawEvents(opened().db, events, (day) => byDay.get(dayName(day)) ?? null, maxBytes);
    },
    outboxWaiting: ({ limit }) => outboxWaiting(opened().db, limit),
    outboxStatus: () => outboxStatus(opened().db),
    quickCheck: () => {
      const rows = opened().db.all<{ quick_check: string }>('PRAGMA quick_check(1)');
      return { sound: rows.length === 1 && rows[0]?.quick_check === 'ok' };
    },
    close: () => {
      const { db, tokenizer } = opened();
      open = null;
      tokenizer.close();
      db.close();
      return null;
    },
  };
}

function asked({ db, tokenizer }: Open, filter: AuditFilter): Question {
  return questionOf(filter, tokenizer, (prefix) => wordsBeginning(db, prefix));
}

const WAITS = 'sent_ms IS NULL AND refused_ms IS NULL';
const REFUSED = 'refused_ms IS NOT NULL AND sent_ms IS NULL';

function outboxWaiting(db: ReadableDb, limit: number): readonly OutboxEntry[] {
  return db.all<OutboxEntry>(
    `SELECT seq, queued_ms AS queuedAtMs FROM outbox WHERE ${WAITS} ORDER BY seq LIMIT ?`,
    limit,
  );
}

function outboxStatus(db: ReadableDb): OutboxStatus {
  const waiting = db.get<{ events: number }>(`SELECT count(*) AS events FROM outbox WHERE ${WAITS}`);
  const refused = db.get<{ events: number }>(`SELECT count(*) AS events FROM outbox WHERE ${REFUSED}`);
  const last = db.get<{ ms: number | null }>('SELECT max(sent_ms) AS ms FROM outbox');
  return { waiting: waiting?.events ?? 0, lastSentAtMs: last?.ms ?? null, refused: refused?.events ?? 0 };
}
