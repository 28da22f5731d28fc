import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditCursorSchema, type AuditPage, type AuditRow } from '../../shared/domain/audit.ts';
import { freshRows, reopened, TOP, withHead } from './head.ts';

const row = (seq: number, ms: number = seq * 1000): AuditRow => ({
  seq,
  origin: 'fhir',
  recordedAt: new Date(ms).toISOString(),
  recordedMissing: false,
  action: 'R',
  outcome: '0',
  type: 'RESTful operation',
  subtype: 'read',
  agent: null,
  otherAgents: 0,
  patient: null,
  otherPatients: 0,
  entity: null,
  place: null,
  purposes: [],
  unmapped: 0,
});

/** What a store of these events would answer: the newest `limit` before the cursor. */
function search(events: readonly AuditRow[], limit: number, after?: AuditRow): AuditPage {
  const sorted = [...events].sort(
    (a, b) => Date.parse(b.recordedAt) - Date.parse(a.recordedAt) || b.seq - a.seq,
  );
  const start = after === undefined ? 0 : sorted.findIndex((event) => event.seq === after.seq) + 1;
  const rows = sorted.slice(start, start + limit);
  const last = rows.at(-1);
  return {
    rows,
    next:
      start + limit < sorted.length && last !== undefined
        ? { recordedMs: Date.parse(last.recordedAt), seq: last.seq }
        : null,
  };
}

describe('withHead', () => {
  it('is what a fresh search would show, as far as the list reaches', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5000), { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(6000), { maxLength: 20 }),
        (oldTimes, newTimes) => {
          const before = oldTimes.map((ms, index) => row(index + 1, ms));
          const after = [...before, ...newTimes.map((ms, index) => row(before.length + index + 1, ms))];
          const merged = withHead([search(before, 10)], search(after, 10));
          const shown = merged.flatMap((page) => page.rows);
          const truth = search(after, 1000).rows;
          // The head is right to its end; below it, no row is out of order and none stands twice.
          expect(shown.slice(0, Math.min(10, truth.length))).toEqual(truth.slice(0, 10));
          expect(new Set(shown.map((event) => event.seq)).size).toBe(shown.length);
          expect(shown).toEqual(search(shown, 1000).rows);
        },
      ),
    );
  });

  it('keeps the very same list when nothing is new, so that nothing is drawn again', () => {
    const events = [row(1), row(2), row(3)];
    const pages = [search(events, 10)];
    expect(withHead(pages, search(events, 10))).toBe(pages);
  });

  it('begins anew where rows between head and list are unknown', () => {
    const old = Array.from({ length: 20 }, (_, index) => row(index + 1));
    const all = Array.from({ length: 500 }, (_, index) => row(index + 1));
    const head = search(all, 100);
    expect(withHead([search(old, 10)], head)).toEqual([head]);
    expect(freshRows([search(old, 10)], head)).toMatchObject({ more: true });
  });

  it('begins anew where history was loaded below an event that the list had already', () => {
    const signIn = row(1, 1_000_000);
    const history = Array.from({ length: 500 }, (_, index) => row(index + 2));
    const head = search([signIn, ...history], 100);
    expect(withHead([search([signIn], 200)], head)).toEqual([head]);
  });
});

describe('reopened', () => {
  const all = Array.from({ length: 300 }, (_, index) => row(index + 1));
  const newest = all.slice(100);

  it('lets a list that once ended go on where history was loaded below it', () => {
    const ended = [search(newest, 200), { rows: [], next: null }];
    const [page, ...rest] = reopened(ended, search(all, 100));
    expect(rest).toEqual([]);
    expect(page?.next).toEqual({ recordedMs: 101_000, seq: 101 });
  });

  it('leaves a list alone that goes on already, or that holds all there is', () => {
    const goesOn = [search(all, 200)];
    expect(reopened(goesOn, search(all, 100))).toBe(goesOn);
    const whole = [search(all.slice(0, 50), 200)];
    expect(reopened(whole, search(all.slice(0, 50), 100))).toBe(whole);
  });
});

it('TOP is a cursor that the contract accepts', () => {
  expect(auditCursorSchema.safeParse(TOP).success).toBe(true);
});
