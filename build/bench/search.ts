import { join } from 'node:path';
import type { AuditFilter } from '../../shared/domain/audit.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import { Baseline } from './baseline.ts';
import { benchEvents } from './events.ts';
import { median, percentile, report, rounded, timed } from './measure.ts';
import { appendAll, benchDirectory, openBenchStore } from './store-place.ts';

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 200_000);
const REPEATS = 200;
/** Its full text takes half a second a question. */
const BASELINE_REPEATS = 40;
const PAGE = 100;
const START_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

type Ask = (index: number) => unknown;

/** What the page asks, p50 and p95 as the engine sees them (thread hop and row building included), both stores warm. */
export async function search(): Promise<void> {
  const events = [...benchEvents(EVENTS)];
  const baseline = new Baseline(join(benchDirectory(), 'baseline.db'));
  baseline.load(events);
  const place = await openBenchStore();
  await appendAll(place.store, events, 5_000);
  const questions = await allQuestions(place.store, baseline);
  for (const [name, ours, theirs] of questions) {
    const ourTimes = await repeated(ours);
    const baseTimes = theirs === null ? null : await repeated(theirs, BASELINE_REPEATS);
    report({
      name: `search/${name}`,
      unit: 'ms',
      events: EVENTS,
      p50: rounded(median(ourTimes)),
      p95: rounded(percentile(ourTimes, 0.95)),
      ...(baseTimes === null
        ? {}
        : {
            baselineP50: rounded(median(baseTimes)),
            baselineP95: rounded(percentile(baseTimes, 0.95)),
            ratio: rounded(percentile(ourTimes, 0.95) / percentile(baseTimes, 0.95)),
          }),
    });
  }
  baseline.close();
  await place.remove();
}

async function repeated(ask: Ask, repeats = REPEATS): Promise<readonly number[]> {
  const calls = Array.from({ length: repeats }, (_, index) => () => ask(index));
  await timed(calls.slice(0, 10));
  return await timed(calls);
}

const iso = (ms: number): string => new Date(ms).toISOString();

const windowStart = (index: number): number => START_MS + (index % 60) * DAY_MS;

function pick<Value>(list: readonly Value[], index: number): Value {
  const value = list[index % list.length];
  if (value === undefined) throw new Error('nothing to ask about');
  return value;
}

async function termIds(
  store: Store,
  field: 'agent' | 'patient',
  prefix: string,
  numbers: readonly number[],
): Promise<number[]> {
  const found: number[] = [];
  for (const number of numbers) {
    const [term] = await store.suggest(field, `${prefix}-${number}`, 1);
    if (term !== undefined) found.push(term.id);
  }
  return found;
}

/** The same words for the baseline, the last one as a prefix. */
const fts = (text: string): string =>
  text
    .split(/[ -]/)
    .map((word, at, all) => (at === all.length - 1 ? `"${word}"*` : `"${word}"`))
    .join(' ');

async function allQuestions(
  store: Store,
  baseline: Baseline,
): Promise<readonly (readonly [name: string, ours: Ask, baseline: Ask | null])[]> {
  const staff = Array.from({ length: 20 }, (_, index) => index * 3);
  const patients = Array.from({ length: 40 }, (_, index) => index * index);
  const agentIds = await termIds(store, 'agent', 's', staff);
  const patientIds = await termIds(store, 'patient', 'p', patients);
  const ask = (filter: AuditFilter): Promise<unknown> => store.search(filter, null, PAGE);
  const words = ['export summary', 'dose', 'Haddad', 'login', 'reminder fam', 'garcia', 'medi', 'brandt-131'];
  const rows = 'SELECT json FROM event';
  return [
    ['newest page', () => ask({}), () => baseline.all(`${rows} ORDER BY recorded DESC, seq DESC LIMIT 101`)],
    [
      'keyset page',
      (index) => store.search({}, { recordedMs: windowStart(index) + DAY_MS, seq: EVENTS * 2 }, PAGE),
      (index) =>
        baseline.all(
          `${rows} WHERE (recorded, seq) < (?, ?) ORDER BY recorded DESC, seq DESC LIMIT 101`,
          windowStart(index) + DAY_MS,
          EVENTS * 2,
        ),
    ],
    [
      'person + 30 days',
      (index) =>
        ask({
          agentIds: [pick(agentIds, index)],
          from: iso(windowStart(index)),
          to: iso(windowStart(index) + 30 * DAY_MS),
        }),
      (index) =>
        baseline.all(
          `${rows} WHERE agent = ? AND recorded >= ? AND recorded < ? ORDER BY recorded DESC, seq DESC LIMIT 101`,
          `s-${pick(staff, index)}`,
          windowStart(index),
          windowStart(index) + 30 * DAY_MS,
        ),
    ],
    [
      'patient',
      (index) => ask({ patientIds: [pick(patientIds, index)] }),
      (index) =>
        baseline.all(
          `${rows} WHERE patient = ? ORDER BY recorded DESC, seq DESC LIMIT 101`,
          `p-${pick(patients, index)}`,
        ),
    ],
    [
      'full text',
      (index) => ask({ text: pick(words, index) }),
      (index) =>
        baseline.all(
          `${rows} WHERE seq IN (SELECT rowid FROM fts WHERE fts MATCH ?) ORDER BY recorded DESC, seq DESC LIMIT 101`,
          fts(pick(words, index)),
        ),
    ],
    [
      'person + patient + word',
      (index) => ask({ agentIds: [pick(agentIds, index)], patientIds: [pick(patientIds, 0)], text: 'read' }),
      null,
    ],
    ['failed only', () => ask({ outcomes: ['8'] }), null],
    [
      'suggest person',
      (index) => store.suggest('agent', pick(['a', 'gre', 'hadd', 'jonas j'], index), 20),
      null,
    ],
    [
      'suggest patient',
      (index) => store.suggest('patient', pick(['a', 'gre', 'hadd', 'p-19'], index), 20),
      null,
    ],
    ['count all', () => store.count({}, 10_000), () => baseline.all('SELECT count(*) FROM event')],
    ['count word', () => store.count({ text: 'dose' }, 10_000), null],
    ['open event', (index) => store.event(1 + ((index * 7919) % EVENTS)), null],
  ];
}
