import type { JobItem } from '../../../shared/domain/jobs.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ReadableDb } from './connection.ts';
import { jobRecord, type JobItemsQuestion, type JobRecord, type JobRow } from './job-records.ts';

export const OPEN_JOBS = 'SELECT * FROM job WHERE ended_ms IS NULL ORDER BY id';

/** Newest first. */
export function jobs(db: ReadableDb, limit: number): readonly JobRecord[] {
  return db.all<JobRow>('SELECT * FROM job ORDER BY id DESC LIMIT ?', limit).map(jobRecord);
}

/** Those that have not ended, in the order of their creation. */
export function openJobs(db: ReadableDb): readonly JobRecord[] {
  return db.all<JobRow>(OPEN_JOBS).map(jobRecord);
}

/** @throws job/not-found */
export function job(db: ReadableDb, jobId: string): JobRecord {
  const row = db.get<JobRow>('SELECT * FROM job WHERE job_id = ?', jobId);
  if (row === undefined) throw new AppError('job/not-found', 'There is no such job.');
  return jobRecord(row);
}

const COLUMNS = 'number, verdict, code, file, position, position_unit AS positionUnit';
export const ITEMS = `SELECT ${COLUMNS} FROM job_item WHERE job = ? AND number > ? ORDER BY number LIMIT ?`;
export const ITEMS_BY_VERDICT = `
  SELECT ${COLUMNS} FROM job_item INDEXED BY job_item_by_verdict
  WHERE job = ? AND verdict = ? AND number > ? ORDER BY number LIMIT ?`;

/** A page of a job's lines. @throws job/not-found */
export function jobItems(
  db: ReadableDb,
  { jobId, verdict, after, limit }: JobItemsQuestion,
): readonly JobItem[] {
  const id = jobNumber(db, jobId);
  return verdict === null
    ? db.all<JobItem>(ITEMS, id, after, limit)
    : db.all<JobItem>(ITEMS_BY_VERDICT, id, verdict, after, limit);
}

/** The number by which a job's lines and events name it. @throws job/not-found */
export function jobNumber(db: ReadableDb, jobId: string): number {
  const row = db.get<{ id: number }>('SELECT id FROM job WHERE job_id = ?', jobId);
  if (row === undefined) throw new AppError('job/not-found', 'There is no such job.');
  return row.id;
}
