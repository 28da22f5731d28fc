import { isFinal, ITEM_LINES_KEPT, LATE_LINES_OF_A_FILE } from '../../../shared/domain/job-states.ts';
import type { JobItem } from '../../../shared/domain/jobs.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Place, Remark } from '../jobs/job-kind.ts';
import { nextState } from '../jobs/job-state.ts';
import type { WritableDb } from './connection.ts';
import {
  jobRecord,
  type JobMove,
  type JobRecord,
  type JobRow,
  type JobStepRecord,
  type NewJob,
} from './job-records.ts';
import { addSeqs } from './seq-ranges.ts';

/** What became of an event of a job's batch. */
export interface Met {
  /** In the batch. */
  readonly index: number;
  /** Of the event itself, or of the one that it repeats. */
  readonly seq: number;
  readonly fresh: boolean;
  readonly remark: Remark['code'] | null;
}

/** Run these in a transaction. */
export function createJob(db: WritableDb, job: NewJob): JobRecord {
  db.run(
    `INSERT INTO job (job_id, kind, state, title, about, params, unit, done, accepted, duplicate, refused, remarked,
       attempts, resumptions, created_ms)
     VALUES (?, ?, 'waiting', ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, ?)`,
    job.jobId,
    job.kind,
    job.title,
    job.about,
    job.params,
    job.unit,
    job.createdAtMs,
  );
  return jobRecord(jobRow(db, job.jobId));
}

/** @throws job/not-found; job/not-possible where the act does not lead anywhere from the job's state */
export function moveJob(db: WritableDb, move: JobMove): JobRecord {
  const row = jobRow(db, move.jobId);
  const state = move.from !== null && move.from !== row.state ? null : nextState(row.state, move.act);
  if (state === null) {
    throw new AppError('job/not-possible', 'The job cannot do this now.', {
      detail: { state: row.state, act: move.act },
    });
  }
  const begins = move.act === 'begin';
  const interrupted = move.act === 'interrupt' && !isFinal(state);
  db.run(
    `UPDATE job SET state = ?, attempts = ?, resumptions = ?, started_ms = coalesce(started_ms, ?), ended_ms = ?, error = ?
     WHERE id = ?`,
    state,
    begins ? row.attempts + 1 : move.crashed ? row.attempts : 0,
    row.resumptions + (interrupted ? 1 : 0),
    begins ? move.atMs : null,
    isFinal(state) ? move.atMs : null,
    state === 'failed' && move.error !== null ? JSON.stringify(move.error) : null,
    row.id,
  );
  return jobRecord(jobRow(db, move.jobId));
}

/**
 * Keeps a step: where the job goes on, its counts, its lines, and which events it met. A job that has ended takes none, so
 * that a transaction with a late step stores nothing of it.
 */
export function recordStep(db: WritableDb, step: JobStepRecord, met: readonly Met[]): void {
  const row = jobRow(db, step.jobId);
  if (isFinal(row.state)) throw new AppError('job/not-possible', 'The job has ended.');
  const stored = met.filter(({ fresh }) => fresh).length;
  const remarks = remarksOf(step, met);
  const lines = row.refused + row.remarked;
  insertLines(db, row.id, lines, linesOf(step, remarks));
  addSeqs(
    db,
    row.id,
    met.map(({ seq }) => seq),
  );
  db.run(
    `UPDATE job SET checkpoint = ?, done = ?, total = ?, accepted = accepted + ?, duplicate = duplicate + ?,
       refused = refused + ?, remarked = remarked + ?, attempts = 0
     WHERE id = ?`,
    step.checkpoint,
    step.done,
    step.total,
    step.accepted + stored,
    step.duplicate + met.length - stored,
    step.refusals.length,
    remarks.length,
    row.id,
  );
}

function jobRow(db: WritableDb, jobId: string): JobRow {
  const row = db.get<JobRow>('SELECT * FROM job WHERE job_id = ?', jobId);
  if (row === undefined) throw new AppError('job/not-found', 'There is no such job.');
  return row;
}

/** What the job remarked of its events and what storing them found out. Of what was known already there is nothing to say. */
function remarksOf(step: JobStepRecord, met: readonly Met[]): readonly Remark[] {
  const found = met.flatMap(({ index, remark }): Remark[] => {
    const place = step.places[index];
    return remark === null || place === undefined ? [] : [{ code: remark, place }];
  });
  if (step.remarks.length === 0) return found;
  const known = new Set(met.flatMap(({ index, fresh }) => (fresh ? [] : [placeKey(step.places[index])])));
  return [...step.remarks.filter(({ place }) => !known.has(placeKey(place))), ...found];
}

const placeKey = (place: Place | undefined): string =>
  place === undefined ? '' : `${place.positionUnit} ${place.position} ${place.file}`;

type Line = Omit<JobItem, 'number'>;

/** In the order in which the job met them: file by file, then by position. */
function linesOf(step: JobStepRecord, remarks: readonly Remark[]): readonly Line[] {
  const byFile = new Map<string, Line[]>();
  const add = (verdict: Line['verdict'], { code, place }: Pick<Line, 'code'> & { place: Place }): void => {
    const line: Line = { verdict, code, ...place };
    const lines = byFile.get(place.file);
    if (lines === undefined) byFile.set(place.file, [line]);
    else lines.push(line);
  };
  for (const refusal of step.refusals) add('refused', refusal);
  for (const remark of remarks) add('remarked', remark);
  return [...byFile.values()].flatMap((lines) => lines.toSorted((a, b) => a.position - b.position));
}

/** As much of a path as the contract lets through; one that is longer must not hide its whole page of lines. */
const FILE_CHARS = 4_096;

function insertLines(db: WritableDb, job: number, before: number, lines: readonly Line[]): void {
  const late = new LateLines(db, job);
  for (const [index, line] of lines.entries()) {
    const number = before + index + 1;
    const file = line.file.slice(0, FILE_CHARS);
    if (number > ITEM_LINES_KEPT && !late.mayStand(file)) continue;
    db.run(
      'INSERT INTO job_item (job, number, verdict, code, file, position, position_unit) VALUES (?, ?, ?, ?, ?, ?, ?)',
      job,
      number,
      line.verdict,
      line.code,
      file,
      line.position,
      line.positionUnit,
    );
  }
}

/** Beyond the limit each file still has its first lines: one hostile file must not hide what is said of those after it. */
class LateLines {
  readonly #db: WritableDb;
  readonly #job: number;
  readonly #kept = new Map<string, number>();

  constructor(db: WritableDb, job: number) {
    this.#db = db;
    this.#job = job;
  }

  mayStand(file: string): boolean {
    const kept = this.#kept.get(file) ?? this.#stored(file);
    this.#kept.set(file, kept + 1);
    return kept < LATE_LINES_OF_A_FILE;
  }

  #stored(file: string): number {
    // From the newest backwards: a file's lines stand together, so few of those before it are looked at.
    const rows = this.#db.all<{ file: string }>(
      'SELECT file FROM job_item WHERE job = ? AND number > ? ORDER BY number DESC LIMIT ?',
      this.#job,
      ITEM_LINES_KEPT,
      LATE_LINES_OF_A_FILE,
    );
    return rows.filter((row) => row.file === file).length;
  }
}
