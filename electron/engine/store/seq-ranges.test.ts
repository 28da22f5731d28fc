import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWritable, type WritableDb } from './connection.ts';
import { migrate } from './migrations/migrate.ts';
import { addSeqs, rangesOf } from './seq-ranges.ts';
import { bench, type Bench } from './testing/samples.ts';

let place: Bench;
let db: WritableDb;

beforeEach(() => {
  place = bench();
  db = openWritable({ file: place.file, databaseKey: place.databaseKey, cacheKiB: 1000, busyTimeoutMs: 100 });
  migrate(db);
});
afterEach(() => {
  db.close();
  place.remove();
});

const ranges = (job: number): { first: number; last: number }[] =>
  db.all('SELECT first_seq AS first, last_seq AS last FROM job_event WHERE job = ? ORDER BY first_seq', job);

describe('the events of a job', () => {
  it('are the set of what was added, in ranges that neither overlap nor touch', () => {
    const batches = fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), { maxLength: 12 });
    let job = 0;
    fc.assert(
      fc.property(batches, (list) => {
        job += 1;
        db.transaction(() => {
          for (const batch of list) addSeqs(db, job, batch);
        });
        const set = [...new Set(list.flat())].toSorted((a, b) => a - b);
        expect(ranges(job)).toEqual(rangesOf(set));
      }),
      { numRuns: 150 },
    );
  });

  it('cost one row where they came one after the other', () => {
    for (let start = 1; start < 10_000; start += 500) {
      addSeqs(
        db,
        1,
        Array.from({ length: 500 }, (_, index) => start + index),
      );
      addSeqs(db, 2, [start]);
    }
    expect(ranges(1)).toEqual([{ first: 1, last: 10_000 }]);
    expect(ranges(2).length).toBe(20);
  });
});
