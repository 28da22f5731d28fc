import { describe, expect, it } from 'vitest';
import type { WorldEvent } from '../world/types.ts';
import { bundleOf, idsOf, linkOf, testEvent, TEST_NOW_MS, testServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const at = (second: number): string => new Date(TEST_NOW_MS - 3_600_000 + second * 1000).toISOString();

/** Sixty events in groups of four that share an instant. */
function manyEvents(): WorldEvent[] {
  return Array.from({ length: 60 }, (_, i) =>
    testEvent({ id: `e${String(i).padStart(2, '0')}`, recorded: at(Math.floor(i / 4)) }),
  );
}

async function walk(
  server: TestServer,
  path: string,
  between: (page: number) => void = () => {},
): Promise<string[]> {
  const ids: string[] = [];
  let next: string | undefined = path;
  for (let page = 1; next !== undefined && page < 100; page += 1) {
    const answer = await server.get(next);
    expect(answer.status).toBe(200);
    ids.push(...idsOf(answer));
    between(page);
    next = linkOf(answer, 'next');
  }
  return ids;
}

const append = (server: TestServer, id: string, recorded = at(5), versionId = '1'): void => {
  server.fhir.append((lastUpdatedUs) => ({
    ...testEvent({ id, recorded }, 'harbor-light', versionId),
    lastUpdatedUs,
  }));
};

describe('paging', () => {
  it.each(['_lastUpdated', '-_lastUpdated', 'date', '-date'])(
    'by %s shows each event once, in order, across equal instants',
    async (sort) => {
      const events = manyEvents();
      const server = testServer({ events, patients: [] });
      const wanted = events.map((event) => event.id);
      if (sort.startsWith('-')) wanted.reverse();
      for (const count of [1, 3, 4, 7, 59, 60, 61]) {
        expect(await walk(server, `/AuditEvent?_sort=${sort}&_count=${String(count)}`)).toEqual(wanted);
      }
    },
  );

  it.each(['_lastUpdated', '-_lastUpdated', 'date', '-date'])(
    'by %s holds still while events arrive',
    async (sort) => {
      const events = manyEvents();
      const server = testServer({ events, patients: [] });
      const seen = await walk(server, `/AuditEvent?_sort=${sort}&_count=7`, (page) => {
        append(server, `new${String(page)}`);
        append(server, `newest${String(page)}`, at(100 + page));
      });
      expect([...seen].sort()).toEqual(events.map((event) => event.id));
      expect(idsOf(await server.get('/AuditEvent?_count=1000'))).toHaveLength(server.fhir.size());
    },
  );

  it('keeps the total of its snapshot on every page', async () => {
    const server = testServer({ events: manyEvents(), patients: [] });
    const first = await server.get('/AuditEvent?_count=50');
    append(server, 'late');
    expect(bundleOf(await server.get(linkOf(first, 'next')!)).total).toBe(60);
    expect(bundleOf(await server.get('/AuditEvent?_count=50')).total).toBe(61);
  });

  it('shows the version that the snapshot had, and the new one to a new search', async () => {
    const server = testServer({ events: manyEvents(), patients: [] });
    const first = await server.get('/AuditEvent?_sort=_lastUpdated&_count=30');
    append(server, 'e55', at(13), '2');
    const second = bundleOf(await server.get(linkOf(first, 'next')!));
    expect(second.entry?.find((one) => one.resource?.id === 'e55')?.resource?.meta?.versionId).toBe('1');
    const anew = bundleOf(await server.get('/AuditEvent?_id=e55'));
    expect(anew.entry?.map((one) => one.resource?.meta?.versionId)).toEqual(['2']);
    expect((await server.get('/AuditEvent/e55')).headers['etag']).toBe('W/"2"');
    expect((await server.get('/AuditEvent/e55/_history/1')).status).toBe(200);
  });

  it('keeps the filter of the search on later pages', async () => {
    const events = manyEvents().map((event, i) =>
      testEvent({ id: event.id, recorded: event.recorded, action: i % 2 === 0 ? 'R' : 'C' }),
    );
    const server = testServer({ events, patients: [] });
    expect(await walk(server, '/AuditEvent?action=R&_count=4&_sort=date')).toHaveLength(30);
  });

  it('never lets a page link show more than its bearer may see', async () => {
    const server = testServer({ events: manyEvents(), patients: [] });
    const next = linkOf(await server.get('/AuditEvent?_count=7'), 'next')!;
    expect(idsOf(await server.get(next, 'admin@mesa-verde'))).toEqual([]);
    expect((await server.get(next, 'support')).status).toBe(403);
    expect((await server.get(next, null)).status).toBe(401);
  });

  it('says that a link is gone after a reset, and refuses a forged one', async () => {
    const server = testServer({ events: manyEvents(), patients: [] });
    const next = linkOf(await server.get('/AuditEvent?_count=7'), 'next')!;
    server.fhir.load({ events: manyEvents(), patients: [] });
    expect((await server.get(next)).status).toBe(410);
    expect((await server.get(next.replace('_page=e', '_page=f'))).status).toBe(400);
  });

  it('caps a page at a thousand', async () => {
    const events = Array.from({ length: 1100 }, (_, i) =>
      testEvent({ id: `e${String(i)}`, recorded: at(i) }),
    );
    const server = testServer({ events, patients: [] });
    expect(idsOf(await server.get('/AuditEvent?_count=5000'))).toHaveLength(1000);
  });
});
