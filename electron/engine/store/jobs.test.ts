import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ITEM_LINES_KEPT, LATE_LINES_OF_A_FILE } from '../../../shared/domain/job-states.ts';
import type { IncomingEvent } from '../audit/projection.ts';
import type { Place, Refusal, Remark } from '../jobs/job-kind.ts';
import { openWritable } from './connection.ts';
import type { JobStepRecord } from './job-records.ts';
import { identityOf, oldIdentityOf } from './prepared.ts';
import { DirectStore } from './testing/direct.ts';
import { ANCHOR_MS, bench, event, type Bench } from './testing/samples.ts';

const JOB = '6f2c1a34-7d0e-4b58-9a51-2c8b7e0d4f13';

let place: Bench;
let store: DirectStore;

beforeEach(() => {
  place = bench();
  store = new DirectStore(place.file, place.databaseKey);
  store.writer.createJob({
    jobId: JOB,
    kind: 'import',
    title: 'a.ndjson',
    about: 'offer 1',
    params: '{}',
    unit: 'bytes',
    createdAtMs: ANCHOR_MS,
  });
});
afterEach(() => {
  store.close();
  place.remove();
});

const at = (position: number, file = 'a.ndjson'): Place => ({ file, position, positionUnit: 'line' });
const fromFile = (resourceId: string | null, versionId: string | null, note: string): IncomingEvent =>
  event({}, { origin: 'file', resourceId, versionId, note });

/** Keeps a step of events that stand on lines 1, 2, 3 … */
function step(events: readonly IncomingEvent[], more: Partial<JobStepRecord> = {}) {
  return store.append(events, ANCHOR_MS, null, {
    kind: 'step',
    step: {
      jobId: JOB,
      checkpoint: '{}',
      done: 1,
      total: null,
      accepted: 0,
      duplicate: 0,
      refusals: [],
      remarks: [],
      places: events.map((_, index) => at(index + 1)),
      ...more,
    },
  });
}

const counts = () => store.reader.job({ jobId: JOB }).counts;
const items = (verdict: 'refused' | 'remarked' | null = null, after = 0, limit = 500) =>
  store.reader.jobItems({ jobId: JOB, verdict, after, limit });
const met = (): number[] => {
  const { events } = store.reader.selected({
    selection: { importJobId: JOB },
    after: null,
    maxSeq: 1e9,
    limit: 1_000,
  });
  return events.map(({ seq }) => seq).toSorted((a, b) => a - b);
};

describe('what storing finds out', () => {
  it('takes the same event from a server and from a file for one', () => {
    const fromServer = event({}, { resourceId: 'e1', note: 'same' });
    store.append([fromServer], ANCHOR_MS);
    step([{ ...fromServer, origin: 'file' }, fromFile('e2', '1', 'x')]);
    expect(counts()).toEqual({ accepted: 1, duplicate: 1, refused: 0, remarked: 0 });
    expect(met()).toEqual([1, 2]);
  });

  it('knows a duplicate within a batch and across batches, with an id and without', () => {
    const [named, nameless] = [fromFile('e1', '1', 'a'), fromFile(null, null, 'b')];
    step([named, nameless, named, nameless]);
    step([nameless, named]);
    expect(counts()).toEqual({ accepted: 2, duplicate: 4, refused: 0, remarked: 0 });
    expect(met()).toEqual([1, 2]);
  });

  it('keeps what differs under one id and version, names it once, and knows it again', () => {
    step([fromFile('e1', '1', 'a'), fromFile('e1', '1', 'b')]);
    step([fromFile('e1', '1', 'b'), fromFile('e1', '1', 'c')]);
    expect(counts()).toEqual({ accepted: 3, duplicate: 1, refused: 0, remarked: 2 });
    expect(items()).toEqual([
      { number: 1, verdict: 'remarked', code: 'item/conflict', ...at(2) },
      { number: 2, verdict: 'remarked', code: 'item/conflict', ...at(2) },
    ]);
    expect(met()).toEqual([1, 2, 3]);
  });

  it('names another version of a known event, from this batch, from a file or from a server', () => {
    store.append([event({}, { resourceId: 'e1', versionId: '1' })], ANCHOR_MS);
    step([
      fromFile('e1', '2', 'a'),
      fromFile('e2', null, 'b'),
      fromFile('e2', '5', 'c'),
      fromFile('e3', '1', 'd'),
    ]);
    step([fromFile('e3', '2', 'e')]);
    expect(items().map(({ code, position }) => [code, position])).toEqual([
      ['item/other-version', 1],
      ['item/other-version', 3],
      ['item/other-version', 1],
    ]);
    expect(counts()).toEqual({ accepted: 5, duplicate: 0, refused: 0, remarked: 3 });
  });

  it('says nothing of what was known already', () => {
    const remark: Remark = { code: 'item/large-number', place: at(1) };
    step([fromFile('e1', '1', 'a')], { remarks: [remark] });
    step([fromFile('e1', '1', 'a'), fromFile('e2', '1', 'b')], {
      remarks: [remark, { code: 'item/nul', place: at(2) }, { code: 'item/byte-order-mark', place: at(0) }],
    });
    expect(items().map(({ code }) => code)).toEqual([
      'item/large-number',
      'item/byte-order-mark',
      'item/nul',
    ]);
    expect(counts()).toEqual({ accepted: 2, duplicate: 1, refused: 0, remarked: 3 });
  });

  it('knows the events of an older store under the names that they had there', () => {
    const [known, other] = [
      event({}, { resourceId: 'e1', note: 'a' }),
      event({}, { resourceId: 'e2', note: 'a' }),
    ];
    store.append([known, other], ANCHOR_MS);
    store.close();
    const db = openWritable({
      file: place.file,
      databaseKey: place.databaseKey,
      cacheKiB: 1000,
      busyTimeoutMs: 100,
    });
    for (const id of ['e1', 'e2']) {
      const now = identityOf('fhir', id, '1', Buffer.alloc(0));
      expect(db.run('UPDATE identity SET id = ? WHERE id = ?', oldIdentityOf(id, '1'), now)).toBe(1);
    }
    db.script("INSERT INTO meta VALUES ('identity/old', 2)");
    db.close();
    store = new DirectStore(place.file, place.databaseKey);
    step([{ ...known, origin: 'file' }, fromFile('e2', '1', 'b'), fromFile('e3', '1', 'c')]);
    step([fromFile('e2', '1', 'b')]);
    expect(counts()).toEqual({ accepted: 2, duplicate: 2, refused: 0, remarked: 1 });
    expect(items()[0]?.code).toBe('item/conflict');
  });
});

describe('lines', () => {
  const refusal = (position: number, file?: string): Refusal => ({
    code: 'item/not-json',
    place: at(position, file),
  });

  it('are numbered without gaps, file by file and by position', () => {
    step([fromFile('e1', '1', 'a'), fromFile('e1', '1', 'b')], {
      refusals: [refusal(4, 'a'), refusal(1, 'b')],
      remarks: [{ code: 'item/nul', place: at(3, 'a') }],
      places: [at(1, 'a'), at(2, 'a')],
    });
    step([], { refusals: [refusal(9, 'b')] });
    expect(items().map(({ number, file, position }) => [number, file, position])).toEqual([
      [1, 'a', 2],
      [2, 'a', 3],
      [3, 'a', 4],
      [4, 'b', 1],
      [5, 'b', 9],
    ]);
    expect(counts()).toEqual({ accepted: 2, duplicate: 0, refused: 3, remarked: 2 });
  });

  it('come in pages, of one verdict or of both', () => {
    step([], {
      refusals: Array.from({ length: 30 }, (_, index) => refusal(index * 2)),
      remarks: Array.from({ length: 30 }, (_, index) => ({ code: 'item/nul', place: at(index * 2 + 1) })),
    });
    expect(items('refused', 9, 3).map(({ number }) => number)).toEqual([11, 13, 15]);
    expect(items(null, 9, 3).map(({ number }) => number)).toEqual([10, 11, 12]);
    expect(() => store.reader.jobItems({ jobId: 'no', verdict: null, after: 0, limit: 1 })).toThrow(
      expect.objectContaining({ code: 'job/not-found' }),
    );
  });

  it('are bounded, and the counts are not', () => {
    const many = Array.from({ length: ITEM_LINES_KEPT - 1 }, (_, index) => refusal(index));
    step([], { refusals: many });
    step([], { refusals: many.slice(0, 30) });
    step([], { refusals: many.slice(0, 30) });
    const later = refusal(7);
    step([], { refusals: [{ ...later, place: { ...later.place, file: 'later.ndjson' } }] });
    expect(counts().refused).toBe(ITEM_LINES_KEPT + 60);
    const kept = items(null, ITEM_LINES_KEPT - 2);
    expect(kept.map(({ number }) => number)).toEqual([
      ...Array.from({ length: 2 + LATE_LINES_OF_A_FILE }, (_, index) => ITEM_LINES_KEPT - 1 + index),
      ITEM_LINES_KEPT + 60,
    ]);
    expect(kept.at(-1)?.file).toBe('later.ndjson');
  });
});

describe('a step', () => {
  it('is stored whole or not at all', () => {
    step([fromFile('e1', '1', 'a')], { checkpoint: '{"line":1}' });
    const move = { jobId: JOB, atMs: 1, from: null, error: null, crashed: false };
    store.writer.moveJob({ ...move, act: 'cancel' });
    expect(() => step([fromFile('e2', '1', 'b')], { checkpoint: '{"line":2}' })).toThrow(
      expect.objectContaining({ code: 'job/not-possible' }),
    );
    expect(store.reader.coverage(null).events).toBe(1);
    expect(store.reader.job({ jobId: JOB })).toMatchObject({ checkpoint: '{"line":1}', state: 'cancelled' });
    expect(met()).toEqual([1]);
  });

  it('moves only from the state that the caller believes in', () => {
    const move = { jobId: JOB, atMs: 1, error: null, crashed: false };
    expect(() => store.writer.moveJob({ ...move, act: 'pause', from: 'running' })).toThrow(
      expect.objectContaining({ code: 'job/not-possible' }),
    );
    expect(store.writer.moveJob({ ...move, act: 'begin', from: 'waiting' })).toMatchObject({
      state: 'running',
      attempts: 1,
      startedAtMs: 1,
    });
    expect(store.reader.openJobs(null).map(({ jobId }) => jobId)).toEqual([JOB]);
  });
});
