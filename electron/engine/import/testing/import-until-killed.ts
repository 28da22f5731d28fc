import { createSecretKey } from 'node:crypto';
import { writeSync } from 'node:fs';
import { isFinal } from '../../../../shared/domain/jobs.ts';
import { anyKind } from '../../jobs/any-kind.ts';
import { JobRunner } from '../../jobs/job-runner.ts';
import { StoreThreads } from '../../store/store-threads.ts';
import { openStore } from '../../store/store.ts';
import { createImportKind } from '../import-kind.ts';

/** Imports a folder into a store, or goes on with it, printing a line for each step. Killed by its test until it is done. */
const [file = '', key = '', folder = ''] = process.argv.slice(2);
const dek = createSecretKey(Buffer.alloc(32, 9));
const store = await openStore({
  file,
  databaseKey: Buffer.from(key, 'hex'),
  deks: { ensureDeks: async () => Promise.resolve(), existingDek: () => dek },
  threads: new StoreThreads({
    workerUrl: new URL('../../store/worker.ts', import.meta.url),
    sourceBaseUrl: null,
  }),
  now: Date.now,
});
const jobs = new JobRunner({
  store,
  kinds: [anyKind(createImportKind({ workerUrl: new URL('../worker.ts', import.meta.url) }))],
  now: Date.now,
  onChange: () => {
    void look();
  },
  onStored: () => {
    writeSync(1, 'step\n');
  },
  recordEnd: async ({ move }) => {
    await store.moveJob(move);
  },
  onTrouble: (error) => {
    throw error;
  },
});
if ((await jobs.list(1)).length === 0) {
  await jobs.create({ kind: 'import', params: { paths: [folder] }, title: 'a', about: '' });
}
jobs.start();

async function look(): Promise<void> {
  const [job] = await jobs.list(1);
  if (job === undefined || !isFinal(job.state)) return;
  const { items } = await jobs.items({ jobId: job.id, verdict: null, after: 0, limit: 500 });
  const { events } = await store.coverage();
  writeSync(1, `${JSON.stringify({ job, items, events })}\n`);
  process.exit(0);
}
