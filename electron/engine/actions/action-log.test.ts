import { describe, expect, it } from 'vitest';
import type { ActionEntry } from '../../../shared/contract/spec.ts';
import { AppError } from '../../../shared/errors.ts';
import { fail, ok } from '../../../shared/result.ts';
import { explainEvent } from '../audit/mapping/explain.ts';
import { projectEvent } from '../audit/mapping/project.ts';
import type { IncomingEvent } from '../audit/projection.ts';
import { ACTION_CODES } from './action-codes.ts';
import { ActionLog } from './action-log.ts';
import { buildActionEvent } from './build-action-event.ts';

const operator = { username: 'amira', displayName: 'Amira Haddad', issuer: 'https://pool.example/eu_1' };
const installation = { version: '0.1.0', installationId: 'install-1' };
const search: ActionEntry = { kind: 'audit-log-search', action: 'E', about: '{"text":"Öberg"}' };

function logOf() {
  const events: IncomingEvent[] = [];
  const clock = { ms: 1_000_000 };
  const failing = { value: false };
  const log = new ActionLog({
    operator,
    console: installation,
    now: () => clock.ms,
    sink: {
      append: async (batch) => {
        await Promise.resolve();
        if (failing.value) throw new AppError('store/disk-full', 'The disk is full.');
        events.push(...batch.events);
        return { stored: batch.events.length, newestSeq: events.length };
      },
    },
  });
  return { log, events, clock, failing };
}

describe('buildActionEvent', () => {
  it('writes events that the console itself maps whole, for every act', () => {
    for (const kind of Object.keys(ACTION_CODES) as ActionEntry['kind'][]) {
      for (const outcome of [null, { ok: true }, { ok: false, code: 'auth/wrong-code' }] as const) {
        const { id, raw } = buildActionEvent({
          entry: { kind, action: 'E', about: 'event 7' },
          phase: outcome === null ? 'before' : 'after',
          outcome,
          operator,
          console: installation,
          at: new Date(0),
          correlationId: 'c-1',
        });
        const projection = projectEvent(raw);
        expect(projection.unmapped).toEqual([]);
        expect(projection.agents[0]).toEqual({
          key: 'https://pool.example/eu_1|amira',
          label: 'Amira Haddad',
        });
        expect(projection.purposes).toEqual(['HOPERAT']);
        expect(projection.searchText).toContain(id);
        expect(JSON.parse(Buffer.from(raw).toString())).toMatchObject({ id, meta: { tag: [{ code: id }] } });
      }
    }
  });

  it('gives the question of a search as a query, and never a name beside it (R4 sev-1)', () => {
    const { raw } = buildActionEvent({
      entry: search,
      phase: 'after',
      outcome: { ok: true },
      operator,
      console: installation,
      at: new Date(0),
      correlationId: 'c-1',
    });
    const { entity } = JSON.parse(Buffer.from(raw).toString()) as { entity: Record<string, unknown>[] };
    expect(entity[0]).not.toHaveProperty('name');
    expect(Buffer.from(String(entity[0]!['query']), 'base64').toString()).toBe(search.about);
    expect(explainEvent(raw).sentence).toContain('Amira Haddad');
  });
});

describe('ActionLog', () => {
  it('joins the records before and after an act', async () => {
    const { log, events } = logOf();
    const correlationId = await log.before({ kind: 'cache-set-aside', action: 'U' });
    await log.after(
      { kind: 'cache-set-aside', action: 'U' },
      fail(new AppError('store/busy', '')),
      correlationId,
    );
    expect(events.map(({ origin }) => origin)).toEqual(['console', 'console']);
    for (const { raw } of events) expect(Buffer.from(raw).toString()).toContain(correlationId);
    expect(projectEvent(events[0]!.raw).outcome).toBeNull();
    expect(projectEvent(events[1]!.raw).outcome).toBe('4');
  });

  it('takes the same search within a minute as one, another question or end as another', async () => {
    const { log, events, clock } = logOf();
    await log.after(search, ok(null));
    clock.ms += 59_000;
    await log.after(search, ok(null));
    expect(events.length).toBe(1);
    await log.after({ ...search, about: '{"text":"other"}' }, ok(null));
    await log.after(search, fail(new AppError('store/busy', '')));
    expect(events.length).toBe(3);
    clock.ms += 2_000;
    await log.after(search, ok(null));
    expect(events.length).toBe(4);
  });

  it('rejects where the record cannot be kept, and does not count the search as recorded', async () => {
    const { log, events, failing } = logOf();
    failing.value = true;
    await expect(log.before({ kind: 'lock', action: 'E' })).rejects.toMatchObject({
      code: 'store/disk-full',
    });
    await expect(log.after(search, ok(null))).rejects.toMatchObject({ code: 'store/disk-full' });
    failing.value = false;
    await log.after(search, ok(null));
    expect(events.length).toBe(1);
  });
});
