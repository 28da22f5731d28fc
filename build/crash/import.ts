import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { isFinal, type JobItem } from '../../shared/domain/jobs.ts';
import { createImportKind } from '../../electron/engine/import/import-kind.ts';
import { auditEvent } from '../../electron/engine/import/testing/samples.ts';
import { anyKind } from '../../electron/engine/jobs/any-kind.ts';
import { JobRunner } from '../../electron/engine/jobs/job-runner.ts';
import { StoreThreads } from '../../electron/engine/store/store-threads.ts';
import { openStore, type JobRecord } from '../../electron/engine/store/store.ts';
import { DirectStore } from '../../electron/engine/store/testing/direct.ts';
import { DATABASE_KEY, dayKeyOf } from './made-events.ts';
import type { Operation } from './operation.ts';
import { wholeStore } from './whole.ts';
import { bundledWorkers } from './workers.ts';

const LINES = 1_600;
const LINES_IN_GZIP = 900;

const fileIn = (folder: string): string => join(folder, 'audit.db');

/** An import of three files with every kind of line, on the product's own threads, from its creation until it is done. */
export const importing: Operation = {
  name: 'import',
  variants: ['files'],
  prepare: async (folderOf) => {
    const files = join(folderOf('files'), 'files');
    mkdirSync(files);
    writeFileSync(
      join(files, 'a.ndjson'),
      Array.from({ length: LINES }, (_, index) => line(index)).join('\n'),
    );
    const zipped = Array.from({ length: LINES_IN_GZIP }, (_, index) => auditEvent(`z-${index}`));
    writeFileSync(join(files, 'b.gz'), gzipSync(zipped.join('\n')).subarray(0, -4));
    writeFileSync(join(files, 'c.json'), line(0));
    writeFileSync(join(folderOf('files'), 'workers'), pathToFileURL(`${await bundledWorkers()}/`).href);
  },
  work: async (folder, say) => {
    say('began');
    const workers = readFileSync(join(folder, 'workers'), 'utf8');
    const store = await openStore({
      file: fileIn(folder),
      databaseKey: DATABASE_KEY,
      deks: { ensureDeks: async () => Promise.resolve(), existingDek: dayKeyOf },
      threads: new StoreThreads({ workerUrl: new URL('store-worker.js', workers), sourceBaseUrl: null }),
      now: Date.now,
    });
    const over = Promise.withResolvers<void>();
    const jobs = new JobRunner({
      store: {
        append: async (request) => {
          const result = await store.append(request);
          say(`kept ${result.newestSeq} ${request.job?.kind === 'step' ? request.job.step.done : 0}`);
          return result;
        },
        createJob: async (job) => await store.createJob(job),
        moveJob: async (move) => await store.moveJob(move),
        job: async (jobId) => await store.job(jobId),
        jobs: async (limit) => await store.jobs(limit),
        openJobs: async () => await store.openJobs(),
        jobItems: async (question) => await store.jobItems(question),
      },
      kinds: [anyKind(createImportKind({ workerUrl: new URL('import-worker.js', workers) }))],
      now: Date.now,
      onChange: () => undefined,
      onStored: () => undefined,
      recordEnd: async ({ move }) => {
        await store.moveJob(move);
        over.resolve();
      },
      onTrouble: over.reject,
    });
    const [job] = await jobs.list(1);
    if (job === undefined) {
      const params = { paths: [join(folder, 'files')] };
      await jobs.create({ kind: 'import', params, title: 'made', about: '' });
      say('created');
    }
    jobs.start();
    if (job === undefined || !isFinal(job.state)) await over.promise;
    say('done');
  },
  check: async ({ folder, said }) => {
    await Promise.resolve();
    const file = fileIn(folder);
    const toldCreated = said.includes('created');
    if (!existsSync(file)) {
      assert.ok(!toldCreated);
      return { state: 'no file', isOver: false };
    }
    const store = new DirectStore(file, DATABASE_KEY);
    const [job] = store.reader.jobs({ limit: 2 });
    const jobId = job?.jobId ?? '';
    const items =
      job === undefined ? [] : store.reader.jobItems({ jobId, verdict: null, after: 0, limit: 1e6 });
    store.close();
    const { events } = wholeStore(file, DATABASE_KEY, dayKeyOf);
    if (job === undefined) {
      assert.deepEqual([toldCreated, events], [false, 0]);
      return { state: 'no job', isOver: false };
    }
    const kept = said.findLast((each) => each.startsWith('kept '))?.split(' ') ?? [];
    assert.ok(events >= Number(kept[1] ?? 0), 'no acknowledged event is lost');
    assert.ok(job.progress.done >= Number(kept[2] ?? 0), 'no acknowledged step is lost');
    checkCounts(job, items, events);
    if (said.includes('done')) assert.ok(isFinal(job.state));
    return found(job, items, events, said);
  },
};

function checkCounts({ counts }: JobRecord, items: readonly JobItem[], events: number): void {
  assert.equal(counts.accepted, events);
  assert.equal(counts.refused + counts.remarked, items.length);
  assert.deepEqual(items.map(named), EXPECTED.items.slice(0, items.length));
}

function found(
  job: JobRecord,
  items: readonly JobItem[],
  events: number,
  said: readonly string[],
): { readonly state: string; readonly isOver: boolean } {
  if (job.state === 'done') {
    assert.deepEqual(job.counts, EXPECTED.counts);
    assert.equal(items.length, EXPECTED.items.length);
    return { state: 'done', isOver: true };
  }
  if (job.state === 'failed') {
    // Three deaths without a step in between: given up as designed, with all that was kept until then.
    assert.equal(job.error?.code, 'job/keeps-crashing');
    const runs = said.slice(said.findLastIndex((each) => each.startsWith('kept ')) + 1);
    assert.ok(runs.filter((each) => each === 'began').length > 3, 'three deaths, and the run that gave up');
    return { state: 'given up after three deaths', isOver: true };
  }
  assert.ok(job.state === 'waiting' || job.state === 'running', job.state);
  return { state: events === 0 ? 'nothing kept' : 'cut between steps', isOver: false };
}

const named = ({ number, code, file, position }: JobItem): string => `${number} ${code} ${file} ${position}`;

/** Of every ten lines: one cut, one known from three lines before, one that says otherwise about a known event. */
function line(index: number): string {
  switch (index % 10) {
    case 3:
      return '{oops}';
    case 4:
      return auditEvent(`n-${index - 3}`);
    case 5:
      return auditEvent(`n-${index - 3}`, `,"action":"R"`);
    default:
      return auditEvent(`n-${index}`);
  }
}

const tenths = LINES / 10;
const EXPECTED = {
  counts: {
    accepted: LINES - 2 * tenths + LINES_IN_GZIP,
    // The third file is known from the first.
    duplicate: tenths + 1,
    refused: tenths + 1,
    remarked: tenths,
  },
  items: [
    ...Array.from({ length: tenths }, (_, tenth) => [
      `item/not-json a.ndjson ${tenth * 10 + 4}`,
      `item/conflict a.ndjson ${tenth * 10 + 6}`,
    ]).flat(),
    'item/truncated b.gz 0',
  ].map((item, index) => `${index + 1} ${item}`),
} as const;
