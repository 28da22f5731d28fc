import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { Baseline } from './baseline.ts';
import { benchEvents, type BenchEvent } from './events.ts';
import { median, report, rounded } from './measure.ts';
import { appendAll, benchDirectory, bytesIn, openBenchStore } from './store-place.ts';

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 200_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const BATCH = 5_000;

interface Round {
  readonly perSecond: number;
  readonly bytesPerEvent: number;
}

/** Events stored per second and bytes on disk per event, against the baseline, alternating in one process. */
export async function ingest(): Promise<void> {
  const events = [...benchEvents(EVENTS)];
  const ours: Round[] = [];
  const baseline: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await ourRound(events));
    baseline.push(baselineRound(events));
  }
  const rate = (rounds: readonly Round[]): number => median(rounds.map((round) => round.perSecond));
  const size = (rounds: readonly Round[]): number => median(rounds.map((round) => round.bytesPerEvent));
  const rawBytes = events.reduce((sum, event) => sum + event.raw.length, 0) / events.length;
  report({
    name: 'ingest',
    unit: 'events/s',
    events: EVENTS,
    rawBytesPerEvent: rounded(rawBytes, 0),
    ours: rounded(rate(ours), 0),
    baseline: rounded(rate(baseline), 0),
    ratio: rounded(rate(ours) / rate(baseline)),
    rounds: ROUNDS,
  });
  report({
    name: 'ingest-size',
    unit: 'bytes/event on disk',
    ours: rounded(size(ours), 0),
    baseline: rounded(size(baseline), 0),
    ratio: rounded(size(ours) / size(baseline)),
  });
}

async function ourRound(events: readonly BenchEvent[]): Promise<Round> {
  const place = await openBenchStore();
  const startMs = performance.now();
  await appendAll(place.store, events, BATCH);
  const seconds = (performance.now() - startMs) / 1000;
  await place.store.close();
  const bytesPerEvent = bytesIn(place.directory) / events.length;
  await place.remove();
  return { perSecond: events.length / seconds, bytesPerEvent };
}

function baselineRound(events: readonly BenchEvent[]): Round {
  const directory = benchDirectory();
  const baseline = new Baseline(join(directory, 'baseline.db'));
  const startMs = performance.now();
  baseline.load(events);
  const seconds = (performance.now() - startMs) / 1000;
  baseline.close();
  const bytesPerEvent = bytesIn(directory) / events.length;
  rmSync(directory, { recursive: true, force: true });
  return { perSecond: events.length / seconds, bytesPerEvent };
}
