import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS, OUTCOMES, type AuditFilter } from '../../../shared/domain/audit.ts';
import type { EventProjection, IncomingEvent, ProjectedTerm } from '../audit/projection.ts';
import { DirectStore } from './testing/direct.ts';
import { ANCHOR_MS, event } from './testing/samples.ts';

const WORDS = ['read', 'ready', 'plan', 'Übung', 'dose', '10.0.0.5', 'x-1'] as const;
const HOUR_MS = 3_600_000;

const person =
  (kind: string) =>
  (index: number): ProjectedTerm => ({ key: `${kind}|${index}`, label: `${kind} ${index}` });
const terms = (kind: string): fc.Arbitrary<ProjectedTerm[]> =>
  fc.uniqueArray(fc.nat(3), { maxLength: 3 }).map((list) => list.map(person(kind)));

const projections = fc.record({
  recordedMs: fc.option(
    fc.nat(40).map((hour) => ANCHOR_MS + hour * HOUR_MS),
    { freq: 9 },
  ),
  action: fc.option(fc.constantFrom(...ACTIONS)),
  outcome: fc.option(fc.constantFrom(...OUTCOMES)),
  agents: terms('agent'),
  patients: terms('patient'),
  places: terms('place'),
  searchText: fc.array(fc.constantFrom(...WORDS), { maxLength: 3 }).map((words) => words.join(' ')),
  unmapped: fc.array(fc.constant('AuditEvent.x'), { maxLength: 2 }),
});

/** Filters name terms by kind and number here; the store's own numbers are asked for by suggestion. */
interface ModelFilter {
  readonly fromHour: number | null;
  readonly toHour: number | null;
  readonly agents: readonly number[] | null;
  readonly patients: readonly number[] | null;
  readonly places: readonly number[] | null;
  readonly actions: readonly (typeof ACTIONS)[number][] | null;
  readonly outcomes: readonly (typeof OUTCOMES)[number][] | null;
  readonly text: readonly string[] | null;
  readonly unmappedOnly: boolean;
}

const rarely = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(value, { freq: 1 });
const someOf = <Value>(...values: Value[]): fc.Arbitrary<Value[]> => fc.subarray(values, { minLength: 1 });
const filters: fc.Arbitrary<ModelFilter> = fc.record({
  fromHour: rarely(fc.nat(40)),
  toHour: rarely(fc.nat(41)),
  agents: rarely(someOf(0, 1, 2, 3)),
  patients: rarely(someOf(0, 1, 2, 3)),
  places: rarely(someOf(0, 1, 2, 3)),
  actions: rarely(someOf(...ACTIONS)),
  outcomes: rarely(someOf(...OUTCOMES)),
  text: rarely(
    fc.array(fc.constantFrom('read', 'rea', 'UBUNG', 'plan', 'd', '10.0', 'x'), {
      minLength: 1,
      maxLength: 2,
    }),
  ),
  unmappedOnly: fc.boolean().map((value) => value),
});

type Step =
  | { readonly kind: 'append'; readonly events: readonly Partial<EventProjection>[] }
  | { readonly kind: 'again'; readonly from: number }
  | { readonly kind: 'seal' }
  | { readonly kind: 'reopen' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        events: fc.array(projections, { maxLength: 12 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), from: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'seal' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  ),
  { minLength: 1, maxLength: 8 },
);

interface ModelEvent {
  readonly seq: number;
  readonly recordedMs: number;
  readonly projection: EventProjection;
  readonly incoming: IncomingEvent;
}

const fold = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

function matches(filter: ModelFilter, { recordedMs, projection }: ModelEvent): boolean {
  const hour = (recordedMs - ANCHOR_MS) / HOUR_MS;
  const names = (list: readonly ProjectedTerm[], wanted: readonly number[] | null): boolean =>
    wanted === null || list.some((term) => wanted.includes(Number(term.key.split('|')[1])));
  const typed = filter.text === null ? [] : fold(filter.text.join(' '));
  const words = fold(projection.searchText);
  return (
    (filter.fromHour === null || hour >= filter.fromHour) &&
    (filter.toHour === null || hour < filter.toHour) &&
    names(projection.agents, filter.agents) &&
    names(projection.patients, filter.patients) &&
    names(projection.places, filter.places) &&
    (filter.actions === null || filter.actions.includes(projection.action!)) &&
    (filter.outcomes === null || filter.outcomes.includes(projection.outcome!)) &&
    (!filter.unmappedOnly || projection.unmapped.length > 0) &&
    typed.slice(0, -1).every((word) => words.includes(word)) &&
    (typed.length === 0 || words.some((word) => word.startsWith(typed.at(-1)!)))
  );
}

function storeFilter(store: DirectStore, filter: ModelFilter): AuditFilter {
  const ids = (field: 'agent' | 'patient' | 'place', wanted: readonly number[] | null): number[] | null =>
    wanted === null
      ? null
      : wanted.map(
          (index) => store.reader.suggest({ field, text: `${field} ${index}`, limit: 1 })[0]?.id ?? 999_999,
        );
  const entries = {
    from: filter.fromHour === null ? null : new Date(ANCHOR_MS + filter.fromHour * HOUR_MS).toISOString(),
    to: filter.toHour === null ? null : new Date(ANCHOR_MS + filter.toHour * HOUR_MS).toISOString(),
    agentIds: ids('agent', filter.agents),
    patientIds: ids('patient', filter.patients),
    placeIds: ids('place', filter.places),
    actions: filter.actions,
    outcomes: filter.outcomes,
    text: filter.text?.join(' ') ?? null,
    unmappedOnly: filter.unmappedOnly ? true : null,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null));
}

function allPages(store: DirectStore, filter: AuditFilter, limit: number): number[] {
  const seqs: number[] = [];
  let after = null;
  do {
    const page = store.reader.search({ filter, after, limit });
    seqs.push(...page.rows.map((row) => row.seq));
    after = page.next;
  } while (after !== null);
  return seqs;
}

describe('the store against a naive list', () => {
  it('answers every filter alike after any order of appending, sealing and opening again', () => {
    fc.assert(
      fc.property(
        steps,
        fc.array(filters, { minLength: 3, maxLength: 8 }),
        fc.integer({ min: 1, max: 7 }),
        (plan, asked, limit) => {
          const directory = mkdtempSync(join(tmpdir(), 'store-model-'));
          const databaseKey = randomBytes(32);
          const open = (): DirectStore => new DirectStore(join(directory, 'audit.db'), databaseKey);
          let store = open();
          const model: ModelEvent[] = [];
          try {
            for (const step of plan) store = apply(step, store, open, model);
            const expected = model.toSorted((a, b) => b.recordedMs - a.recordedMs || b.seq - a.seq);
            for (const filter of asked) {
              const wanted = expected.filter((entry) => matches(filter, entry)).map((entry) => entry.seq);
              const question = storeFilter(store, filter);
              expect(allPages(store, question, limit)).toEqual(wanted);
              expect(store.reader.count({ filter: question, limit: 1000 })).toEqual({
                count: wanted.length,
                exact: true,
              });
            }
            for (const { seq, incoming } of model) expect(store.raw(seq)).toEqual(incoming.raw);
          } finally {
            store.close();
            rmSync(directory, { recursive: true });
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

function apply(step: Step, store: DirectStore, open: () => DirectStore, model: ModelEvent[]): DirectStore {
  switch (step.kind) {
    case 'append': {
      const receivedAtMs = ANCHOR_MS + 17 * HOUR_MS;
      const incoming = step.events.map((overrides) => event(overrides));
      store.append(incoming, receivedAtMs);
      for (const one of incoming) {
        const projection = JSON.parse(Buffer.from(one.raw).toString()) as EventProjection;
        const recordedMs = projection.recordedMs ?? receivedAtMs;
        model.push({ seq: model.length + 1, recordedMs, projection, incoming: one });
      }
      return store;
    }
    case 'again': {
      const again = model.slice(step.from, step.from + 5).map(({ incoming }) => incoming);
      const { stored, duplicate } = store.append(again, ANCHOR_MS);
      if (stored !== 0 || duplicate !== again.length) throw new Error('a known event was stored again');
      return store;
    }
    case 'seal':
      store.seal(ANCHOR_MS + 24 * HOUR_MS);
      return store;
    case 'reopen':
      store.close();
      return open();
  }
}
