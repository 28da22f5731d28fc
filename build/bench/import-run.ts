/** One import in a process of its own, so that its memory is its own. Prints one line of JSON. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { createImportKind } from '../../electron/engine/import/import-kind.ts';
import type { PlacedEvent } from '../../electron/engine/jobs/job-kind.ts';
import { openBenchStore } from './store-place.ts';

const MB = 1024 * 1024;
const [how, file = ''] = process.argv.slice(2);

/** What one would write first: a line reader and JSON.parse. NDJSON only, and nothing is checked. */
async function naive(): Promise<number> {
  const bytes = createReadStream(file);
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  let events = 0;
  for await (const line of createInterface({ input })) {
    const parsed = JSON.parse(line) as { resourceType?: unknown };
    if (parsed.resourceType === 'AuditEvent') events += 1;
  }
  return events;
}

async function ours(keep: (events: readonly PlacedEvent[]) => Promise<void>): Promise<number> {
  const workerUrl = new URL('../../electron/engine/import/worker.ts', import.meta.url);
  let count = 0;
  await createImportKind({ workerUrl }).run({
    jobId: 'bench',
    params: { paths: [file] },
    checkpoint: null,
    signal: new AbortController().signal,
    keep: async (_, events = []) => {
      count += events.length;
      await keep(events);
    },
  });
  return count;
}

async function measured(run: () => Promise<number>): Promise<void> {
  const idle = process.memoryUsage.rss() / MB;
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const events = await run();
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    JSON.stringify({ events, seconds, cpuSeconds: (user + system) / 1e6, overIdleMb: peak - idle }),
  );
}

if (how === 'naive') await measured(naive);
else if (how === 'read') await measured(async () => ours(async () => Promise.resolve()));
else {
  const place = await openBenchStore();
  await measured(async () =>
    ours(async (events) => {
      await place.store.append({ events: events.map(({ event }) => event), receivedAtMs: Date.now() });
    }),
  );
  await place.remove();
}
