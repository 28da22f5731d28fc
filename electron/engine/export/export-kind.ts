import { z } from 'zod';
import { auditCursorSchema, auditFilterSchema } from '../../../shared/domain/audit.ts';
import { AppError } from '../../../shared/errors.ts';
import type { JobKind, JobRun, Refusal } from '../jobs/job-kind.ts';
import type { RawEvents, SelectedEvent, Selection, Store } from '../store/store.ts';
import { ExportFolder } from './export-folder.ts';

const exportParamsSchema = z.strictObject({
  /** Absolute path of the folder that a person picked. */
  folder: z.string().min(1),
  selection: z.union([
    z.strictObject({ filter: auditFilterSchema }),
    z.strictObject({ importJobId: z.uuid() }),
  ]),
});
export type ExportParams = z.infer<typeof exportParamsSchema>;

const count = z.number().int().nonnegative();

const exportCheckpointSchema = z.strictObject({
  /** Events that arrive after the export began are not part of it. */
  maxSeq: count,
  total: count,
  /** Where the page in hand begins, and how many of its events are done. */
  after: auditCursorSchema.nullable(),
  offset: count,
  done: count,
});
export type ExportCheckpoint = z.infer<typeof exportCheckpointSchema>;

type ExportStore = Pick<Store, 'sizeOf' | 'selected' | 'rawEvents'>;
type Run = JobRun<ExportParams, ExportCheckpoint>;

/** Numbers only, so a page may be large: within it, events are read in the order in which they lie. */
const PAGE_EVENTS = 20_000;
const STEP_EVENTS = 512;
const STEP_BYTES = 8 * 1024 * 1024;
/** More do not run at once anyway: Node's pool has four threads. */
const WRITERS = 8;

/** Events as files: each of exactly the bytes that were received, named by their SHA-256. */
export function createExportKind(store: ExportStore): JobKind<ExportParams, ExportCheckpoint> {
  return {
    name: 'export',
    unit: 'events',
    params: exportParamsSchema,
    checkpoint: exportCheckpointSchema,
    run: async (run) => {
      const { folder, selection } = run.params;
      const target = new ExportFolder(folder, run.jobId);
      await target.begin();
      let checkpoint: ExportCheckpoint | null = run.checkpoint ?? (await begin(store, selection));
      while (checkpoint !== null && !run.signal.aborted) {
        checkpoint = await exportPage(run, store, target, checkpoint);
      }
    },
  };
}

/** @throws files/nothing-to-do */
async function begin(store: ExportStore, selection: Selection): Promise<ExportCheckpoint> {
  const { newestSeq, events } = await store.sizeOf(selection);
  if (events === 0) throw new AppError('files/nothing-to-do', 'No event is selected.');
  return { maxSeq: newestSeq, total: events, after: null, offset: 0, done: 0 };
}

/** Writes what is left of one page; answers where the next one begins, null at the end. */
async function exportPage(
  run: Run,
  store: ExportStore,
  target: ExportFolder,
  start: ExportCheckpoint,
): Promise<ExportCheckpoint | null> {
  const { maxSeq, after } = start;
  const page = await store.selected({
    selection: run.params.selection,
    after,
    maxSeq,
    limit: PAGE_EVENTS,
  });
  let checkpoint = start;
  while (checkpoint.offset < page.events.length) {
    if (run.signal.aborted) return checkpoint;
    const wanted = page.events.slice(checkpoint.offset, checkpoint.offset + STEP_EVENTS);
    checkpoint = await exportStep(run, store, target, checkpoint, wanted);
  }
  if (page.next === null) return null;
  return { ...checkpoint, after: page.next, offset: 0 };
}

async function exportStep(
  run: Run,
  store: ExportStore,
  target: ExportFolder,
  before: ExportCheckpoint,
  wanted: readonly SelectedEvent[],
): Promise<ExportCheckpoint> {
  const read = await store.rawEvents(wanted, STEP_BYTES);
  const { accepted, duplicate, refusals } = await writeAll(target, read);
  await target.settle();
  const did = read.events.length;
  const done = before.done + did;
  // What arrived between counting and the first page would else lie beyond the whole.
  const total = Math.max(before.total, done);
  const checkpoint = { ...before, offset: before.offset + did, done, total };
  await run.keep({ checkpoint, done, total, accepted, duplicate, refusals, remarks: [] });
  return checkpoint;
}

async function writeAll(
  target: ExportFolder,
  { events, buffer }: RawEvents,
): Promise<{ readonly accepted: number; readonly duplicate: number; readonly refusals: readonly Refusal[] }> {
  let [accepted, duplicate] = [0, 0];
  const refusals: Refusal[] = [];
  const refuse = (code: Refusal['code'], file: string): void => {
    refusals.push({ code, place: { file, position: 0, positionUnit: 'file' } });
  };
  const rest = events.values();
  const writer = async (): Promise<void> => {
    for (const { seq, bytes } of rest) {
      if (bytes === null) {
        refuse('item/event-unreadable', `#${seq}`);
        continue;
      }
      const written = await target.write(bytes.sha256, buffer.subarray(bytes.start, bytes.end));
      if (written === 'written') accepted += 1;
      else if (written === 'there-already') duplicate += 1;
      else refuse('item/name-taken', bytes.sha256);
    }
  };
  // All of them have ended before a failure is told: nothing is written behind the back of a job that has failed.
  const ends = await Promise.allSettled(Array.from({ length: WRITERS }, writer));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return { accepted, duplicate, refusals };
}
