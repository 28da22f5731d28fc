import { z } from 'zod';
import type { JobKind, JobRun, PlacedEvent } from '../jobs/job-kind.ts';
import { ImportThread } from './import-thread.ts';
import type { ImportBatch, ImportCheckpoint } from './protocol.ts';

export const importParamsSchema = z.strictObject({
  /** Absolute paths of files and folders that a person picked or dropped. */
  paths: z.array(z.string().min(1)).min(1),
});
export type ImportParams = z.infer<typeof importParamsSchema>;

const count = z.number().int().nonnegative();

export const importCheckpointSchema: z.ZodType<ImportCheckpoint> = z.strictObject({
  filesDone: count,
  bytesDone: count,
  last: z.string().nullable(),
  namesHash: z.string(),
  current: z.strictObject({ name: z.string(), taken: count, offset: count, stamp: z.string() }).nullable(),
});

export interface ImportKindParts {
  /** out/import-worker.js, or worker.ts in tests. */
  readonly workerUrl: URL;
}

/** Audit files into the store: reads in a thread of its own, and keeps one step after the other. */
export function createImportKind({ workerUrl }: ImportKindParts): JobKind<ImportParams, ImportCheckpoint> {
  return {
    name: 'import',
    unit: 'bytes',
    params: importParamsSchema,
    checkpoint: importCheckpointSchema,
    run: async (run) => {
      const thread = new ImportThread(workerUrl, { paths: run.params.paths, checkpoint: run.checkpoint });
      try {
        await keepAll(run, thread);
      } finally {
        await thread.end();
      }
    },
  };
}

async function keepAll(run: JobRun<ImportParams, ImportCheckpoint>, thread: ImportThread): Promise<void> {
  for (let batch = await thread.next(run.signal); batch !== null; batch = await thread.next(run.signal)) {
    const { checkpoint, done, total, refusals, remarks } = batch;
    await run.keep({ checkpoint, done, total, refusals, remarks }, placedEvents(batch));
  }
}

/** The events as views of the batch's buffer, which lives no longer than they do. */
function placedEvents({ events, bytes }: ImportBatch): readonly PlacedEvent[] {
  return events.map(({ resourceId, versionId, start, end, place }) => ({
    // SECURITY: a file's word is not enough to take an event for a copy of the console's own, so it has no alias.
    event: { origin: 'file', resourceId, versionId, raw: bytes.subarray(start, end), alias: null },
    place,
  }));
}
