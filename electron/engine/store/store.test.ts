import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANCHOR_MS, bench, event, type Bench } from './testing/samples.ts';
import type { Store } from './store.ts';

let place: Bench;
let store: Store;

beforeEach(async () => {
  place = bench();
  store = await place.open();
});

afterEach(async () => {
  await store.close();
  place.remove();
});

const seqs = async (filter: Parameters<Store['search']>[0] = {}): Promise<number[]> =>
  (await store.search(filter, null, 100)).rows.map((row) => row.seq);

describe('append', () => {
  it('stores events with a row, raw bytes and leaf hash that can be read back', async () => {
    const incoming = event({ recordedMs: ANCHOR_MS + 5, unmapped: ['AuditEvent.extension'] });
    const result = await store.append({
      events: [incoming],
      receivedAtMs: ANCHOR_MS + 9,
      cursor: { name: 'fhir', value: 'c1' },
    });
    expect(result).toEqual({ stored: 1, duplicate: 0, conflicting: 0, newestSeq: 1 });
    const read = await store.event(1);
    expect(Buffer.from(read.raw)).toEqual(Buffer.from(incoming.raw));
    expect(read).toMatchObject({
      receivedAtMs: ANCHOR_MS + 9,
      resourceId: incoming.resourceId,
      versionId: '1',
      sealed: false,
      row: {
        seq: 1,
        origin: 'fhir',
        recordedAt: new Date(ANCHOR_MS + 5).toISOString(),
        recordedMissing: false,
        action: 'R',
        outcome: '0',
        type: 'RESTful Operation',
        subtype: 'read',
        agent: { label: 'Ada Adams' },
        patient: { label: 'Paul Peters' },
        place: { label: 'Clinic North' },
        entity: 'Medication plan',
        purposes: ['TREAT'],
        unmapped: 1,
      },
    });
    expect(read.leafHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await store.getCursor('fhir')).toBe('c1');
    expect(await store.coverage()).toEqual({
      events: 1,
      oldestRecordedAt: read.row.recordedAt,
      newestRecordedAt: read.row.recordedAt,
      eventsWithUnmapped: 1,
    });
  });

  it('skips an event known by id and version, or without an id by its bytes', async () => {
    const named = event();
    const nameless = event({}, { resourceId: null, versionId: null, note: 'nameless' });
    await store.append({ events: [named, nameless, nameless], receivedAtMs: ANCHOR_MS });
    const again = await store.append({ events: [nameless, named], receivedAtMs: ANCHOR_MS + 1 });
    expect(again).toMatchObject({ stored: 0, duplicate: 2, newestSeq: 2 });
  });

  it('keeps other bytes under a known id and version as an event of its own, once, and counts it', async () => {
    const first = event();
    const other = { ...first, raw: event({ entity: 'Something else' }).raw };
    await store.append({ events: [first], receivedAtMs: ANCHOR_MS });
    expect(await store.append({ events: [other], receivedAtMs: ANCHOR_MS })).toMatchObject({
      stored: 1,
      conflicting: 1,
      newestSeq: 2,
    });
    expect(await store.append({ events: [other, first], receivedAtMs: ANCHOR_MS })).toMatchObject({
      stored: 0,
      duplicate: 2,
    });
    expect(await store.conflicts()).toBe(1);
  });

  it('knows a console event when it comes back under an id of the server, but only its first copy', async () => {
    const own = event({}, { origin: 'console', resourceId: 'uuid-1', versionId: null });
    const copy = event({}, { alias: 'uuid-1', note: 'as the server keeps it' });
    const impostor = event({ entity: 'Mass export' }, { alias: 'uuid-1' });
    await store.append({ events: [own], receivedAtMs: ANCHOR_MS });
    expect(await store.append({ events: [copy], receivedAtMs: ANCHOR_MS })).toMatchObject({ duplicate: 1 });
    expect(await store.append({ events: [copy], receivedAtMs: ANCHOR_MS })).toMatchObject({ duplicate: 1 });
    expect(await store.append({ events: [impostor], receivedAtMs: ANCHOR_MS })).toMatchObject({ stored: 1 });
  });

  it('takes more events of one millisecond than fit there, and pages through all of them', async () => {
    const events = Array.from({ length: 300 }, (_, index) => event({}, { note: String(index) }));
    await store.append({ events, receivedAtMs: ANCHOR_MS });
    const seen = new Set<number>();
    let after = null;
    do {
      const page = await store.search({}, after, 40);
      for (const row of page.rows) {
        expect(row.recordedAt).toBe(new Date(ANCHOR_MS).toISOString());
        seen.add(row.seq);
      }
      after = page.next;
    } while (after !== null);
    expect(seen.size).toBe(300);
  });

  it('begins at the newest event after a cursor above every event', async () => {
    await store.append({ events: [event({ recordedMs: ANCHOR_MS })], receivedAtMs: ANCHOR_MS });
    const top = { recordedMs: 8_640_000_000_000_000, seq: Number.MAX_SAFE_INTEGER };
    expect((await store.search({}, top, 10)).rows).toHaveLength(1);
    expect((await store.search({ text: 'read' }, top, 10)).rows).toHaveLength(1);
  });

  it('uses the time of receipt where there is no recorded time, and says so', async () => {
    await store.append({ events: [event({ recordedMs: null })], receivedAtMs: ANCHOR_MS + 77 });
    const { rows } = await store.search({}, null, 1);
    expect(rows[0]).toMatchObject({
      recordedMissing: true,
      recordedAt: new Date(ANCHOR_MS + 77).toISOString(),
    });
  });
});

describe('search', () => {
  it('never takes user text for syntax', async () => {
    await store.append({ events: [event({ searchText: 'naïve "quoted" 10.0.0.5 x-y' })], receivedAtMs: 0 });
    for (const text of ['naive', 'NAÏVE quo', '10.0.0', 'x-y', 'quoted"', 'quo*', 'x NEAR y'.slice(0, 1)]) {
      expect(await seqs({ text })).toEqual([1]);
    }
    for (const text of ['naive OR zzz', 'NOT zzz', '"', '* - ( )', 'words:naive', '\uE001k', 'x AND zz']) {
      expect(await seqs({ text })).toEqual([]);
    }
  });

  it('bears the longest question that the contract allows', async () => {
    await store.append({ events: [event({ searchText: 'a b' })], receivedAtMs: 0 });
    const ids = Array.from({ length: 50 }, (_, index) => index + 1);
    const text = 'a b '.repeat(50).trim();
    expect(
      await seqs({ agentIds: ids, patientIds: ids, placeIds: ids, actions: ['C', 'R', 'U', 'D', 'E'], text }),
    ).toEqual([1]);
  });

  it('finds a UUID whole, by its beginning and by its last part, with and without hyphens around it', async () => {
    const uuid = '857d6fe7-44f4-4595-acab-8da6bf2d9ed8';
    const other = '857d6fe7-44f4-4595-acab-000000000000';
    await store.append({
      events: [
        event({ searchText: `about urn:uuid:${uuid}` }),
        event({ searchText: `about Patient/${other.toUpperCase()}` }),
        event({ searchText: 'ward 12345678-44f4 north' }),
      ],
      receivedAtMs: ANCHOR_MS,
    });
    const found = async (text: string): Promise<number> =>
      (await store.search({ text }, null, 10)).rows.length;
    expect(await found(uuid)).toBe(1);
    expect(await found(`urn:uuid:${uuid.toUpperCase()}`)).toBe(1);
    expect(await found(`${other} about`)).toBe(1);
    expect(await found('857d6fe7-44f4-4595-acab-8')).toBe(1);
    for (const typed of ['857d', '857d6fe7', '857d6fe7-', '857d6fe7-44', '857d6fe7-44f4-4595-'])
      expect([typed, await found(typed)]).toEqual([typed, 2]);
    expect(await found('12345678-44f4')).toBe(1);
    expect(await found('ward 12345678-44')).toBe(1);
    expect(await found('857d6fe7-44f5')).toBe(0);
  });

  it('finds by the identifier of a term only events about it, whatever an event’s text says', async () => {
    await store.append({
      events: [event({ searchText: 'posing as \uE0011 \uE010d' }), event({ agents: [], searchText: 'y' })],
      receivedAtMs: 0,
    });
    const [agent] = await store.suggest('agent', 'adam', 5);
    expect(await seqs({ agentIds: [agent!.id] })).toEqual([1]);
    expect(await seqs({ patientIds: [agent!.id] })).toEqual([]);
    expect(await seqs({ actions: ['D'] })).toEqual([]);
  });
});

describe('suggest', () => {
  it('finds by the beginning of any word and by identifier, most used first', async () => {
    const ada = { key: 'urn:staff|4711', label: 'Ada Adams' };
    const bob = { key: 'urn:staff|4712', label: 'Bob Adamson' };
    await store.append({
      events: [
        event({ agents: [ada] }),
        event({ agents: [bob] }),
        event({ agents: [bob, ada] }),
        event({ agents: [bob] }),
      ],
      receivedAtMs: ANCHOR_MS,
    });
    const labels = async (text: string): Promise<string[]> =>
      (await store.suggest('agent', text, 5)).map((term) => term.label);
    expect(await labels('adam')).toEqual(['Bob Adamson', 'Ada Adams']);
    expect(await labels('ada adams')).toEqual(['Ada Adams']);
    expect(await labels('4711')).toEqual(['Ada Adams']);
    expect(await labels('staff')).toEqual([]);
    expect(await labels('')).toEqual(['Bob Adamson', 'Ada Adams']);
    expect(await labels('"')).toEqual([]);
  });

  it('replaces a label that only repeats the identifier by the first real name', async () => {
    const key = 'Practitioner/9';
    for (const label of ['Practitioner/9', 'Grace Hopper', 'Somebody Else']) {
      await store.append({ events: [event({ agents: [{ key, label }] })], receivedAtMs: ANCHOR_MS });
    }
    expect((await store.suggest('agent', 'grace', 5)).map((term) => term.label)).toEqual(['Grace Hopper']);
    expect(await store.suggest('agent', 'somebody', 5)).toEqual([]);
  });
});

describe('outbox', () => {
  it('keeps console events until the server has them, and then knows the copy', async () => {
    const own = event({}, { origin: 'console', resourceId: 'uuid-7', versionId: null });
    await store.append({ events: [own], receivedAtMs: ANCHOR_MS });
    expect(await store.outboxWaiting(10)).toEqual([{ seq: 1, queuedAtMs: ANCHOR_MS }]);
    await store.markSent({ seq: 1, resourceId: 'srv-1', versionId: '1', sentAtMs: ANCHOR_MS + 5 });
    expect(await store.outboxStatus()).toEqual({ waiting: 0, lastSentAtMs: ANCHOR_MS + 5, refused: 0 });
    const copy = event({}, { resourceId: 'srv-1', versionId: '1', note: 'as the server keeps it' });
    expect(await store.append({ events: [copy], receivedAtMs: ANCHOR_MS })).toMatchObject({ duplicate: 1 });
    const changed = event({ entity: 'changed' }, { resourceId: 'srv-1', versionId: '1' });
    expect(await store.append({ events: [changed], receivedAtMs: ANCHOR_MS })).toMatchObject({
      conflicting: 1,
    });
    expect((await store.actions(null, 10)).rows.map((row) => row.origin)).toEqual(['console']);
  });

  it('sets aside what the server refused, counts it, and offers it again later', async () => {
    const own = [1, 2].map((n) =>
      event({}, { origin: 'console', resourceId: `uuid-${n}`, versionId: null, note: String(n) }),
    );
    await store.append({ events: own, receivedAtMs: ANCHOR_MS });
    await store.markRefused({ seq: 1, status: 422, refusedAtMs: ANCHOR_MS + 5 });
    expect((await store.outboxWaiting(10)).map(({ seq }) => seq)).toEqual([2]);
    expect(await store.outboxStatus()).toEqual({ waiting: 1, lastSentAtMs: null, refused: 1 });
    await store.offerAgain(ANCHOR_MS + 5);
    expect((await store.outboxStatus()).refused).toBe(1);
    await store.offerAgain(ANCHOR_MS + 6);
    expect((await store.outboxWaiting(10)).map(({ seq }) => seq)).toEqual([1, 2]);
    await store.markSent({ seq: 1, resourceId: null, versionId: null, sentAtMs: ANCHOR_MS + 9 });
    await expect(store.markRefused({ seq: 1, status: 422, refusedAtMs: 1 })).rejects.toMatchObject({
      code: 'store/not-found',
    });
  });

  it('refuses to mark what was never queued', async () => {
    await expect(
      store.markSent({ seq: 99, resourceId: null, versionId: null, sentAtMs: 1 }),
    ).rejects.toMatchObject({ code: 'store/not-found' });
  });
});

describe('sealing', () => {
  it('seals full blocks at once, what is left on closing, and opens every event from its block', async () => {
    const events = Array.from({ length: 600 }, (_, index) =>
      event({ recordedMs: ANCHOR_MS + index * 1000 }, { note: String(index) }),
    );
    await store.append({ events: events.slice(0, 100), receivedAtMs: ANCHOR_MS });
    await store.append({ events: events.slice(100), receivedAtMs: ANCHOR_MS });
    expect((await store.event(512)).sealed).toBe(true);
    expect((await store.event(513)).sealed).toBe(false);
    await store.close();
    store = await place.open();
    for (const seq of [1, 100, 101, 256, 257, 600]) {
      const read = await store.event(seq);
      expect(read.sealed).toBe(true);
      expect(Buffer.from(read.raw)).toEqual(Buffer.from(events[seq - 1]!.raw));
    }
  });

  it('names the key that is missing', async () => {
    const events = Array.from({ length: 256 }, () => event());
    await store.append({ events, receivedAtMs: ANCHOR_MS });
    place.deks.keys.clear();
    await expect(store.event(3)).rejects.toMatchObject({ code: 'vault/key-missing' });
  });
});

describe('life', () => {
  it('rejects what waits when a thread dies, and opens again with all that was acknowledged', async () => {
    await store.append({ events: [event()], receivedAtMs: ANCHOR_MS });
    const doomed = store.append({
      events: [{ ...event(), raw: Buffer.from('crash') }],
      receivedAtMs: ANCHOR_MS,
    });
    await expect(doomed).rejects.toMatchObject({ code: 'store/closed' });
    await expect(store.search({}, null, 1)).rejects.toMatchObject({ code: 'store/closed' });
    store = await place.open();
    expect((await store.coverage()).events).toBe(1);
  });

  it('closes twice without complaint and refuses calls afterwards', async () => {
    await Promise.all([store.close(), store.close()]);
    await store.close();
    await expect(store.append({ events: [], receivedAtMs: 0 })).rejects.toMatchObject({
      code: 'store/closed',
    });
  });

  it('finishes what was begun before it closes', async () => {
    const appended = store.append({ events: [event()], receivedAtMs: ANCHOR_MS });
    await store.close();
    expect(await appended).toMatchObject({ stored: 1 });
  });
});

describe('counts', () => {
  it('counts time, action and outcome exactly from roll-ups, the rest up to a limit', async () => {
    const events = Array.from({ length: 60 }, (_, index) =>
      event({ recordedMs: ANCHOR_MS + index * 7_200_000, action: index % 2 === 0 ? 'R' : 'E' }),
    );
    await store.append({ events, receivedAtMs: ANCHOR_MS });
    const at = (index: number): string => new Date(ANCHOR_MS + index * 7_200_000).toISOString();
    expect(await store.count({}, 10)).toEqual({ count: 60, exact: true });
    expect(await store.count({ from: at(5), to: at(41), actions: ['R'] }, 10)).toEqual({
      count: 18,
      exact: true,
    });
    expect(await store.count({ from: at(5), to: at(7) }, 10)).toEqual({ count: 2, exact: true });
    expect(await store.count({ text: 'medi' }, 10)).toEqual({ count: 10, exact: false });
    expect(await store.count({ text: 'medi' }, 60)).toEqual({ count: 60, exact: true });
    expect((await store.daysWithEvents())[0]).toEqual({ day: '2026-03-01', events: 12 });
  });
});
